using System.Globalization;
using Byway.Journal;
using Byway.Storage;
using Byway.Values;

namespace Byway.Simulations;

/// <summary>Adds up what a simulation came to.</summary>
/// <param name="simulation">The simulation, run.</param>
/// <param name="from">When the period begins; null for the program's beginning.</param>
/// <param name="until">When it is over.</param>
public sealed class SimulationReport(Simulation simulation, long? from, long until)
{
    /// <summary>How many differences are shown with their sentences.</summary>
    public const int MostDifferences = 20;

    /// <summary>How many partners an answer shows.</summary>
    public const int MostPartners = 1000;

    private const long LongestByDay = 92 * UtcMicros.PerDay;
    private const int LengthOfMonth = 7;

    private readonly Dictionary<string, Sums> totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Int128> sold = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Owner, string Unit), Sums> owners = [];
    private readonly Dictionary<(long Version, string Rule, string? Name, string Unit), Sums> rules = [];
    private readonly Dictionary<(string Day, string Unit), Sums> days = [];
    private readonly PriorityQueue<Difference, (Int128, long)> largest = new();
    private long sales;
    private long differing;
    private bool isByMonth;

    /// <summary>Adds everything up.</summary>
    /// <param name="snapshot">Where the sentences are.</param>
    /// <param name="programId">The program.</param>
    /// <param name="mostPartners">How many partners are listed.</param>
    public SimulationView View(Snapshot snapshot, long programId, int mostPartners = MostPartners)
    {
        var events = simulation.Events;
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var happened in events)
        {
            first = Math.Min(first, happened.At);
            last = Math.Max(last, happened.At);
        }

        isByMonth = last - first > LongestByDay;
        foreach (var happened in events)
        {
            Add(happened);
        }

        return new()
        {
            Note = "Nothing was changed. Rules apply forward only: what was decided stays decided.",
            From = from is { } start ? UtcMicros.ToText(start) : null,
            Until = UtcMicros.ToText(until),
            Sales = sales,
            SalesThatDiffer = differing,
            Totals =
            [
                .. totals
                    .Keys.Union(sold.Keys)
                    .Order(StringComparer.Ordinal)
                    .Select(unit => (unit, sum: totals.GetValueOrDefault(unit) ?? new()))
                    .Select(row => new SimulatedTotalView(
                        row.unit,
                        TextOf(sold.GetValueOrDefault(row.unit)),
                        row.sum.ActualRewards,
                        row.sum.DraftRewards,
                        TextOf(row.sum.Actual),
                        TextOf(row.sum.Draft),
                        TextOf(row.sum.Difference)
                    )),
            ],
            Partners =
            [
                .. owners
                    .OrderByDescending(row => Int128.Abs(row.Value.Difference))
                    .ThenBy(row => row.Key.Owner)
                    .ThenBy(row => row.Key.Unit, StringComparer.Ordinal)
                    .Take(mostPartners)
                    .Select(row => new SimulatedOwnerView(
                        simulation.Known.PersonOf(row.Key.Owner)?.Id,
                        row.Key.Unit,
                        TextOf(row.Value.Actual),
                        TextOf(row.Value.Draft),
                        TextOf(row.Value.Difference)
                    )),
            ],
            PartnerCount = owners.Count,
            Rules = [.. Rules()],
            Days =
            [
                .. days.OrderBy(row => row.Key.Day, StringComparer.Ordinal)
                    .ThenBy(row => row.Key.Unit, StringComparer.Ordinal)
                    .Select(row => new SimulatedDayView(
                        row.Key.Day,
                        row.Key.Unit,
                        TextOf(row.Value.Actual),
                        TextOf(row.Value.Draft)
                    )),
            ],
            Largest = Largest(snapshot, programId),
            Unchanged = [.. simulation.Unchanged.Select(pair => new UnchangedView(pair.Key, pair.Value))],
        };
    }

    /// <summary>What an event earned and would have earned, for each unit.</summary>
    /// <param name="happened">The event.</param>
    public static IReadOnlyDictionary<string, Sums> SumsOf(SimulatedEvent happened)
    {
        var sums = new Dictionary<string, Sums>(StringComparer.Ordinal);
        Each(happened, (reward, isDraft) => Of(sums, reward.Earned.Unit).Add(reward, isDraft));
        return sums;
    }

    /// <summary>Micros as text, of sums that may be larger than one amount.</summary>
    /// <param name="micros">Micros.</param>
    public static string TextOf(Int128 micros)
    {
        if (micros >= long.MinValue + 1 && micros <= long.MaxValue)
        {
            return Micros.ToText((long)micros);
        }

        var whole = micros / Micros.PerWhole;
        var rest = ((long)Int128.Abs(micros % Micros.PerWhole))
            .ToString("D6", CultureInfo.InvariantCulture)
            .TrimEnd('0');
        var text = whole.ToString(CultureInfo.InvariantCulture);
        return rest.Length == 0 ? text : $"{text}.{rest}";
    }

    private void Add(SimulatedEvent happened)
    {
        var isSale = happened.Kind == SimulatedEvent.Sale;
        if (isSale)
        {
            sales++;
            sold[happened.Unit] = sold.GetValueOrDefault(happened.Unit) + happened.Amount;
        }

        if (happened.Actual.Count + happened.Draft.Count == 0)
        {
            return;
        }

        var day = UtcMicros.ToDay(happened.At);
        day = isByMonth ? day[..LengthOfMonth] : day;
        Each(
            happened,
            (reward, isDraft) =>
            {
                var (unit, earned) = (reward.Earned.Unit, reward.Earned);
                Of(totals, unit).Add(reward, isDraft);
                Of(owners, (earned.Beneficiary, unit)).Add(reward, isDraft);
                // A reward that the draft leaves as it is stands under its own rule on both sides.
                Of(rules, (isDraft ? 0 : reward.Version, earned.Rule, earned.Name, unit)).Add(reward, isDraft);
                Of(days, (day, unit)).Add(reward, isDraft);
            }
        );
        if (ReferenceEquals(happened.Actual, happened.Draft))
        {
            return;
        }

        var sums = SumsOf(happened);
        var most = sums.MaxBy(pair => Int128.Abs(pair.Value.Difference));
        if (most.Value.Difference != 0)
        {
            differing += isSale ? 1 : 0;
            largest.Enqueue(
                new(happened, most.Key, most.Value),
                (Int128.Abs(most.Value.Difference), -happened.Sequence)
            );
            if (largest.Count > MostDifferences)
            {
                largest.Dequeue();
            }
        }
    }

    private IEnumerable<SimulatedRuleView> Rules() =>
        rules
            .SelectMany(row =>
                new[]
                {
                    (row.Key, IsDraft: false, Count: row.Value.ActualRewards, Amount: row.Value.Actual),
                    (row.Key, IsDraft: true, Count: row.Value.DraftRewards, Amount: row.Value.Draft),
                }
            )
            .Where(row => row.IsDraft == (row.Key.Version == 0))
            .OrderBy(row => row.IsDraft)
            .ThenByDescending(row => Int128.Abs(row.Amount))
            .ThenBy(row => row.Key.Rule, StringComparer.Ordinal)
            .Select(row => new SimulatedRuleView(
                row.IsDraft ? "draft" : "actual",
                row.IsDraft ? null : row.Key.Version,
                row.Key.Rule,
                row.Key.Name,
                row.Key.Unit,
                row.Count,
                TextOf(row.Amount)
            ));

    private List<SimulatedDifferenceView> Largest(Snapshot snapshot, long programId)
    {
        var shown = new List<SimulatedDifferenceView>(MostDifferences);
        while (largest.TryDequeue(out var found, out _))
        {
            var body = snapshot
                .Rows<string>(
                    "select body from journal_entries where program_id = @programId and sequence = @Sequence",
                    new { programId, found.Event.Sequence }
                )
                .Select(EntryBody.Read)
                .First()!;
            shown.Add(
                new(
                    body.Id,
                    found.Event.Kind,
                    UtcMicros.ToText(found.Event.At),
                    found.Unit,
                    TextOf(found.Sums.Actual),
                    TextOf(found.Sums.Draft),
                    TextOf(found.Sums.Difference),
                    ActualSentence(found.Event, body.Decision),
                    DraftSentence(found.Event)
                )
            );
        }

        shown.Reverse();
        return shown;
    }

    private static string ActualSentence(SimulatedEvent happened, Decision decision)
    {
        var numbers = happened.Actual.Select(reward => reward.Earned.Rule).ToHashSet(StringComparer.Ordinal);
        var own = (decision.Arithmetic ?? []).Where(each => numbers.Contains(each.Rule)).ToList();
        return own.Count == 0 && happened.Kind != SimulatedEvent.Sale
            ? "It earned nothing."
            : DecisionSentence.Of(
                new() { Code = own.Count == 0 ? decision.Code : DecisionCode.Rewarded, Arithmetic = own },
                new Dictionary<long, string>()
            );
    }

    private static string DraftSentence(SimulatedEvent happened)
    {
        const long unnumbered = 987_654_321;
        var arithmetic = happened
            .Draft.Select(reward => reward.Earned)
            .Select(earned => new Arithmetic
            {
                Reward = 0,
                Rule = earned.Rule,
                Version = unnumbered,
                Base = earned.Base,
                PartsPerMillion = earned.PartsPerMillion,
                Result = earned.Amount,
                Unit = earned.Unit,
                HeldUntil = earned.HeldUntil,
                IsRoundedUp = earned.IsRoundedUp,
                Name = earned.Name,
                Side = earned.Side == Rewards.RewardSide.Referring ? null : earned.Side,
                Level = earned.Level,
                IsCapped = earned.IsCapped,
            })
            .ToList();
        return arithmetic.Count == 0 && happened.Code.Length == 0
            ? "It would earn nothing."
            : DecisionSentence
                .Of(
                    new()
                    {
                        Code = happened.Code.Length == 0 ? DecisionCode.Rewarded : happened.Code,
                        Arithmetic = arithmetic,
                    },
                    new Dictionary<long, string>()
                )
                .Replace($"version {unnumbered}", "of the draft", StringComparison.Ordinal);
    }

    private static void Each(SimulatedEvent happened, Action<SimulatedReward, bool> take)
    {
        foreach (var reward in happened.Actual)
        {
            take(reward, false);
        }

        foreach (var reward in happened.Draft)
        {
            take(reward, true);
        }
    }

    private static Sums Of<TKey>(Dictionary<TKey, Sums> sums, TKey key)
        where TKey : notnull
    {
        if (!sums.TryGetValue(key, out var sum))
        {
            sums[key] = sum = new();
        }

        return sum;
    }

    private sealed record Difference(SimulatedEvent Event, string Unit, Sums Sums);
}

/// <summary>Amounts in truth and under the draft.</summary>
public sealed class Sums
{
    /// <summary>Micros.</summary>
    public Int128 Actual { get; private set; }

    /// <summary>Micros.</summary>
    public Int128 Draft { get; private set; }

    /// <summary>How many rewards stand.</summary>
    public long ActualRewards { get; private set; }

    /// <summary>How many would.</summary>
    public long DraftRewards { get; private set; }

    /// <summary>Micros.</summary>
    public Int128 Difference => Draft - Actual;

    /// <summary>Adds a reward.</summary>
    /// <param name="reward">The reward.</param>
    /// <param name="isDraft">On which side.</param>
    public void Add(SimulatedReward reward, bool isDraft)
    {
        var count = reward.Standing > 0 ? 1 : 0;
        if (isDraft)
        {
            Draft += reward.Standing;
            DraftRewards += count;
        }
        else
        {
            Actual += reward.Standing;
            ActualRewards += count;
        }
    }
}
