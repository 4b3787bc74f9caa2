using System.Text.RegularExpressions;

namespace Byway.Tests.Requests;

/// <summary>A file of requests as editors send them: requests in order, with variables.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="ProgramType">
/// The type of program that its API key opens (<c># Program: affiliate</c>); null when no key is needed.
/// </param>
/// <param name="Variables">What it defines.</param>
/// <param name="Requests">In order.</param>
internal sealed partial record RequestFile(
    string Name,
    string? ProgramType,
    IReadOnlyDictionary<string, string> Variables,
    IReadOnlyList<FileRequest> Requests
)
{
    [GeneratedRegex(@"^@(?<name>\w+)\s*=\s*(?<value>.*)$", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Variable { get; }

    [GeneratedRegex(@"^(#|//)\s*@name\s+(?<name>\w+)$", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex RequestName { get; }

    [GeneratedRegex(@"^#\s*Program:\s*(?<type>[\w-]+)$", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Program { get; }

    [GeneratedRegex(@"^(?<method>[A-Z]+)\s+(?<address>\S+)$", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex RequestLine { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="name">Its name, for complaints.</param>
    /// <param name="text">Its text.</param>
    public static RequestFile Parse(string name, string text)
    {
        string? type = null;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var requests = new List<FileRequest>();
        var parts = ("\n" + text.ReplaceLineEndings("\n")).Split("\n###");
        foreach (var line in parts[0].Split('\n'))
        {
            if (Variable.Match(line) is { Success: true } variable)
            {
                variables[variable.Groups["name"].Value] = variable.Groups["value"].Value.Trim();
            }
            else if (Program.Match(line) is { Success: true } program)
            {
                type = program.Groups["type"].Value;
            }
            else if (line.Trim().Length > 0 && line[0] != '#')
            {
                throw new FormatException($"requests/{name}: '{line}' stands before the first ###.");
            }
        }

        foreach (var part in parts.Skip(1))
        {
            requests.Add(RequestOf(name, part));
        }

        return new(name, type, variables, requests);
    }

    private static FileRequest RequestOf(string file, string part)
    {
        var lines = part.Split('\n');
        var title = lines[0].Trim();
        string? name = null;
        var at = 1;
        for (; at < lines.Length && (lines[at].Trim().Length == 0 || lines[at][0] is '#' or '/'); at++)
        {
            name = RequestName.Match(lines[at]) is { Success: true } found ? found.Groups["name"].Value : name;
        }

        var request = at < lines.Length ? RequestLine.Match(lines[at]) : Match.Empty;
        if (!request.Success)
        {
            throw new FormatException(
                $"requests/{file}, ### {title}: there is no request line such as GET {{{{host}}}}/v1/…."
            );
        }

        var headers = new List<(string Name, string Value)>();
        for (at++; at < lines.Length && lines[at].Trim().Length > 0; at++)
        {
            var colon = lines[at].IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
            {
                throw new FormatException($"requests/{file}, ### {title}: '{lines[at]}' is no header.");
            }

            headers.Add((lines[at][..colon].Trim(), lines[at][(colon + 1)..].Trim()));
        }

        var body = string.Join('\n', lines.Skip(at)).Trim();
        return new(
            title,
            name,
            request.Groups["method"].Value,
            request.Groups["address"].Value,
            headers,
            body.Length == 0 ? null : body
        );
    }
}

/// <summary>One request of a file.</summary>
/// <param name="Title">What stands behind <c>###</c>.</param>
/// <param name="Name">How later requests refer to its answer; null when none does.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Address">With variables in it.</param>
/// <param name="Headers">With variables in them.</param>
/// <param name="Body">With variables in it; null for none.</param>
internal sealed record FileRequest(
    string Title,
    string? Name,
    string Method,
    string Address,
    IReadOnlyList<(string Name, string Value)> Headers,
    string? Body
);
