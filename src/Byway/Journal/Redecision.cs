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
public sealed partial class Redecision
{
    private readonly IReadOnlyDictionary<long, ProgramSettings> settings;
    private readonly KnownState known = new();
    private readonly KnownRewards rewards;
    private readonly KnownCounts counts;
    private readonly KnownFacts facts;
    private readonly Dictionary<long, (string Settings, string Place)> told = [];
    private readonly SortedDictionary<string, long> notDecided = new(StringComparer.Ordinal);
    private string place = "";

    /// <summary>Nothing was told yet.</summary>
    /// <param name="settings">The program's settings by version.</param>
    public Redecision(IReadOnlyDictionary<long, ProgramSettings> settings)
    {
        this.settings = settings;
        rewards = new(known);
        counts = new(known);
        facts = new(known, counts);
    }

    /// <summary>How many decisions were made again.</summary>
    public long Decided { get; private set; }

    /// <summary>Which were not made again, and why: how many of each.</summary>
    public IReadOnlyDictionary<string, long> NotDecided => notDecided;

    /// <summary>Takes the next entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="body">Its body.</param>
    /// <param name="half">Its erasable half; null when it is gone. A person may have been erased from it.</param>
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
        var rows = KnownState.RowsOf(body, half?.PersonalRows);
        var isErased = half is null or { ErasedBy: not null };
        foreach (var version in rows.OfType<ProgramVersion>())
        {
            told[version.Version] = (version.Settings, place);
        }

        var wrong = settings.TryGetValue(body.Version, out var inForce)
            ? DecidedAgain(new(body, rows, inForce, isErased))
            : new(place, "settings version", $"{body.Version}", "none");
        if (wrong is null && SignalCheck.FaultOf(body, rows, inForce?.Fraud) is { } fault)
        {
            wrong = new(place, "signals", "rewards held by the signals of the decision", fault);
        }

        known.Apply(rows, isErased);
        rewards.Apply(rows);
        return wrong;
    }

    private Break? DecidedAgain(ReadEntry entry)
    {
        switch (entry.Body.Kind)
        {
            case EntryKind.TransactionCreated when entry.Decision.Code == DecisionCode.CustomerErased:
                Skip("whether a sale's key was that of an erased person is not looked up again");
                return null;
            case EntryKind.TransactionCreated or EntryKind.TransactionSettled when entry.Sale is { } sale:
                return OfSale(entry, sale);
            case EntryKind.TransactionRefunded
            or EntryKind.TransactionDisputed
            or EntryKind.TransactionDisputeClosed
            or EntryKind.TransactionArchived
            or EntryKind.TransactionRestored
            or EntryKind.TransactionDeleted when entry.Sale is { } sale:
                return OfReversal(entry, sale);
            case EntryKind.CustomerCreated
            or EntryKind.CustomerCompleted
            or EntryKind.CustomerBound when entry.Rows.OfType<Customer>().LastOrDefault() is { } customer:
                return OfSignUp(entry, customer);
            case EntryKind.CustomerReassigned when entry.Rows.OfType<Customer>().LastOrDefault() is { } customer:
                return OfReassignment(entry, customer);
            case EntryKind.CustomerMerged
                when entry.Rows.OfType<MergedCustomer>().LastOrDefault(row => row.Number == entry.Body.Subject)
                    is { } row:
                return OfMerge(entry, row);
            case EntryKind.CustomerRebound when entry.Rows.OfType<Customer>().LastOrDefault() is { } customer:
                return OfInheritance(entry, customer);
            case EntryKind.ActionRecorded when KnownActions.Told(entry.Body.Subject, entry.Rows) is { } told:
                return OfAction(entry, told);
            case EntryKind.RewardsReleased:
                return Count(OfRelease(entry.Body));
            default:
                Skip(WhyNot(entry.Body));
                return null;
        }
    }

    private static string WhyNot(EntryBody body) =>
        (body.Kind, body.Decision.Code) switch
        {
            (_, DecisionCode.Done or DecisionCode.Credited) => "there was nothing to weigh",
            (EntryKind.RefundWaiting or EntryKind.DisputeWaiting, _) =>
                "whether a sale had the refund's key is not looked up again",
            (EntryKind.BillingNoted, _) => "whether a sale had a billing provider's ids is not looked up again",
            (EntryKind.RequestRepeated, _) => "what a repeat repeats is not looked up again",
            (var kind, var code) => $"nobody has said how {kind} comes to {code}",
        };

    private Break? OfRelease(EntryBody body)
    {
        foreach (var evidence in body.Decision.Evidence ?? [])
        {
            var number = long.Parse(evidence.Field.AsSpan("reward.".Length), CultureInfo.InvariantCulture);
            if (
                rewards.Of(number) is not { Status: RewardStatus.ReviewPeriod } reward
                || reward.HeldUntil is not { } until
                || until > body.BookedAt
            )
            {
                return new(place, "decision", $"{evidence.Field} still held", "released");
            }
        }

        return null;
    }

    private Break? Count(Break? wrong)
    {
        Decided++;
        return wrong;
    }

    private void Skip(string why) => notDecided[why] = notDecided.GetValueOrDefault(why) + 1;

    /// <summary>An entry with its rows.</summary>
    /// <param name="Body">The entry.</param>
    /// <param name="Rows">What it wrote, as far as decisions read it.</param>
    /// <param name="Settings">In force.</param>
    /// <param name="IsErased">True when its personal half is gone.</param>
    private sealed record ReadEntry(
        EntryBody Body,
        IReadOnlyList<object> Rows,
        ProgramSettings Settings,
        bool IsErased
    )
    {
        public long Now { get; } = Body.BookedAt;

        public Decision Decision { get; } = Body.Decision;

        public Transaction? Sale => Rows.OfType<Transaction>().LastOrDefault(sale => sale.Number == Body.Subject);

        /// <summary>The refund or dispute it is about; it may touch the share of others too.</summary>
        public Refund? Refund { get; } =
            Body.Decision.Evidence?.FirstOrDefault(each => each.Field is "refund" or "dispute")
                is { Leads: { } number }
                ? Rows.OfType<Refund>().LastOrDefault(refund => refund.Number == number)
                : null;

        /// <summary>What was looked at, but for signals.</summary>
        public IReadOnlyList<Evidence> Evidence { get; } =
        [.. (Body.Decision.Evidence ?? []).Where(each => !SignalCheck.IsSignal(each))];
    }
}
