using Byway.Customers;
using Byway.Journal;
using Byway.Programs;
using Byway.Rewards;
using Byway.Storage;
using Byway.Transactions;

namespace Byway.Simulations;

/// <summary>
/// Runs draft rules over a program's own journal, without effects, through the functions that decide in earnest. The
/// draft counts from the beginning of a period on as if it had been set then: sales that occurred before keep what
/// they earned, running totals are the same facts, the first N sales are those rewarded under the draft.
/// </summary>
/// <param name="settings">In force today, with the draft for rules.</param>
/// <param name="from">When the period begins; Unix microseconds.</param>
/// <param name="until">When it is over.</param>
public sealed partial class Simulation(ProgramSettings settings, long from, long until)
{
    private const string GivenByRequest = "the request said what it earns";
    private readonly ProgramSettings settings = settings with
    {
        Rules = (settings.Rules ?? RewardRules.None).Since(1),
    };
    private readonly KnownState known = new();
    private readonly Dictionary<long, SimulatedEvent> sales = [];
    private readonly Dictionary<long, SimulatedReward> actual = [];
    private readonly Dictionary<long, long> rewarded = [];
    private readonly Dictionary<(long Owner, string Goal, long Step), SimulatedReward> bonuses = [];
    private readonly List<SimulatedEvent> others = [];
    private readonly List<SimulatedReward> reached = [];
    private SimulatedEvent goal = null!;
    private readonly SortedDictionary<string, long> unchanged = new(StringComparer.Ordinal);
    private KnownCounts counts = null!;
    private KnownFacts facts = null!;

    /// <summary>The sales, sign-ups, actions and goals of the period, in the order of the journal.</summary>
    public IEnumerable<SimulatedEvent> Events => sales.Values.Concat(others).Where(IsInPeriod);

    /// <summary>How many sales were not decided otherwise, and why.</summary>
    public IReadOnlyDictionary<string, long> Unchanged => unchanged;

    /// <summary>Partners and customers as they are today.</summary>
    public KnownState Known => known;

    /// <summary>Reads the journal.</summary>
    /// <param name="snapshot">The database.</param>
    /// <param name="programId">The program.</param>
    /// <param name="step">Called for every entry; throws to end it.</param>
    public void Run(Snapshot snapshot, long programId, Action step)
    {
        counts = new(known);
        facts = new(known, counts);
        foreach (
            var row in snapshot.Rows<(string Body, string? Rows)>(
                "select j.body, p.personal_rows from journal_entries j left join entry_personal p "
                    + "on p.program_id = j.program_id and p.sequence = j.sequence "
                    + "and (p.person is not null or @readsAll = 1) "
                    + "where j.program_id = @programId order by j.sequence",
                new { programId, readsAll = settings.Rules!.Needs.ReadsMetadata ? 1 : 0 }
            )
        )
        {
            step();
            var body = EntryBody.Brief(row.Body);
            if (IsRead(body.Kind))
            {
                Next(body, KnownState.RowsOf(body, row.Rows), isErased: row.Rows is null);
            }
        }
    }

    private bool IsInPeriod(SimulatedEvent happened) => happened.At >= from && happened.At < until;

    // Most of the rest says nothing about people, sales and rewards.
    private static bool IsRead(string kind) =>
        kind.StartsWith("transaction.", StringComparison.Ordinal)
        || kind.StartsWith("customer.", StringComparison.Ordinal)
        || kind.StartsWith("partner.", StringComparison.Ordinal)
        || kind.StartsWith("lead.", StringComparison.Ordinal)
        || kind.StartsWith("link.", StringComparison.Ordinal)
        || kind is EntryKind.RewardRejected or EntryKind.ActionRecorded;

