using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Byway.Rewards;

namespace Byway.Journal;

/// <summary>
/// A piece of evidence as it is stored. Rules that were asked one after the other are one piece, by what came of them:
/// fifty may be asked of every sale, and there are a few answers.
/// </summary>
internal sealed record StoredEvidence
{
    private const int FewestTogether = 3;
    private const int MostAsked = 10_000; // far more than a list of rules may have

    /// <summary>As of <see cref="Evidence"/>; null where rules were asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Field { get; init; }

    /// <summary>As of <see cref="Evidence"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Verdict { get; init; }

    /// <summary>As of <see cref="Evidence"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Leads { get; init; }

    /// <summary>As of <see cref="Evidence"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>As of <see cref="Evidence"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seen { get; init; }

    /// <summary>As of <see cref="Evidence"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Limit { get; init; }

    /// <summary>As of <see cref="Evidence"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Fact { get; init; }

    /// <summary>Which rules were asked, as a field names them: <c>rules 1 to 50</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Asked { get; init; }

    /// <summary>What came of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Reply>? Said { get; init; }

    /// <summary>The form that is stored.</summary>
    /// <param name="evidence">In order.</param>
    public static List<StoredEvidence> Of(IReadOnlyList<Evidence> evidence)
    {
        var stored = new List<StoredEvidence>();
        for (var at = 0; at < evidence.Count; )
        {
            var asked = AskedFrom(evidence, at);
            stored.Add(asked.Count < FewestTogether ? Of(evidence[at]) : Together(asked));
            at += asked.Count < FewestTogether ? 1 : asked.Count;
        }

        return stored;
    }

    /// <summary>The evidence that was stored so.</summary>
    public IEnumerable<Evidence> Read()
    {
        if (Asked is null)
        {
            return Field is not null && Verdict is not null
                ?
                [
                    new(Field, Verdict, Leads, Note)
                    {
                        Seen = Seen,
                        Limit = Limit,
                        Fact = Fact,
                    },
                ]
                : throw new JsonException("There is no field, or no verdict.");
        }

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
                    && (last.Part != range.Part || last.Until + 1 != range.From || Reply.IsSame(last.Evidence, each))
            )
            {
                break;
            }

            asked.Add((each, range.Part, range.From, range.Until));
        }

        return asked;
    }

    private static StoredEvidence Of(Evidence evidence) =>
        new()
        {
            Field = evidence.Field,
            Verdict = evidence.Verdict,
            Leads = evidence.Leads,
            Note = evidence.Note,
            Seen = evidence.Seen,
            Limit = evidence.Limit,
            Fact = evidence.Fact,
        };

    private static StoredEvidence Together(List<(Evidence Evidence, string Part, int From, int Until)> asked)
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

        return new() { Asked = AskedRules.NameOf(asked[0].Part, asked[0].From, asked[^1].Until), Said = said };
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

/// <summary>Writes and reads evidence as <see cref="StoredEvidence"/>.</summary>
internal sealed class StoredEvidenceConverter : JsonConverter<IReadOnlyList<Evidence>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<Evidence> Read(
        ref Utf8JsonReader reader,
        Type type,
        JsonSerializerOptions options
    ) =>
        [
            .. JsonSerializer
                .Deserialize(ref reader, StoredJson.Default.StoredEvidences)!
                .SelectMany(each => each.Read()),
        ];

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, IReadOnlyList<Evidence> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(json, StoredEvidence.Of(value), StoredJson.Default.StoredEvidences);
}
