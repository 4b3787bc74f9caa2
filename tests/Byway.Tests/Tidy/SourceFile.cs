using System.Globalization;

namespace Byway.Tests.Tidy;

/// <summary>One file of the repository: its path from the root, with slashes, and its text.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Extension => System.IO.Path.GetExtension(Path);

    /// <summary>The text without comments and strings, line for line: only what the compiler acts on.</summary>
    public string Code => field ??= CSharpText.WithoutCommentsAndStrings(Text);

    public bool IsUnder(string folder) => Path.StartsWith(folder, StringComparison.Ordinal);

    /// <summary>The folder directly under src/Byway, or "" for the files there and everywhere else.</summary>
    public string BusinessFolder => Path.Split('/') is ["src", "Byway", var folder, _, ..] ? folder : "";

    public IEnumerable<(int Number, string Line)> Lines(string text) =>
        text.Split('\n').Select((line, index) => (index + 1, line.TrimEnd('\r')));

    /// <summary>How every complaint looks.</summary>
    public string At(int line, string sentence) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path}:{line}: {sentence}");
}