    private void Next(EntryBody body, IReadOnlyList<object> rows, bool isErased)
    {
        var now = body.BookedAt;
        goal = new()
        {
            Sequence = body.Sequence,
            Kind = SimulatedEvent.Goal,
            At = now,
        };
        var sale = rows.OfType<Transaction>().LastOrDefault(row => row.Number == body.Subject);
        var earned = Earned(body, rows);
        switch (body.Kind)
        {
            case EntryKind.TransactionCreated or EntryKind.TransactionSettled when sale is not null:
                Sell(body, sale, earned, isErased);
                break;
            case EntryKind.CustomerCreated
            or EntryKind.CustomerCompleted
            or EntryKind.CustomerBound when rows.OfType<Customer>().LastOrDefault() is { } customer:
                SignUp(body, customer, earned, isErased);
                break;
            case EntryKind.CustomerReassigned when rows.OfType<Customer>().LastOrDefault() is { } customer:
                Reassign(body, customer);
                break;
            case EntryKind.ActionRecorded when KnownActions.Told(body.Subject, rows) is { } told:
                Act(body, told, earned);
                break;
            default:
                if (sale is not null)
                {
                    TakeBack(sale);
                }

                break;
        }

        if (sale is not null && now >= from)
        {
            Goals(counts.Count(settings, now, known.SaleOf(sale.Number), known.After(sale, rows)));
        }

        goal.Actual = ActualOf(goal, earned.Where(each => each.Row.Part == RewardPart.Goal));
        goal.Draft = reached.Count == 0 ? [] : [.. reached];
        reached.Clear();
        Add(goal);
        known.Apply(rows, isErased);
        Follow(rows);
    }

    /// <summary>The rewards that an entry made, and by which rule.</summary>
    private static List<(Reward Row, Arithmetic By)> Earned(EntryBody body, IReadOnlyList<object> rows)
    {
        var list = new List<(Reward, Arithmetic)>();
        if (!rows.Any(row => row is Reward))
        {
            return list;
        }

        var latest = new Dictionary<long, Reward>();
        foreach (var row in rows.OfType<Reward>())
        {
            latest[row.Number] = row;
        }

        foreach (var each in body.Arithmetic)
        {
            if (
                each.Rule is not ("reversal" or "rejection" or "by_hand")
                && latest.TryGetValue(each.Reward, out var row)
            )
            {
                list.Add((row, each));
            }
        }

        return list;
    }

    private void Sell(EntryBody body, Transaction sale, List<(Reward Row, Arithmetic By)> earned, bool isErased)
    {
        var (now, customer) = (body.BookedAt, sale.CustomerNumber ?? 0);
        var why = facts.WhyUnknown(settings, sale.ReferredBy, isErased);
        var isDecided = sale.CreatedAt >= from && sale.CreatedAt < until && why is null;
        var verdict = isDecided
            ? RewardRule.Decide(
                facts.OfSale(
                    sale,
                    settings,
                    now,
                    rewarded.GetValueOrDefault(customer),
                    sale.DiscountCode is null ? null : body.Decision.Evidence
                )
            )
            : null;
        if (isDecided && facts.IsMailboxUnknown(sale.CustomerNumber, sale.ReferredBy))
        {
            // What an erased person's e-mail was, the decision still tells.
            (verdict, why) =
                body.Decision.Code == DecisionCode.SelfReferral
                    ? (null, "it was a self-referral of a person who was erased")
                    : (verdict, why);
        }

        var happened = new SimulatedEvent
        {
            Sequence = body.Sequence,
            Kind = SimulatedEvent.Sale,
            At = sale.CreatedAt,
            Amount = sale.IsLive ? sale.Amount - sale.RefundedAmount : 0,
            Unit = string.Intern(sale.Unit),
            Customer = sale.CustomerNumber,
            Code = verdict?.Code ?? "",
        };
        happened.Actual = ActualOf(happened, earned.Where(each => each.Row.TransactionNumber == sale.Number));
        happened.Draft = verdict is null ? happened.Actual : DraftOf(happened, verdict.Rewards, RewardPart.Of);
        sales[sale.Number] = happened;
        if (verdict is not null)
        {
            Reverse(happened, sale);
        }

        Count(happened, happened.HasStandingMain ? 1 : 0);
        if (
            IsInPeriod(happened)
            && (why ?? (verdict?.Code == DecisionCode.RewardGiven ? GivenByRequest : null)) is { } said
        )
        {
            unchanged[said] = unchanged.GetValueOrDefault(said) + 1;
        }
    }

