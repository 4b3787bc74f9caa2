using System.Text.RegularExpressions;

namespace Byway.Tests.Docs;

/// <summary>The links and the headings of Markdown files, read without the library that makes pages of them.</summary>
internal static partial class MarkdownLinks
{
    [GeneratedRegex(@"^(?<fence> *```)[^`]*?^\k<fence>`* *$", RegexOptions.Multiline | RegexOptions.Singleline, 5_000)]
    private static partial Regex Block { get; }

    [GeneratedRegex(@"`[^`\n]*`", RegexOptions.None, 5_000)]
    private static partial Regex Code { get; }

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"^#{1,6} +(?<text>.+?)\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"\[(?<words>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Linked { get; }

    /// <summary>Links that lead to files of the repository or to headings, in the order of the text.</summary>
    public static IEnumerable<string> In(string text) =>
        Link.Matches(Code.Replace(Block.Replace(text, ""), "code"))
            .Select(found => found.Groups["to"].Value)
            .Where(to => !to.Contains("://", StringComparison.Ordinal));

    /// <summary>The anchors of its headings, as hosts of repositories make them.</summary>
    public static HashSet<string> AnchorsIn(string text) =>
        [
            .. Heading
                .Matches(Block.Replace(text, ""))
                .Select(found => Linked.Replace(found.Groups["text"].Value, "${words}").ToLowerInvariant())
                .Select(words =>
                    string.Concat(words.Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_'))
                        .Replace(' ', '-')
                ),
        ];
}
