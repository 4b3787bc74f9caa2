using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Integrations.Stripe;
using Byway.Tests.Tidy;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>Events as Stripe sends them: the files in <c>events</c>, invented after Stripe's public schemas.</summary>
public static class EventFile
{
    private static readonly string Folder = Path.Combine(
        SourceTree.Root,
        "tests",
        "Byway.Tests",
        "Integrations",
        "Stripe",
        "events"
    );

    private static readonly StripeProvider Provider = new();

    /// <summary>The names of all, without <c>.json</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Directory.GetFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!];

    /// <summary>
    /// What each of them says: a name, below it a line for each fact, deeper what does not fit on the line.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Table { get; } = ReadTable();

    /// <summary>One, as it is sent.</summary>
    /// <param name="name">Without <c>.json</c>.</param>
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));

    /// <summary>One, to be changed.</summary>
    /// <param name="name">Without <c>.json</c>.</param>
    public static JsonObject Read(string name) => JsonNode.Parse(Bytes(name))!.AsObject();

    /// <summary>The object that an event carries, to be changed.</summary>
    public static JsonObject Carried(this JsonObject one) => one["data"]!["object"]!.AsObject();

    /// <summary>What an event says, a line for each fact.</summary>
    public static IReadOnlyList<string> Facts(JsonNode one) =>
        [.. Provider.Translate(JsonElement.Parse(one.ToJsonString())).Select(FactLine.Of)];

    /// <summary>What an event says, in one text.</summary>
    public static string Said(JsonNode one) => string.Join(" | ", Facts(one));

    private static Dictionary<string, IReadOnlyList<string>> ReadTable()
    {
        var table = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var facts = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(Folder, "said.txt")))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                facts[^1] += ' ' + line.Trim();
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                facts.Add(line.Trim());
            }
            else
            {
                table.Add(line, facts = []);
            }
        }

        return table;
    }
}
