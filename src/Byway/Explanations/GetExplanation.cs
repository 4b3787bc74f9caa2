using System.Globalization;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Rewards;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Explanations;

/// <summary>
/// <c>GET /v1/transactions/{key}/decision</c>, <c>GET /v1/rewards/{id}/decision</c> and <c>GET
/// /v1/customers/{key}/decision</c>: why it came out so, and what has happened since, in one call.
/// </summary>
public static class GetExplanation
{
    /// <summary>What the API's document says about a sale's.</summary>
    public static readonly RouteNote TransactionNote = new(
        "explainTransaction",
        "Get why a sale earned what it earned, or nothing, and what has become of it."
    )
    {
        More = Redacted,
        Path = TransactionFinder.PathNote,
        Query = [ForNote],
        Answer = Answers,
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about a reward's.</summary>
    public static readonly RouteNote RewardNote = new(
        "explainReward",
        "Get why a reward was earned, and why it is this much today."
    )
    {
        More = Redacted,
        Path = ListRewards.PathNote,
        Query = [ForNote],
        Answer = Answers,
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about a customer's.</summary>
    public static readonly RouteNote CustomerNote = new(
        "explainCustomer",
        "Get why a customer is bound to somebody, or to nobody."
    )
    {
        Path = NamedCustomer.PathNote,
        Answer = AnswerNote.One(200, "The explanation.", typeof(ExplanationView)),
        Refusals = [RefusalCode.NotFound],
    };

    private const string Redacted =
        "With `for=partner` it is what whoever earned may read: one's own rewards, rule, dates and reason, and "
        + "nothing about customers, other partners or the merchant.";

    private static FieldNote ForNote =>
        FieldNote.OneOf("for", "Who is to read it.", "merchant", "partner").Otherwise("\"merchant\"");

    private static AnswerNote Answers =>
        AnswerNote.One(200, "The explanation.", typeof(ExplanationView), typeof(PartnerExplanationView));

    /// <summary>Answers a sale's.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> OfTransaction(ApiCall call)
    {
        // Shape
        var reader = call.Fields.OneOf("for", "merchant", "partner");
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        if (await TransactionFinder.Find(call.Database, call.Program, call.PathKey("key")) is not { } sale)
        {
            return Answer.NotFound("Transaction");
        }

        var rewards = await call.Database.List(
            Reward.Table,
            "where program_id = @ProgramId and transaction_number = @Number order by number",
            new { call.Program.ProgramId, sale.Number }
        );
        var things = rewards.Select(ToldEntries.Of).Prepend(ToldEntries.Of(sale)).ToList();
        var told = await ToldEntries.About(call.Database, call.Program.ProgramId, things);
        var deciding = SaleExplanation.Deciding(told, sale);
        if (reader == "partner")
        {
            return Answer.Of(
                SaleExplanation.ForWhomItCounts(
                    told,
                    sale,
                    rewards,
                    (await OwnersWord.On(call.Database, call.Program.ProgramId, [sale])).GetValueOrDefault(sale.Number)
                ),
                WireJson.Relaxed.PartnerExplanationView
            );
        }

        // Answer
        return await Whole(
            call,
            new("transaction", sale.Key, deciding, rewards, told.Of(things), told.IsWhole, sale.Number)
        );
    }

    /// <summary>Answers a reward's.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> OfReward(ApiCall call)
    {
        // Shape
        var reader = call.Fields.OneOf("for", "merchant", "partner");
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var reward = ListRewards.NumberOf(call) is not { } number
            ? null
            : await call.Database.First(
                Reward.Table,
                "where program_id = @ProgramId and number = @number",
                new { call.Program.ProgramId, number }
            );
        if (reward is null)
        {
            return Answer.NotFound("Reward");
        }

        var told = await ToldEntries.About(call.Database, call.Program.ProgramId, [ToldEntries.Of(reward)]);
        var entries = told.Of(ToldEntries.Of(reward));
        var deciding = entries.FirstOrDefault(entry => entry.Body.Sequence == reward.Sequence);
        if (reader == "partner")
        {
            return Answer.Of(
                PartnerExplanation.Of(deciding.Body, [reward], entries),
                WireJson.Relaxed.PartnerExplanationView
            );
        }

        // Answer
        return await Whole(
            call,
            new(
                "reward",
                reward.Number.ToString(CultureInfo.InvariantCulture),
                deciding,
                [reward],
                entries,
                told.IsWhole,
                Subject: null
            )
        );
    }

    /// <summary>Answers a customer's.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> OfCustomer(ApiCall call)
    {
        // Facts
        if (await CustomerFinder.Find(call.Database, call.Program, NamedCustomer.Of(call)) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        var thing = new Thing(LaterKind.Customer, customer.Number, customer.Number);
        var told = await ToldEntries.About(call.Database, call.Program.ProgramId, [thing]);
        var entries = told.Of(thing);
        var deciding = BindingExplanation.Deciding(entries);
        var earned = (deciding.Body?.Decision.Arithmetic ?? []).Select(sum => sum.Reward).Distinct().ToList();
        var rewards = await call.Database.List(
            Reward.Table,
            "where program_id = @ProgramId and number in @earned order by number",
            new { call.Program.ProgramId, earned }
        );
        var standing = await MergedCustomer.Standing(
            call.Database,
            call.Program.ProgramId,
            customer.ReferredBy is { } own ? [own] : []
        );
        var names = standing.Values.FirstOrDefault() is > 0 and var owner
            ? await EntryViews.NamesOf(call.Database, call.Program.ProgramId, [owner])
            : [];

        // Answer
        return await Whole(
            call,
            new(
                "customer",
                customer.Key ?? "",
                deciding,
                rewards,
                entries,
                told.IsWhole,
                customer.Number,
                customer.ReferredBy is { } bound ? names.GetValueOrDefault(standing[bound]) : null,
                customer.ReferredBy is null ? null : customer.BoundAt
            )
        );
    }

    private static async Task<Answer> Whole(ApiCall call, Explained explained)
    {
        var program = call.Program.ProgramId;
        var rewards = explained.Rewards;
        var numbers = rewards.Select(reward => reward.Number).ToHashSet();
        var names = await EntryViews.NamesOf(
            call.Database,
            program,
            [.. rewards.Select(reward => reward.Beneficiary).Distinct()]
        );
        var deciding = explained.Deciding.Entry is { } entry
            ? (await EntryViews.Explained(call.Database, call.Server.Settings, program, [entry]))[0]
            : null;
        return Answer.Of(
            new ExplanationView
            {
                Of = explained.Of,
                Key = explained.Key,
                Code = deciding?.Decision.Code,
                Sentence =
                    deciding is null ? string.Join(" ", rewards.Select(RewardStanding.Sentence))
                    : explained.Subject is null ? SentenceOf(explained.Deciding.Body!, numbers, isOwn: false)
                    : deciding.Decision.Sentence,
                BoundTo = explained.BoundTo,
                BoundAt = explained.BoundAt is { } at ? UtcMicros.ToText(at) : null,
                DecidedBy = deciding,
                Rewards =
                [
                    .. rewards.Select(reward =>
                        RewardStanding.View(reward, names.GetValueOrDefault(reward.Beneficiary))
                    ),
                ],
                History = [.. explained.Told.Select(told => Line(told.Entry, told.Body, explained, numbers))],
                HistoryIsWhole = explained.IsWhole,
            },
            WireJson.Relaxed.ExplanationView
        );
    }

    private static HistoryView Line(JournalEntry entry, EntryBody body, Explained explained, HashSet<long> numbers)
    {
        var isOwn = body.Subject == explained.Subject;
        return new()
        {
            Entry = entry.Id,
            Sequence = entry.Sequence,
            Kind = body.Kind,
            Actor = body.Root.GetProperty("actor"u8).GetString()!,
            OccurredAt = UtcMicros.ToText(body.OccurredAt),
            BookedAt = UtcMicros.ToText(body.BookedAt),
            Code = body.Decision.Code,
            Sentence = SentenceOf(body, numbers, isOwn),
            Arithmetic = EntryViews.Sums(body.Decision with { Arithmetic = Own(body, numbers, isOwn) }),
        };
    }

    /// <summary>An entry about something else, by which a reward was earned, says only that.</summary>
    private static string SentenceOf(EntryBody body, HashSet<long> numbers, bool isOwn)
    {
        var own = Own(body, numbers, isOwn);
        var isEarned = own.Exists(sum => sum.Rule is not ("reversal" or "rejection"));
        var code = isEarned && !isOwn ? DecisionCode.Rewarded : body.Decision.Code;
        return DecisionSentence.Of(body.Decision with { Code = code, Arithmetic = own }, Explained.Nobody);
    }

    private static List<Arithmetic> Own(EntryBody body, HashSet<long> numbers, bool isOwn) =>
        [.. (body.Decision.Arithmetic ?? []).Where(sum => isOwn || numbers.Contains(sum.Reward))];
}
