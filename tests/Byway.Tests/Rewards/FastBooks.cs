using System.Globalization;
using Byway.Programs;
using Byway.Rates;
using Byway.Rewards;
using Byway.Values;

namespace Byway.Tests.Rewards;

/// <summary>
/// A history played through the server's own rules: the decision, the running totals, the reversals, the goals; only
/// the
/// tables are in memory.
/// </summary>
public sealed class FastBooks : IRunningRows
{
    private readonly History history;
    private readonly ProgramSettings settings;
    private readonly RunningWindows windows;
    private readonly Dictionary<(long, string, long), RunningSum> sums = [];
    private readonly Dictionary<(long, string, long), RunningSum> days = [];
    private readonly Dictionary<long, RunningCustomer> customers = [];
    private readonly Dictionary<int, (CountedSale Counted, Happening Sale, long Refunded)> sales = [];
    private readonly Dictionary<int, List<(EarnedReward Reward, long Reversed)>> rewards = [];
    private readonly Dictionary<(long, string), GoalProgress> progress = [];
    private readonly Dictionary<(long, string, long), bool> bonuses = [];
    private readonly Dictionary<long, long> signedUpAt = [];
    private readonly List<EarnedReward> rewardsWithoutSale = [];
    private readonly Dictionary<(long Owner, string Action), long> actions = [];
    private RunningBook book = null!;
    private long today;

    /// <summary>Nothing has happened yet.</summary>
    /// <param name="history">What will.</param>
    /// <param name="forgetsWindows">True for the control: rolling windows are not kept.</param>
    /// <param name="forgetsRates">True for the control: nothing is converted.</param>
    public FastBooks(History history, bool forgetsWindows = false, bool forgetsRates = false)
    {
        this.history = history;
        windows = forgetsWindows ? new([], []) : history.Rules.Needs.Windows;
        settings = SettingsOf(history);
        settings = forgetsRates ? settings with { Rates = new() { List = [] } } : settings;
    }

    /// <summary>The settings of a history.</summary>
    /// <param name="history">The history.</param>
    public static ProgramSettings SettingsOf(History history) =>
        new()
        {
            Name = "Test",
            Website = "https://shop.example",
            RewardPercentMicros = 20 * Micros.PerWhole,
            RoundUpRewards = history.RoundsUp,
            ReviewPeriodDays = history.ReviewDays,
            Rules = history.Rules,
            RewardsInCurrency = history.Converts,
            Rates = new()
            {
                List =
                [
                    .. history.Rates.Select(rate => new ConversionRate
                    {
                        From = "EUR",
                        To = "USD",
                        Picos = rate.Picos,
                        ValidFrom = rate.ValidFrom,
                    }),
                ],
            },
        };

    /// <summary>Plays one thing; the decision as text.</summary>
    /// <param name="happening">What happens.</param>
    public string Play(Happening happening)
    {
        today = happening.Now / UtcMicros.PerDay;
        book = new(this, windows, today);
        var said = happening.Kind switch
        {
            HappeningKind.SignUp => SignUp(happening),
            HappeningKind.Sale => Sell(happening),
            HappeningKind.Action => Act(happening),
            _ => Change(happening),
        };
        Goals(History.PartnerOf(happening.Customer), happening.Now);
        return said;
    }

    /// <summary>What everybody has, by owner and unit.</summary>
    public IReadOnlyDictionary<(long Owner, string Unit), long> Balances()
    {
        var balances = new Dictionary<(long, string), long>();
        void Add(long owner, string unit, long amount) =>
            balances[(owner, unit)] = balances.GetValueOrDefault((owner, unit)) + amount;
        foreach (var (reward, reversed) in rewards.Values.SelectMany(list => list))
        {
            Add(reward.Beneficiary, reward.Unit, reward.Amount - reversed);
        }

        foreach (var reward in rewardsWithoutSale)
        {
            Add(reward.Beneficiary, reward.Unit, reward.Amount);
        }

        foreach (var ((owner, key, _), stands) in bonuses)
        {
            var goal = history.Rules.Goals.First(goal => goal.Key == key);
            Add(owner, goal.Bonus.Unit!, stands ? goal.Bonus.Fixed!.Value : 0);
        }

        return balances;
    }

    /// <inheritdoc/>
    public RunningSum Sum(long owner, string unit, long windowDays) =>
        sums.TryGetValue((owner, unit, windowDays), out var sum)
            ? sum
            : new()
            {
                Owner = owner,
                Unit = unit,
                WindowDays = windowDays,
                Day = today,
            };

    /// <inheritdoc/>
    public RunningSum? Day(long owner, string unit, long day) => days.GetValueOrDefault((owner, unit, day));

    /// <inheritdoc/>
    public RunningCustomer Customer(long customer) =>
        customers.GetValueOrDefault(customer) ?? new() { Customer = customer };

    /// <inheritdoc/>
    public void PutSum(RunningSum sum) => sums[(sum.Owner, sum.Unit, sum.WindowDays)] = sum;

    /// <inheritdoc/>
    public void PutDay(RunningSum day) => days[(day.Owner, day.Unit, day.Day)] = day;

    /// <inheritdoc/>
    public void PutCustomer(RunningCustomer customer) => customers[customer.Customer] = customer;

    /// <summary>A verdict as text: code and rewards.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string TextOf(RewardVerdict verdict) =>
        string.Join("; ", [verdict.Code, .. verdict.Rewards.Select(TextOf)]);

