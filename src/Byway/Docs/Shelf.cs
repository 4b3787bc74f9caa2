using System.Collections.Frozen;
using System.Reflection;

namespace Byway.Docs;

/// <summary>
/// The documentation and the examples of the repository as they stand in this program, under the paths that they have
/// there: <c>docs/guides/stripe.md</c>, <c>examples/hybrid/node/server.mjs</c>. What is in it says the project file.
/// </summary>
public static class Shelf
{
    private static readonly Assembly Program = typeof(Shelf).Assembly;

    // Whoever types an address does not know which letters are capitals.
    private static readonly FrozenDictionary<string, string> Known = Program
        .GetManifestResourceNames()
        .Where(name =>
            name.StartsWith("docs/", StringComparison.Ordinal)
            || name.StartsWith("examples/", StringComparison.Ordinal)
        )
        .ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Folders = Known
        .Values.SelectMany(FoldersOf)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>All paths, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Paths { get; } = [.. Known.Values.Order(StringComparer.Ordinal)];

    /// <summary>The path of a file as the repository writes it; null when there is none.</summary>
    /// <param name="path">The path as it was asked for.</param>
    public static string? Find(string path) => Known.GetValueOrDefault(path);

    /// <summary>Whether files lie under it.</summary>
    /// <param name="path">A path without a slash at its end.</param>
    public static bool IsFolder(string path) => Folders.Contains(path);

    /// <summary>The paths of the files in a folder and in the folders in it.</summary>
    /// <param name="folder">A path without a slash at its end.</param>
    public static IEnumerable<string> FilesIn(string folder) =>
        Paths.Where(path => path.StartsWith(folder + "/", StringComparison.OrdinalIgnoreCase));

    /// <summary>What a file says.</summary>
    /// <param name="path">A path as the repository writes it.</param>
    public static string TextOf(string path)
    {
        using var reader = new StreamReader(Program.GetManifestResourceStream(path)!);
        return reader.ReadToEnd();
    }

    /// <summary>A document's title: its first line.</summary>
    /// <param name="path">The path of a Markdown file, as the repository writes it.</param>
    public static string TitleOf(string path)
    {
        using var reader = new StreamReader(Program.GetManifestResourceStream(path)!);
        return reader.ReadLine()!.TrimStart('#', ' ');
    }

    private static IEnumerable<string> FoldersOf(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }
}