    private void TakeBack(Transaction sale)
    {
        if (!sales.TryGetValue(sale.Number, out var happened))
        {
            return;
        }

        happened.Amount = sale.IsLive ? sale.Amount - sale.RefundedAmount : 0;
        if (!ReferenceEquals(happened.Draft, happened.Actual))
        {
            var before = happened.HasStandingMain;
            Reverse(happened, sale);
            Count(happened, One(happened.HasStandingMain) - One(before));
        }
    }

    private static int One(bool holds) => holds ? 1 : 0;

    private static void Reverse(SimulatedEvent happened, Transaction sale)
    {
        foreach (var reward in happened.Draft)
        {
            if (!reward.IsRejected)
            {
                reward.Reversed = ReversalRule.TargetOf(
                    reward.Earned.Amount,
                    sale.Amount,
                    sale.RefundedAmount,
                    sale.IsLive
                );
            }
        }
    }

    private void Count(SimulatedEvent happened, int change)
    {
        if (change != 0 && happened.Customer is { } customer)
        {
            rewarded[customer] = rewarded.GetValueOrDefault(customer) + change;
        }
    }

    /// <summary>What the draft's goals come to: bonuses of the period, taken back when they hold no more.</summary>
    private void Goals(IReadOnlyList<GoalStep> steps)
    {
        foreach (var step in steps)
        {
            var key = (step.Bonus.Beneficiary, step.Goal, step.Step);
            if (step.IsEarned && goal.At < until)
            {
                var bonus = new SimulatedReward(goal, step.Bonus, RewardPart.Goal, 0);
                bonuses[key] = bonus;
                reached.Add(bonus);
            }
            else if (!step.IsEarned && bonuses.TryGetValue(key, out var bonus) && !bonus.IsRejected)
            {
                bonus.Reversed = step.Stands ? 0 : bonus.Earned.Amount;
            }
        }
    }

    private void Add(SimulatedEvent happened)
    {
        if (happened.Actual.Count + happened.Draft.Count > 0)
        {
            others.Add(happened);
        }
    }

    private IReadOnlyList<SimulatedReward> ActualOf(
        SimulatedEvent happened,
        IEnumerable<(Reward Row, Arithmetic By)> earned
    )
    {
        var list = new List<SimulatedReward>(0);
        foreach (var (row, by) in earned)
        {
            var reward = new SimulatedReward(
                happened,
                new(string.Intern(by.Rule), row.Amount, string.Intern(row.Unit))
                {
                    Name = by.Name is null ? null : string.Intern(by.Name),
                    Beneficiary = row.Beneficiary,
                },
                string.Intern(row.Part),
                by.Version
            );
            actual[row.Number] = reward;
            list.Add(reward);
        }

        return list.Count == 0 ? [] : list;
    }

    private static SimulatedReward[] DraftOf(
        SimulatedEvent happened,
        IReadOnlyList<EarnedReward> earned,
        Func<EarnedReward, string> part
    ) => [.. earned.Select(reward => new SimulatedReward(happened, reward, part(reward), 0))];

    /// <summary>
    /// What became of rewards in truth. What the owner rejected counts as rejected under the draft too.
    /// </summary>
    private void Follow(IReadOnlyList<object> rows)
    {
        foreach (var row in rows)
        {
            if (row is not Reward reward || !actual.TryGetValue(reward.Number, out var known))
            {
                continue;
            }

            var happened = known.Owner;
            var before = happened.HasStandingMain;
            known.Reversed = reward.ReversedAmount;
            if (reward.Status == RewardStatus.Rejected && !known.IsRejected)
            {
                known.IsRejected = true;
                if (!ReferenceEquals(happened.Draft, happened.Actual) && Counterpart(known) is { } other)
                {
                    (other.IsRejected, other.Reversed) = (true, other.Earned.Amount);
                }
            }

            Count(happened, One(happened.HasStandingMain) - One(before));
        }
    }

    private SimulatedReward? Counterpart(SimulatedReward reward)
    {
        bool IsAlike(SimulatedReward other) =>
            other.Part == reward.Part && other.Earned.Beneficiary == reward.Earned.Beneficiary;
        var at = reward.Owner.Actual.Where(IsAlike).TakeWhile(other => other != reward).Count();
        return reward.Owner.Draft.Where(IsAlike).ElementAtOrDefault(at);
    }
}
