using System.Text.RegularExpressions;

namespace Byway.Tests.Tidy;

/// <summary>C# as text, read just well enough for the tidy tests.</summary>
public static partial class CSharpText
{
    // In order: comments; raw strings, ended by as many quotes as began them; verbatim strings; plain strings;
    // characters. An interpolated string goes whole, with what stands in its braces.
    [GeneratedRegex(
        """
            //[^\n]*
            | /\*.*?\*/
            | \$*(?<quotes>"{3,}).*?\k<quotes>(?!")
            | (?:@\$?|\$@)"(?:[^"]|"")*"
            | \$?"(?:\\.|[^"\\\n])*"
            | '(?:\\[^'\n]+|\\'|[^'\\\n])'
            """,
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex NotCode { get; }

    /// <summary>Takes out comments and strings and leaves every line where it was.</summary>
    public static string WithoutCommentsAndStrings(string text) =>
        NotCode.Replace(text, found => new string('\n', found.Value.Count(letter => letter == '\n')));
}
