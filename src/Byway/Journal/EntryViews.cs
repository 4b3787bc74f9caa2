using System.Text.Json;
using Byway.Programs;
using Byway.Rates;
using Byway.Rewards;
using Byway.Storage;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Journal;

/// <summary>Entries for callers: made of what they store, with the ids of whom they name.</summary>
public static class EntryViews
{
    /// <summary>Entries as the journal lists them.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="entries">The entries.</param>
    public static async Task<IReadOnlyList<EntryView>> Of(
        Database database,
        long program,
        IReadOnlyList<JournalEntry> entries
    )
    {
        var personal = (
            await database.List(
                EntryPersonal.Table,
                "where program_id = @program and sequence in @sequences",
                new { program, sequences = entries.Select(entry => entry.Sequence).ToList() }
            )
        ).ToDictionary(half => half.Sequence);
        var bodies = entries.Select(entry => EntryBody.Read(entry.Body)!).ToList();
        var owners = await OwnersOf(database, program, bodies);
        return
        [
            .. entries.Select(
                (entry, index) => View(entry, bodies[index], personal.GetValueOrDefault(entry.Sequence), owners)
            ),
        ];
    }

    /// <summary>Entries with every rule that was asked, one by one.</summary>
    /// <param name="database">Where.</param>
    /// <param name="directory">Settings by version.</param>
    /// <param name="program">The program.</param>
    /// <param name="entries">The entries.</param>
    public static async Task<IReadOnlyList<EntryView>> Explained(
        Database database,
        SettingsDirectory directory,
        long program,
        IReadOnlyList<JournalEntry> entries
    )
    {
        var views = await Of(database, program, entries);
        var explained = new List<EntryView>(views.Count);
        for (var at = 0; at < views.Count; at++)
        {
            var body = EntryBody.Read(entries[at].Body)!;
            var sale = KnownState.RowsOf(body, personalRows: null).OfType<Transaction>().LastOrDefault();
            var rules = RuleVerdicts.Of(body.Decision, await directory.OfVersion(program, body.Version), sale);
            explained.Add(views[at] with { Decision = views[at].Decision with { Rules = rules } });
        }

        return explained;
    }

    /// <summary>The ids of partners, customers and subscribers by number.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="numbers">Which.</param>
    public static async Task<Dictionary<long, string>> NamesOf(
        Database database,
        long program,
        IReadOnlyCollection<long> numbers
    )
    {
        var owners = await database.Query<(long Number, string? Name)>(
            "select number, id from partners where program_id = @program and number in @numbers "
                + "union all select number, key from customers where program_id = @program and number in @numbers "
                + "union all select number, coalesce(id, email) from subscribers "
                + "where program_id = @program and number in @numbers",
            new { program, numbers = numbers.ToList() }
        );
        return owners.ToDictionary(row => row.Number, row => row.Name ?? "");
    }

    /// <summary>Computations as callers see them.</summary>
    /// <param name="decision">The decision they belong to.</param>
    public static IReadOnlyList<ArithmeticView> Sums(Decision decision) =>
        [.. (decision.Arithmetic ?? []).Select(ViewOf)];

    private static EntryView View(
        JournalEntry entry,
        EntryBody body,
        EntryPersonal? personal,
        Dictionary<long, string> owners
    )
    {
        var decision = body.Decision;
        var request = personal is { Request.Length: > 0 } ? JsonElement.Parse(personal.Request) : (JsonElement?)null;
        return new()
        {
            Id = entry.Id,
            Sequence = entry.Sequence,
            Kind = body.Kind,
            Actor = body.Root.GetProperty("actor"u8).GetString()!,
            OccurredAt = UtcMicros.ToText(body.OccurredAt),
            BookedAt = UtcMicros.ToText(body.BookedAt),
            Decision = new()
            {
                Code = decision.Code,
                Sentence = DecisionSentence.Of(decision, owners),
                Version = body.Version,
                Evidence = [.. (decision.Evidence ?? []).Select(evidence => ViewOf(evidence, request, owners))],
                Arithmetic = Sums(decision),
            },
            Postings = [.. body.Legs.Select(leg => ViewOf(leg, owners))],
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

    private static ArithmeticView ViewOf(Arithmetic sum) =>
        new()
        {
            Reward = sum.Reward,
            Rule = sum.Rule,
            Name = sum.Name,
            Version = sum.Version,
            Side = sum.Side ?? RewardSide.Referring,
            Level = sum.Level,
            Base = sum.Base is { } amount ? Micros.ToText(amount) : null,
            Percent = sum.PartsPerMillion is { } share ? Micros.ToText(new Percent(share).PercentMicros) : null,
            Share = sum.Share is { } exact ? Micros.ToText(exact) : null,
            RoundedUp = sum.IsRoundedUp,
            Cap = sum.IsCapped ? Micros.ToText(sum.Result) : null,
            Refunded = sum.Refunded is { } refunded ? Micros.ToText(refunded) : null,
            Result = Micros.ToText(sum.Result),
            Unit = sum.Unit,
            HeldUntil = sum.HeldUntil is { } until ? UtcMicros.ToText(until) : null,
            Rate = sum.Rate is { } rate ? RateView.Of(rate) : null,
        };

    private static LegView ViewOf(Leg leg, Dictionary<long, string> owners) =>
        new(
            leg.Owner == 0 ? "program" : owners.GetValueOrDefault(leg.Owner, ""),
            leg.Account,
            Micros.ToText(leg.Amount),
            leg.Unit,
            leg.Reward
        );

    private static Task<Dictionary<long, string>> OwnersOf(
        Database database,
        long program,
        IReadOnlyList<EntryBody> bodies
    )
    {
        var numbers = new HashSet<long>();
        foreach (var body in bodies)
        {
            numbers.UnionWith(body.Legs.Select(leg => leg.Owner));
            numbers.UnionWith((body.Decision.Evidence ?? []).Select(evidence => evidence.Leads).OfType<long>());
        }

        return NamesOf(database, program, numbers);
    }
}
