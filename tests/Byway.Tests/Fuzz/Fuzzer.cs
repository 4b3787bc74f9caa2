using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Byway.Http;
using Byway.Programs;
using Byway.Tests.Webhooks;

namespace Byway.Tests.Fuzz;

/// <summary>
/// Calls the operations of the document that a server gives, as its schemas say and as they do not, for a while, and
/// collects every answer that is not one the document promises. One worker a program type: each with a program, names
/// and chance of its own, so that a seed repeats what it sends.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="seed">Of all chance.</param>
internal sealed partial class Fuzzer(TestServer server, ulong seed)
{
    private const int MostComplaints = 20;
    private const int ShopsOfAType = 4;
    private const int CallsInARow = 250;

    private static readonly byte[][] NoJson =
    [
        [],
        [.. "[]"u8],
        [.. "null"u8],
        [.. "{"u8],
        [.. "[{}]"u8],
        [.. "{\"key\":\"a\"} x"u8],
        [0xEF, 0xBB, 0xBF, .. "{}"u8],
        [.. "{\"key\":\""u8, 0xFF, .. "\"}"u8],
        [0x00],
        [.. "key=a&name=b"u8],
        [.. Encoding.UTF8.GetBytes(new string('[', 3000))],
    ];

    /// <summary>How a refusal names a bound, the word of the schema for it, and what it counts.</summary>
    private static readonly (Regex Said, string Word, string Unit)[] Bounds =
    [
        (LongestSaid, "maxLength", "characters"),
        (MostSaid, "maxItems", "items"),
        (GreatestSaid, "maximum", "at most"),
    ];

