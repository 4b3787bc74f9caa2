namespace Byway.Tests.Tidy;

/// <summary>The repository as it stands on disk, without what is built, fetched or kept by tools.</summary>
public static class SourceTree
{
    private static readonly string[] SkippedFolders =
    [
        "bin",
        "obj",
        "node_modules",
        "data",
        "TestResults",
        "artifacts",
    ];
    private static readonly string[] KeptDotFolders = [".ci", ".config", ".github"];

    private static readonly string[] TextExtensions =
    [
        ".cs",
        ".cshtml",
        ".csproj",
        ".css",
        ".dart",
        ".editorconfig",
        ".example",
        ".gradle",
        ".html",
        ".http",
        ".java",
        ".js",
        ".json",
        ".kt",
        ".kts",
        ".md",
        ".mjs",
        ".php",
        ".props",
        ".py",
        ".sh",
        ".slnx",
        ".sql",
        ".swift",
        ".targets",
        ".toml",
        ".ts",
        ".tsx",
        ".txt",
        ".xml",
        ".yaml",
        ".yml",
        "",
    ];

    /// <summary>The folder that holds Byway.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every text file of ours.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } = [.. Read(Root)];

    /// <summary>Every C# file of ours.</summary>
    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.Extension == ".cs");

    /// <summary>Every C# file of the server.</summary>
    public static IEnumerable<SourceFile> Server => CSharp.Where(file => file.IsUnder("src/Byway/"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Byway.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No Byway.slnx above the test program.");
    }

    private static IEnumerable<SourceFile> Read(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (TextExtensions.Contains(Path.GetExtension(path), StringComparer.Ordinal))
            {
                yield return new SourceFile(
                    Path.GetRelativePath(Root, path).Replace('\\', '/'),
                    File.ReadAllText(path)
                );
            }
        }

        foreach (var file in Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Read))
        {
            yield return file;
        }
    }

    private static bool IsOurs(string folder)
    {
        var name = Path.GetFileName(folder);
        return name.StartsWith('.')
            ? KeptDotFolders.Contains(name, StringComparer.Ordinal)
            : !SkippedFolders.Contains(name, StringComparer.Ordinal);
    }
}
