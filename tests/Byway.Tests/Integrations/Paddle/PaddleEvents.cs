using System.Text.Json;
using Byway.Tests.Tidy;

namespace Byway.Tests.Integrations.Paddle;

/// <summary>
/// Events as Paddle sends them, written for these tests after its public schemas. Names and ids are invented.
/// </summary>
public static class PaddleEvents
{
    private static readonly string Folder = Path.Combine(
        SourceTree.Root,
        "tests",
        "Byway.Tests",
        "Integrations",
        "Paddle",
        "events"
    );

    /// <summary>The names of all events, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order()!];

    /// <summary>The names of the events of the life cycle, in the order in which they happened.</summary>
    public static IReadOnlyList<string> LifeCycle { get; } =
    [.. Names.Where(name => string.CompareOrdinal(name, "20") < 0)];

    /// <summary>An event as text.</summary>
    /// <param name="name">Its name; the number in front is enough.</param>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, $"{NameOf(name)}.json"));

    /// <summary>An event as JSON.</summary>
    /// <param name="name">Its name; the number in front is enough.</param>
    public static JsonElement Json(string name) => Parse(Text(name));

    /// <summary>JSON of a text.</summary>
    /// <param name="text">The text.</param>
    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static string NameOf(string start) =>
        Names.Single(name =>
            name == start || (start.Length == 2 && name.StartsWith($"{start}-", StringComparison.Ordinal))
        );
}