    [GeneratedRegex(
        "must not be longer than (?<most>[0-9]+) characters",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex LongestSaid { get; }

    [GeneratedRegex(
        "must not have more than (?<most>[0-9]+) items",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex MostSaid { get; }

    [GeneratedRegex(
        "must be a whole number between [0-9]+ and (?<most>[0-9]+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex GreatestSaid { get; }

    [GeneratedRegex("\"code\":\"(?<code>[a-z_]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex CodeIn { get; }

    private readonly List<string> complaints = [];
    private readonly Dictionary<string, (int Good, int Refused)> counts = new(StringComparer.Ordinal);

    /// <summary>What was wrong; the first few.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>How often each operation succeeded and was refused.</summary>
    public IReadOnlyDictionary<string, (int Good, int Refused)> Counts => counts;

    /// <summary>Runs for a while.</summary>
    /// <param name="time">How long.</param>
    /// <param name="isAsked">Which operations; null for all.</param>
    public async Task Run(TimeSpan time, Func<FuzzOperation, bool>? isAsked = null)
    {
        using var document = JsonDocument.Parse(await server.Http.GetStringAsync(server.Url + "/openapi.json"));
        var operations = FuzzOperation
            .All(document.RootElement)
            .Where(operation =>
                operation.Path.StartsWith("/v1/", StringComparison.Ordinal)
                || operation.Path.StartsWith("/p/", StringComparison.Ordinal)
            )
            .Where(isAsked ?? (_ => true))
            .ToList();
        var shops = new List<List<FuzzShop>>();
        foreach (var type in ProgramType.All)
        {
            shops.Add([]);
            for (var number = 0; number < ShopsOfAType; number++)
            {
                shops[^1].Add(await FuzzShop.Open(server, type));
            }
        }

        // Before anything else is sent: what is delivered later would depend on how fast each worker is.
        await server.Deliver();
        foreach (var shop in shops.SelectMany(of => of))
        {
            await shop.LearnDeliveries();
        }

        var until = Stopwatch.GetTimestamp() + (long)(time.TotalMilliseconds * (Stopwatch.Frequency / 1000));
        await Task.WhenAll(
            ProgramType.All.Select(
                (type, index) =>
                    Task.Run(() => Work(type, shops[index], new Dice(seed + ((ulong)index << 32)), operations, until))
            )
        );
    }

    private async Task Work(string type, List<FuzzShop> shops, Dice dice, List<FuzzOperation> operations, long until)
    {
        var foreign = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 0; Stopwatch.GetTimestamp() < until && complaints.Count < MostComplaints; number++)
        {
            // Time stands still on this server: holds and windows would never end.
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            var operation = dice.From(operations);
            while (foreign.Contains(operation.Name) && dice.Happens(95))
            {
                operation = dice.From(operations);
            }

            var at = number / CallsInARow % shops.Count;
            if (number >= CallsInARow * shops.Count && number % CallsInARow == 0)
            {
                // Sooner or later all that can be approved, paid or rejected has been.
                shops[at] = await FuzzShop.Open(server, type);
            }

            var shop = shops[at];
            var api = dice.Happens(3) ? shop.Reader : shop.Api;
            var (status, code) = await Call(api, operation, dice, shop.Names, $"{type} {number}");
            if (status == 401)
            {
                // It has revoked its own API key, or removed its own program.
                shops[at] = await FuzzShop.Open(server, type);
            }
            else if (code == RefusalCode.WrongProgramType.Code)
            {
                foreign.Add(operation.Name);
            }
        }
    }

    private async Task<(int Status, string? Code)> Call(
        ApiClient api,
        FuzzOperation operation,
        Dice dice,
        KnownNames names,
        string number
    )
    {
        var maker = new ValueMaker(operation, dice, names) { Hostility = dice.OneOf(0, 0, 0, 4, 25) };
        var path = operation.Path;
        foreach (var (name, schema) in operation.Parameters("path"))
        {
            var kind = KnownNames.KindOf(path, name);
            var known = name == "program" ? api.Program.PublicId : names.OneOf(kind, dice);
            var text = (dice.Happens(85) ? known : null) ?? maker.TextFor(schema, name);
            path = path.Replace($"{{{name}}}", Segment(text), StringComparison.Ordinal);
        }

        var query = operation
            .Parameters("query")
            .Where(parameter => dice.Happens(operation.IsRequired(parameter.Name) ? 97 : 20))
            .Select(parameter => $"{parameter.Name}={Escaped(maker.TextFor(parameter.Schema, parameter.Name))}")
            .ToList();
        var address = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        var body = BodyOf(operation, maker, dice);

        using var request = new HttpRequestMessage(new(operation.Method), server.Url + address);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {api.Secret}");
        foreach (var (name, schema) in operation.Parameters("header"))
        {
            var isOrigin = name == "Origin" && dice.Happens(85);
            if (!isOrigin && !dice.Happens(15))
            {
                continue;
            }

            var text = isOrigin ? "https://shop.example" : maker.TextFor(schema, name);
            if (text.All(character => character is >= ' ' and < '\u007f'))
            {
                request.Headers.TryAddWithoutValidation(name, text);
            }
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new("application/json");
        }

        using var response = await server.Http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        var status = (int)response.StatusCode;
        var type = response.Content.Headers.ContentType?.ToString();
        var faults = Faults(operation, status, type, answer).ToList();
        lock (counts)
        {
            var (good, refused) = counts.GetValueOrDefault(operation.Name);
            counts[operation.Name] = status < 300 ? (good + 1, refused) : (good, refused + 1);
            complaints.AddRange(
                faults
                    .Take(MostComplaints - complaints.Count)
                    .Select(fault =>
                        $"seed {seed}, {number}: {operation.Method} {Cut(address, 400)} {Shown(body)} -> {status} "
                        + $"{Cut(answer, 600)}: {fault}"
                    )
            );
        }

        if (
            faults.Count == 0
            && status < 300
            && type == "application/json"
            && JsonElement.Parse(answer).TryGetProperty("data", out var data)
        )
        {
            names.Learn(KnownNames.KindOf(operation.Path), data);
        }

        return (status, CodeIn.Match(answer).Groups["code"].Value);
    }

    private static byte[]? BodyOf(FuzzOperation operation, ValueMaker maker, Dice dice)
    {
        if (maker.Hostility > 0 && dice.Happens(4))
        {
            return dice.From(NoJson);
        }

        return operation.Body is { } schema && dice.Happens(97) ? Encoding.UTF8.GetBytes(maker.Of(schema))
            : operation.Method != "POST" && dice.Happens(10) ? [.. "[]"u8]
            : null;
    }

    private static IEnumerable<string> Faults(FuzzOperation operation, int status, string? type, string text)
    {
        if (status >= 500)
        {
            yield return "a failure of the server";
        }

        if (status == 200 && type == Byway.Http.CsvText.ContentType && operation.GivesCsv)
        {
            yield break;
        }

        if (type != "application/json")
        {
            yield return $"the content type is {type}";
            yield break;
        }

        JsonElement body = default;
        var isJson = true;
        try
        {
            body = JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            isJson = false;
        }

        if (!isJson || body.ValueKind != JsonValueKind.Object)
        {
            yield return "no JSON object";
            yield break;
        }

        if (operation.Answer(status) is not { } documented)
        {
            yield return $"{operation.Name} does not document {status}";
            yield break;
        }

        foreach (var fault in new SchemaCheck(operation).Faults(FuzzOperation.SchemaOf(documented), body))
        {
            yield return fault;
        }

        if (
            status >= 300
            && body.TryGetProperty("code", out var code)
            && !FuzzOperation.CodesOf(documented).Contains(code.GetString(), StringComparer.Ordinal)
        )
        {
            yield return $"{operation.Name} does not document {status} {code}";
        }

        foreach (var fault in BoundFaults(operation, body))
        {
            yield return fault;
        }
    }

    /// <summary>Something refused by another bound than the document gives.</summary>
    private static IEnumerable<string> BoundFaults(FuzzOperation operation, JsonElement body)
    {
        if (!body.TryGetProperty("errors", out var errors))
        {
            yield break;
        }

        foreach (var (path, sentence) in errors.EnumerateObject().Select(fault => (fault.Name, fault.Value[0])))
        {
            foreach (var (said, word, unit) in Bounds)
            {
                var found = said.Match(sentence.GetString()!).Groups["most"];
                if (
                    found.Success
                    && operation.BoundOf(path, word) is { } documented
                    && documented.ToString(CultureInfo.InvariantCulture) != found.Value
                )
                {
                    yield return $"the document says that {path} takes {documented} {unit}";
                }
            }
        }
    }

    /// <summary>
    /// A segment of the path: the web server itself refuses NUL there, and dots alone or nothing are another path.
    /// </summary>
    private static string Segment(string text)
    {
        var cut = Cut(text, 600).Replace("\0", "", StringComparison.Ordinal);
        return cut.All(character => character == '.') ? "dots" : Escaped(cut);
    }

    private static string Escaped(string text) => Uri.EscapeDataString(Cut(text, 600));

    private static string Cut(string text, int longest) => text.Length > longest ? text[..longest] : text;

    private static string Shown(byte[]? body) =>
        body is null ? "without a body" : Cut(Encoding.Latin1.GetString(body), 2000);

    /// <summary>How many calls there were, as a sentence.</summary>
    public string Summary() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {counts.Values.Sum(count => count.Good + count.Refused)} calls of {counts.Count} "
        )
        + string.Create(
            CultureInfo.InvariantCulture,
            $"operations, {counts.Values.Sum(count => count.Good)} succeeded; never succeeded: "
        )
        + string.Join(", ", counts.Where(count => count.Value.Good == 0).Select(count => count.Key));
}
