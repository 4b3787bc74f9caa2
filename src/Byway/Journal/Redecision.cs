using System.Globalization;
using Byway.Customers;
using Byway.Programs;
using Byway.Rewards;
using Byway.Transactions;

namespace Byway.Journal;

/// <summary>
/// Makes one program's decisions again, from what its entries store and the settings of the version they name, by the
/// very functions that made them; they must agree.
/// </summary>
/// <param name="settings">The program's settings by version.</param>
public sealed class Redecision(IReadOnlyDictionary<long, ProgramSettings> settings)
{
    private readonly KnownState known = new();
    private readonly Dictionary<long, (string Settings, string Place)> told = [];
    private readonly SortedDictionary<string, long> notDecided = new(StringComparer.Ordinal);
    private string place = "";

    /// <summary>How many decisions were made again.</summary>
    public long Decided { get; private set; }

    /// <summary>Which were not made again, and why: how many of each.</summary>
    public IReadOnlyDictionary<string, long> NotDecided => notDecided;

    /// <summary>Takes the next entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="body">Its body.</param>
    /// <param name="half">Its erasable half; null when it is gone.</param>
    /// <returns>A decision that came out otherwise; null for none.</returns>
    public Break? Next(JournalEntry entry, EntryBody body, EntryPersonal? half)
    {
        place = $"entry {entry.Sequence} ({entry.Id})";
        try
        {
            return Decide(body, half);
        }
        catch (Exception failure) when (EntryBody.IsMalformed(failure))
        {
            return new(place, "rows", "as an entry lists them", failure.Message);
        }
    }

    /// <summary>After the last entry: the settings are those that entries set.</summary>
    public Break? End()
    {
        foreach (var (version, (text, by)) in told)
        {
            var expected = ProgramSettings.FromJson(text).ToJson();
            var found = settings.TryGetValue(version, out var here) ? here.ToJson() : "none";
            if (expected != found)
            {
                return new($"{by}, version {version}", "settings", expected, found);
            }
        }

        return null;
    }

    private Break? Decide(EntryBody body, EntryPersonal? half)
    {
        var rows = KnownState.RowsOf(body, half);
        foreach (var version in rows.OfType<ProgramVersion>())
        {
            told[version.Version] = (version.Settings, place);
        }

        var wrong = settings.TryGetValue(body.Version, out var inForce)
            ? DecidedAgain(body, rows, inForce)
            : new(place, "settings version", $"{body.Version}", "none");
        known.Apply(rows, isErased: half is null);
        return wrong;
    }

    private Break? DecidedAgain(EntryBody body, IReadOnlyList<object> rows, ProgramSettings inForce)
    {
        switch (body.Kind)
        {
            case EntryKind.TransactionCreated or EntryKind.TransactionSettled when SaleOf(body, rows) is { } sale:
                return Count(OfSale(body, sale, inForce));
            case EntryKind.TransactionRefunded
            or EntryKind.TransactionDisputed
            or EntryKind.TransactionDisputeClosed
            or EntryKind.TransactionArchived
            or EntryKind.TransactionRestored
            or EntryKind.TransactionDeleted when SaleOf(body, rows) is { } sale:
                return Count(OfReversal(body, sale, RefundOf(body, rows)));
            case EntryKind.CustomerCreated
            or EntryKind.CustomerCompleted
            or EntryKind.CustomerBound when rows.OfType<Customer>().LastOrDefault() is { } customer:
                return Count(OfSignUp(body, customer));
            case EntryKind.RewardsReleased:
                return Count(OfRelease(body));
            default:
                Skip(WhyNot(body));
                return null;
        }
    }

    private static string WhyNot(EntryBody body) =>
        (body.Kind, body.Decision.Code) switch
        {
            (_, DecisionCode.Done or DecisionCode.Credited) => "there was nothing to weigh",
            (EntryKind.RefundWaiting or EntryKind.DisputeWaiting, _) =>
                "whether a sale had the refund's key is not looked up again",
            (EntryKind.RequestRepeated, _) => "what a repeat repeats is not looked up again",
            (var kind, var code) => $"nobody has said how {kind} comes to {code}",
        };

    private Break? OfSale(EntryBody body, Transaction sale, ProgramSettings inForce)
    {
        var stored = body.Decision;
        var customer = sale.CustomerNumber is { } number ? known.PersonOf(number) : null;
        var referrer = customer?.ReferredBy is { } owner ? known.PersonOf(owner) : null;
        var isErased = (customer?.IsErased ?? false) || (referrer?.IsErased ?? false);
        if (isErased && referrer is not null)
        {
            Skip("whether buyer and referrer are one: the person was erased");
        }

        var verdict = RewardRule.Decide(
            new()
            {
                Settings = inForce,
                Now = body.BookedAt,
                OccurredAt = sale.CreatedAt,
                Amount = sale.Amount,
                Unit = sale.Unit,
                IsCustomerKnown = customer is not null,
                IsCustomerProvisional = customer?.IsProvisional ?? false,
                IsReferred = customer?.ReferredBy is not null,
                IsReferrerActive = referrer?.IsActive ?? false,
                IsSelfReferral = isErased
                    ? stored.Code == DecisionCode.SelfReferral
                    : customer?.Mailbox is { } mailbox && mailbox == referrer?.Mailbox,
                BoundAt = customer?.BoundAt ?? 0,
                RewardedSalesBefore = sale.CustomerNumber is { } buyer ? known.RewardedSalesOf(buyer) : 0,
                IsRewardable = sale.IsRewardable,
                GivenReward = sale.GivenReward,
                IsAlreadyPaid = sale.IsRewarded,
            }
        );
        var expected = new List<string> { verdict.Code };
        if (verdict.Earned is { Amount: > 0 } earned)
        {
            expected.Add(TextOf(earned.Rule, earned.Amount, earned.Unit, earned.HeldUntil, body.Version));
            // What was refunded or archived while the sale waited was taken back at once.
            var target = ReversalRule.TargetOf(earned.Amount, sale.Amount, sale.RefundedAmount, sale.IsLive);
            if (body.Kind == EntryKind.TransactionSettled && target != 0)
            {
                expected.Add(TextOf("reversal", -target, earned.Unit, null, body.Version));
            }
        }

        return Compare(expected, Texts(stored));
    }