    private static string TextOf(EarnedReward reward) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{reward.Rule} {reward.Side} {reward.Level} {reward.Beneficiary} {reward.Amount} "
                + $"{reward.Unit} {reward.HeldUntil}"
        );

    private RewardFacts FactsOf(Happening happening)
    {
        var partner = History.PartnerOf(happening.Customer);
        return new()
        {
            Settings = settings,
            Now = happening.Now,
            OccurredAt = happening.At,
            Amount = happening.Amount,
            Unit = happening.Unit,
            IsCustomerKnown = true,
            IsReferred = true,
            IsReferrerActive = true,
            Referrer = partner,
            Customer = happening.Customer,
            BoundAt = signedUpAt[happening.Customer],
            CustomerSince = signedUpAt[happening.Customer],
            ReferrerSince = History.Start,
            ReferrerId = $"p{partner}",
            ReferrerTags = partner % 2 == 0 ? ["even"] : [],
            CustomerTags = happening.Customer % 2 == 1 ? ["odd"] : [],
            Above = [.. History.Above(partner).Select(number => new UpperPartner(number, true))],
            ProductIds = happening.Products,
            LinkKeys = History.LinkOf(happening.Customer),
            PromotionCode = happening.Code,
            Action = happening.Action,
            ActionsBefore = actions.GetValueOrDefault((happening.Customer, happening.Action ?? "")),
            ReferredActionsBefore = actions.GetValueOrDefault((partner, happening.Action ?? "")),
            GivenReward = happening.Given,
            IsRewardable = happening.IsRewardable,
            CustomerSalesBefore = Customer(happening.Customer).Sales,
            RewardedSalesBefore = rewards.Count(pair =>
                sales[pair.Key].Sale.Customer == happening.Customer
                && pair.Value
                    is [{ Reward: { Side: RewardSide.Referring, Rule: var rule } first, Reversed: var gone }, ..]
                && !rule.StartsWith("reward", StringComparison.Ordinal)
                && gone < first.Amount
            ),
            Running = history.Rules.Needs.Running.ToDictionary(total => total, total => book.Of(partner, total)),
        };
    }

    private string SignUp(Happening happening)
    {
        signedUpAt[happening.Customer] = happening.At;
        var verdict = RewardRule.DecideSignUp(FactsOf(happening));
        rewardsWithoutSale.AddRange(verdict.Rewards);
        book.SignedUp(History.PartnerOf(happening.Customer), happening.At / UtcMicros.PerDay);
        return TextOf(verdict);
    }

    private string Act(Happening happening)
    {
        var verdict = RewardRule.DecideAction(FactsOf(happening));
        rewardsWithoutSale.AddRange(verdict.Rewards);
        foreach (var owner in new[] { happening.Customer, History.PartnerOf(happening.Customer) })
        {
            actions[(owner, happening.Action!)] = actions.GetValueOrDefault((owner, happening.Action!)) + 1;
        }

        return TextOf(verdict);
    }

    private string Sell(Happening happening)
    {
        var verdict = RewardRule.Decide(FactsOf(happening));
        rewards[happening.Sale] = [.. verdict.Rewards.Select(reward => (reward, 0L))];
        var counted = Counted(happening, 0, stands: true);
        book.Count(null, counted);
        sales[happening.Sale] = (counted, happening, 0);
        return TextOf(verdict);
    }

    private string Change(Happening happening)
    {
        var (before, sale, refunded) = sales[happening.Sale];
        var isLive = before.Stands || (sale.Amount > 0 && refunded >= sale.Amount && !archived.Contains(sale.Sale));
        if (happening.Kind == HappeningKind.Refund)
        {
            refunded = Math.Min(sale.Amount, refunded + happening.Amount);
        }
        else
        {
            isLive = happening.Kind == HappeningKind.Restore;
            if (isLive)
            {
                archived.Remove(sale.Sale);
            }
            else
            {
                archived.Add(sale.Sale);
            }
        }

        var isWhole = sale.Amount > 0 && refunded >= sale.Amount;
        var after = Counted(sale, refunded, isLive && !isWhole);
        book.Count(before, after);
        sales[sale.Sale] = (after, sale, refunded);
        rewards[sale.Sale] =
        [
            .. rewards[sale.Sale]
                .Select(pair =>
                    (pair.Reward, ReversalRule.TargetOf(pair.Reward.Amount, sale.Amount, refunded, isLive))
                ),
        ];
        return "";
    }

    private readonly HashSet<int> archived = [];

    private CountedSale Counted(Happening sale, long refunded, bool stands) =>
        new(
            sale.Customer,
            History.PartnerOf(sale.Customer),
            sale.Unit,
            sale.At / UtcMicros.PerDay,
            stands,
            stands ? sale.Amount - refunded : 0,
            settings.Rates!.Find(sale.Unit, settings.Currency, sale.At)
        );

    private void Goals(long partner, long now)
    {
        foreach (var goal in history.Rules.Goals)
        {
            var known = progress.GetValueOrDefault((partner, goal.Key)) ?? new(0, 0);
            var change = GoalRule.After(goal, known, book.Of(partner, goal.Total), now, isActive: true);
            for (var step = change.Progress.Reached - change.Earned + 1; step <= change.Progress.Reached; step++)
            {
                bonuses[(partner, goal.Key, step)] = true;
            }

            Set(partner, goal, change.Progress.Standing + 1, change.TakenBack, stands: false);
            Set(partner, goal, known.Standing + 1, change.Restored, stands: true);
            progress[(partner, goal.Key)] = change.Progress;
        }
    }

    private void Set(long partner, RewardGoal goal, long from, long steps, bool stands)
    {
        for (var step = from; step < from + steps; step++)
        {
            if (bonuses.ContainsKey((partner, goal.Key, step)))
            {
                bonuses[(partner, goal.Key, step)] = stands;
            }
        }
    }
}
