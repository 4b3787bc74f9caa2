using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Byway.Rewards;

namespace Byway.Journal;

/// <summary>
/// Evidence as it is stored: each piece as it is, but for rules that were asked one after the other. They are one
/// piece, by what came of them: fifty may be asked of every sale, and there are a few answers.
/// </summary>
internal sealed class StoredEvidence : JsonConverter<IReadOnlyList<Evidence>>
{
    private const int FewestTogether = 3;

    /// <inheritdoc/>
    public override IReadOnlyList<Evidence> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var list = new List<Evidence>();
        foreach (var each in JsonElement.ParseValue(ref reader).EnumerateArray())
        {
            if (each.TryGetProperty("asked"u8, out _))
            {
                list.AddRange(each.Deserialize(StoredJson.Default.AskedTogether)!.Read());
            }
            else if (each.Deserialize(StoredJson.Default.Evidence) is { Field: not null, Verdict: not null } evidence)
            {
                list.Add(evidence);
            }
            else
            {
                throw new JsonException("There is no field, or no verdict.");
            }
        }

        return list;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, IReadOnlyList<Evidence> value, JsonSerializerOptions options)
    {
        json.WriteStartArray();
        for (var at = 0; at < value.Count; )
        {
            var asked = AskedFrom(value, at);
            if (asked.Count < FewestTogether)
            {
                JsonSerializer.Serialize(json, value[at], StoredJson.Default.Evidence);
                at++;
            }
            else
            {
                JsonSerializer.Serialize(json, AskedTogether.Of(asked), StoredJson.Default.AskedTogether);
                at += asked.Count;
            }
        }

        json.WriteEndArray();
    }

    /// <summary>The longest row of rules that were asked one after the other, from this place on.</summary>
    private static List<(Evidence Evidence, string Part, int From, int Until)> AskedFrom(
        IReadOnlyList<Evidence> evidence,
        int at
    )
    {
        var asked = new List<(Evidence Evidence, string Part, int From, int Until)>();
        for (; at < evidence.Count; at++)
        {
            var each = evidence[at];
            if (
                each is not { Leads: null, Seen: null, Limit: null }
                || AskedRules.RangeOf(each.Field) is not { } range
                || asked is [.., var last]
                    && (
                        last.Part != range.Part
                        || last.Until + 1 != range.From
                        || AskedTogether.Reply.IsSame(last.Evidence, each)
                    )
            )
            {
                break;
            }

            asked.Add((each, range.Part, range.From, range.Until));
        }

        return asked;
    }
}

/// <summary>Rules that were asked one after the other.</summary>
/// <param name="Asked">Which, as a field names them: <c>rules 1 to 50</c>.</param>
/// <param name="Said">What came of it.</param>
internal sealed record AskedTogether(string Asked, IReadOnlyList<AskedTogether.Reply> Said)
{
    private const int MostAsked = 10_000; // far more than a list of rules may have

    /// <summary>The form that is stored.</summary>
    /// <param name="asked">In order, without a gap.</param>
    public static AskedTogether Of(List<(Evidence Evidence, string Part, int From, int Until)> asked)
    {
        var said = new List<Reply>();
        foreach (var (evidence, _, from, until) in asked)
        {
            var rules = from == until ? Number(from) : $"{Number(from)}-{Number(until)}";
            var at = said.FindIndex(reply => reply.IsOf(evidence));
            if (at >= 0)
            {
                said[at] = said[at] with { Rules = $"{said[at].Rules},{rules}" };
            }
            else
            {
                said.Add(new(evidence.Verdict, rules, evidence.Note, evidence.Fact));
            }
        }

        return new(AskedRules.NameOf(asked[0].Part, asked[0].From, asked[^1].Until), said);
    }

    /// <summary>The evidence that was stored so.</summary>
    public IReadOnlyList<Evidence> Read()
    {
        if (AskedRules.RangeOf(Asked) is not var (part, first, last) || last > MostAsked || Said is null)
        {
            throw new JsonException("These are no rules that were asked.");
        }

        var said = new Reply?[last - first + 1];
        foreach (var reply in Said)
        {
            foreach (var (_, from, until) in reply?.Ranges(part) ?? throw new JsonException("There is no reply."))
            {
                for (var number = from; number <= until; number++)
                {
                    said[number - first] = reply;
                }
            }
        }

        var list = new List<Evidence>();
        for (var from = first; from <= last; )
        {
            var reply = said[from - first] ?? throw new JsonException("A rule was asked and said nothing.");
            var until = from;
            while (until < last && said[until + 1 - first] == reply)
            {
                until++;
            }

            list.Add(new(AskedRules.NameOf(part, from, until), reply.Verdict, Note: reply.Note) { Fact = reply.Fact });
            from = until + 1;
        }

        return list;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What came of asking some rules.</summary>
    /// <param name="Verdict">As of <see cref="Evidence"/>.</param>
    /// <param name="Rules">Which: <c>1-3,7</c>.</param>
    /// <param name="Note">As of <see cref="Evidence"/>.</param>
    /// <param name="Fact">As of <see cref="Evidence"/>.</param>
    internal sealed record Reply(
        string Verdict,
        string Rules,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Fact
    )
    {
        public static bool IsSame(Evidence one, Evidence other) =>
            one.Verdict == other.Verdict && one.Note == other.Note && one.Fact == other.Fact;

        public bool IsOf(Evidence evidence) =>
            Verdict == evidence.Verdict && Note == evidence.Note && Fact == evidence.Fact;

        public IEnumerable<(string Part, int From, int Until)> Ranges(string part) =>
            (Rules ?? "")
                .Split(',')
                .Select(range => AskedRules.RangeOf(FieldOf(part, range)) ?? throw Malformed(range));

        private static string FieldOf(string part, string range)
        {
            var at = range.IndexOf('-', StringComparison.Ordinal);
            return at < 0 ? $"{part} {range}" : $"{part}s {range[..at]} to {range[(at + 1)..]}";
        }

        private static JsonException Malformed(string range) => new($"These are no rules: {range}.");
    }
}