    private Break? OfReversal(EntryBody body, Transaction sale, Refund? refund)
    {
        var expected = new List<string>();
        foreach (var reward in known.RewardsOf(sale.Number))
        {
            var target =
                reward.Status == RewardStatus.Rejected
                    ? reward.Reversed
                    : ReversalRule.TargetOf(reward.Amount, sale.Amount, sale.RefundedAmount, sale.IsLive);
            if (target != reward.Reversed)
            {
                expected.Add($"{reward.Reversed - target} of reward {reward.Number}");
            }
        }

        var verdict = refund is null
            ? null
            : RefundRule.Decide(
                sale.Amount,
                known.RefundsOf(sale.Number).Where(other => other.Number != refund.Number),
                refund.ToGivenBack()
            );
        var code =
            verdict?.Code
            ?? (
                expected.Count == 0 ? DecisionCode.Done
                : sale.IsLive ? DecisionCode.Restored
                : DecisionCode.Reversed
            );
        expected.Insert(0, code);
        expected.Add($"refunded {verdict?.Refunded ?? known.SaleOf(sale.Number)!.Refunded}");
        return Compare(
            expected,
            [
                body.Decision.Code,
                .. (body.Decision.Arithmetic ?? []).Select(each => $"{each.Result} of reward {each.Reward}"),
                $"refunded {sale.RefundedAmount}",
            ]
        );
    }

    /// <summary>
    /// What each piece of evidence led to is taken from the entry; whether that one counted, and whom the customer is
    /// bound to for it, is decided again.
    /// </summary>
    private Break? OfSignUp(EntryBody body, Customer customer)
    {
        var stored = body.Decision;
        var evidence = stored.Evidence ?? [];
        var boundBefore = known.PersonOf(customer.Number)?.ReferredBy;
        var candidates = evidence.Select(each => new Candidate(
            each.Field,
            each.Verdict != DecisionCode.PartnerKeyMalformed,
            each.Leads,
            each.Leads is { } owner && known.PersonOf(owner)?.IsActive == true
        ));
        var attribution = AttributionDecision.Of([.. candidates], boundBefore);
        return Compare(
            [
                attribution.Decision.Code,
                .. (attribution.Decision.Evidence ?? []).Select(each => $"{each.Field} {each.Verdict}"),
                $"bound to {attribution.Owner ?? 0}",
            ],
            [
                stored.Code,
                .. evidence.Select(each => $"{each.Field} {each.Verdict}"),
                $"bound to {customer.ReferredBy ?? 0}",
            ]
        );
    }

    private Break? OfRelease(EntryBody body)
    {
        foreach (var evidence in body.Decision.Evidence ?? [])
        {
            var number = long.Parse(evidence.Field.AsSpan("reward.".Length), CultureInfo.InvariantCulture);
            if (
                known.RewardOf(number) is not { Status: RewardStatus.ReviewPeriod } reward
                || reward.HeldUntil > body.BookedAt
            )
            {
                return new(place, "decision", $"{evidence.Field} still held", "released");
            }
        }

        return null;
    }

    /// <summary>The refund or dispute an entry is about; it may touch the share of others too.</summary>
    private static Refund? RefundOf(EntryBody body, IReadOnlyList<object> rows) =>
        body.Decision.Evidence?.FirstOrDefault(each => each.Field is "refund" or "dispute") is { Leads: { } number }
            ? rows.OfType<Refund>().LastOrDefault(refund => refund.Number == number)
            : null;

    private static Transaction? SaleOf(EntryBody body, IReadOnlyList<object> rows) =>
        rows.OfType<Transaction>().LastOrDefault(sale => sale.Number == body.Subject);

    private static IEnumerable<string> Texts(Decision decision) =>
        (decision.Arithmetic ?? [])
            .Select(each => TextOf(each.Rule, each.Result, each.Unit, each.HeldUntil, each.Version))
            .Prepend(decision.Code);

    private static string TextOf(string rule, long amount, string unit, long? heldUntil, long version) =>
        $"{amount} micros {unit} by {rule} of version {version}"
        + (heldUntil is { } until ? $", held until {until}" : "");

    private Break? Compare(IEnumerable<string> expected, IEnumerable<string> stored) =>
        Break.If(place, "decision", string.Join("; ", expected), string.Join("; ", stored));

    private Break? Count(Break? wrong)
    {
        Decided++;
        return wrong;
    }

    private void Skip(string why) => notDecided[why] = notDecided.GetValueOrDefault(why) + 1;
}
