using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Byway.Tests.Tidy;

namespace Byway.Tests.Wire;

/// <summary>The requests of the public PHP client, recorded in php-client-requests.jsonl.</summary>
internal static partial class PhpCalls
{
    private const string Folder = "tests/Byway.Tests/Wire";

    /// <summary>Each call by its name.</summary>
    public static readonly IReadOnlyDictionary<string, JsonElement> All = File.ReadLines(
            Path.Combine(SourceTree.Root, Folder, "php-client-requests.jsonl")
        )
        .Select(line => JsonElement.Parse(line))
        .ToDictionary(call => Text(call, "call"), StringComparer.Ordinal);

    [GeneratedRegex(
        """Replay\(\w+, "(?<call>[^"]+)",""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Replayed { get; }

    /// <summary>Sends a call as it was recorded: method, target, body and headers.</summary>
    /// <param name="api">Where.</param>
    /// <param name="call">Its name.</param>
    /// <param name="status">What it has to be answered with.</param>
    public static async Task<Reply> Replay(ApiClient api, string call, int status)
    {
        var recorded = All[call];
        var reply = await api.SendBytes(
            Text(recorded, "method"),
            Text(recorded, "target"),
            new ByteArrayContent(Encoding.UTF8.GetBytes(Text(recorded, "body"))),
            ("User-Agent", "partnero-php/v1"),
            ("Sdk-Version", "v1.0.23"),
            ("Accept", "application/json")
        );
        return reply.Is(status);
    }

    /// <summary>The names of the calls that a class of this folder replays.</summary>
    /// <param name="file">Its file.</param>
    public static IEnumerable<string> WrittenIn(string file) =>
        Replayed
            .Matches(File.ReadAllText(Path.Combine(SourceTree.Root, Folder, file)))
            .Select(match => match.Groups["call"].Value);

    private static string Text(JsonElement call, string name) => call.GetProperty(name).GetString()!;
}
