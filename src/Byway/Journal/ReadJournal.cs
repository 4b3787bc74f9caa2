using System.Text.Json;
using Byway.Http;
using Byway.Rates;
using Byway.Storage;
using Byway.Values;

namespace Byway.Journal;

/// <summary>
/// <c>GET /v1/journal?after=N&amp;limit=…</c> and <c>GET /v1/journal/{id}</c>: what happened, in order, and why.
/// </summary>
public static class ReadJournal
{
    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listJournal", "Read what happened in the program, oldest first.")
    {
        More =
            "Sequence numbers have no gaps: ask again with `after` set to the answer's `next`, and nothing is missed.",
        Query =
        [
            FieldNote
                .Whole("after", "The sequence number after which to begin.", 0, LastSequence, "120")
                .Otherwise("0"),
            FieldNote.Whole("limit", "The most entries.", 1, Page.LargestLimit, "100").Otherwise("100"),
        ],
        Answer = AnswerNote.Whole("A part of the journal.", typeof(JournalPageView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one entry.</summary>
    public static readonly RouteNote OneNote = new("getJournalEntry", "Get a journal entry and why it came out so.")
    {
        Path = FieldNote.Text("id", "The entry's id, as the header `Byway-Entry` gave it.", "ent_00000000b4m2k9x1q"),
        Answer = AnswerNote.One(200, "The entry with its decision.", typeof(EntryView)),
        Refusals = [RefusalCode.NotFound],
    };

    private const long LastSequence = long.MaxValue / Micros.PerWhole;

    /// <summary>Answers a part of the journal.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> List(ApiCall call)
    {
        // Shape
        var after = call.Fields.Whole("after", 0, LastSequence) ?? 0;
        var limit = call.Fields.Whole("limit", 1, Page.LargestLimit) ?? 100;
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var entries = await call.Database.List(
            JournalEntry.Table,
            "where program_id = @ProgramId and sequence > @after order by sequence limit @take",
            new
            {
                call.Program.ProgramId,
                after,
                take = limit + 1,
            }
        );
        var hasMore = entries.Count > limit;
        var page = entries.Take((int)limit).ToList();
        return Answer.Whole(
            new JournalPageView
            {
                Data = await Views(call, page),
                Next = page.Count == 0 ? after : page[^1].Sequence,
                HasMore = hasMore,
            },
            WireJson.Relaxed.JournalPageView
        );
    }

    /// <summary>Answers one entry.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        var id = call.PathKey("id");
        if (Ids.SequenceOf(id) is not { } sequence)
        {
            return Answer.NotFound("Journal entry");
        }

        var entry = await call.Database.First(
            JournalEntry.Table,
            "where program_id = @ProgramId and sequence = @sequence",
            new { call.Program.ProgramId, sequence }
        );
        return entry is null || entry.Id != id
            ? Answer.NotFound("Journal entry")
            : Answer.Of((await Views(call, [entry]))[0], WireJson.Relaxed.EntryView);
    }

    private static async Task<List<EntryView>> Views(ApiCall call, List<JournalEntry> entries)
    {
        var personal = (
            await call.Database.List(
                EntryPersonal.Table,
                "where program_id = @ProgramId and sequence in @sequences",
                new { call.Program.ProgramId, sequences = entries.Select(entry => entry.Sequence).ToList() }
            )
        ).ToDictionary(half => half.Sequence);
        var bodies = entries.Select(entry => JsonElement.Parse(entry.Body)).ToList();
        var owners = await OwnerNames(call.Database, call.Program.ProgramId, bodies);
        return
        [
            .. entries.Select(
                (entry, index) => View(entry, bodies[index], personal.GetValueOrDefault(entry.Sequence), owners)
            ),
        ];
    }

    private static EntryView View(
        JournalEntry entry,
        JsonElement body,
        EntryPersonal? personal,
        Dictionary<long, string> owners
    )
    {
        var decision = body.GetProperty("decision"u8).Deserialize(StoredJson.Default.Decision)!;
        var request = personal is { Request.Length: > 0 } ? JsonElement.Parse(personal.Request) : (JsonElement?)null;
        return new()
        {
            Id = entry.Id,
            Sequence = entry.Sequence,
            Kind = body.GetProperty("kind"u8).GetString()!,
            Actor = body.GetProperty("actor"u8).GetString()!,
            OccurredAt = UtcMicros.ToText(body.GetProperty("occurred_at"u8).GetInt64()),
            BookedAt = UtcMicros.ToText(body.GetProperty("booked_at"u8).GetInt64()),
            Decision = new()
            {
                Code = decision.Code,
                Sentence = DecisionSentence.Of(decision, owners),
                Version = body.GetProperty("version"u8).GetInt64(),
                Evidence = [.. (decision.Evidence ?? []).Select(evidence => ViewOf(evidence, request, owners))],
                Arithmetic = [.. (decision.Arithmetic ?? []).Select(ViewOf)],
            },
            Postings = [.. body.GetProperty("postings"u8).EnumerateArray().Select(leg => ViewOf(leg, owners))],
            Request = request,
            Answer = personal is { Answer.Length: > 0 } ? JsonElement.Parse(personal.Answer) : null,
            Hash = entry.Hash,
        };
    }

    private static EvidenceView ViewOf(Evidence evidence, JsonElement? request, Dictionary<long, string> owners)
    {
        string? given = null;
        foreach (var part in new[] { "compared", "apart" })
        {
            if (
                request is { } stored
                && stored.TryGetProperty(part, out var fields)
                && fields.TryGetProperty(evidence.Field, out var value)
            )
            {
                given = value.GetString();
            }
        }

        return new(
            evidence.Field,
            given,
            evidence.Verdict,
            evidence.Leads is { } owner ? owners.GetValueOrDefault(owner) : null,
            evidence.Note
        );
    }

    private static ArithmeticView ViewOf(Arithmetic arithmetic) =>
        new()
        {
            Reward = arithmetic.Reward,
            Rule = arithmetic.Rule,
            Version = arithmetic.Version,
            Base = arithmetic.Base is { } amount ? Micros.ToText(amount) : null,
            Percent = arithmetic.PartsPerMillion is { } share ? Micros.ToText(new Percent(share).PercentMicros) : null,
            Refunded = arithmetic.Refunded is { } refunded ? Micros.ToText(refunded) : null,
            Result = Micros.ToText(arithmetic.Result),
            Unit = arithmetic.Unit,
            HeldUntil = arithmetic.HeldUntil is { } until ? UtcMicros.ToText(until) : null,
            Rate = arithmetic.Rate is { } rate ? RateView.Of(rate) : null,
        };

    private static LegView ViewOf(JsonElement leg, Dictionary<long, string> owners)
    {
        var owner = leg[0].GetInt64();
        var reward = leg[4].GetInt64();
        return new(
            owner == 0 ? "program" : owners.GetValueOrDefault(owner, ""),
            leg[1].GetString()!,
            Micros.ToText(leg[3].GetInt64()),
            leg[2].GetString()!,
            reward == 0 ? null : reward
        );
    }

    private static async Task<Dictionary<long, string>> OwnerNames(
        Database database,
        long program,
        List<JsonElement> bodies
    )
    {
        var numbers = new HashSet<long>();
        foreach (var body in bodies)
        {
            foreach (var leg in body.GetProperty("postings"u8).EnumerateArray())
            {
                numbers.Add(leg[0].GetInt64());
            }

            var decision = body.GetProperty("decision"u8).Deserialize(StoredJson.Default.Decision)!;
            numbers.UnionWith((decision.Evidence ?? []).Select(evidence => evidence.Leads).OfType<long>());
        }

        var owners = await database.Query<(long Number, string? Name)>(
            "select number, id from partners where program_id = @program and number in @numbers "
                + "union all select number, key from customers where program_id = @program and number in @numbers "
                + "union all select number, coalesce(id, email) from subscribers "
                + "where program_id = @program and number in @numbers",
            new { program, numbers = numbers.ToList() }
        );
        return owners.ToDictionary(row => row.Number, row => row.Name ?? "");
    }
}
