using Byway.Rewards;
using Byway.Values;

namespace Byway.Tests.Rewards;

/// <summary>One thing that happens in a made-up program.</summary>
/// <param name="Kind">What.</param>
/// <param name="Now">The turn's time, Unix microseconds.</param>
/// <param name="At">When it occurred.</param>
/// <param name="Customer">Of whom.</param>
/// <param name="Sale">Of which sale, 1, 2, 3 …</param>
public sealed record Happening(HappeningKind Kind, long Now, long At, long Customer, int Sale = 0)
{
    /// <summary>Micros: of the sale or the refund.</summary>
    public long Amount { get; init; }

    /// <summary>The sale's unit.</summary>
    public string Unit { get; init; } = "USD";

    /// <summary>What was sold.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>The promotion code used.</summary>
    public string? Code { get; init; }

    /// <summary>The action's name.</summary>
    public string? Action { get; init; }

    /// <summary>The reward the sale says.</summary>
    public long? Given { get; init; }

    /// <summary>False when it earns nothing.</summary>
    public bool IsRewardable { get; init; } = true;
}

/// <summary>What happens.</summary>
public enum HappeningKind
{
    /// <summary>A sign-up.</summary>
    SignUp,

    /// <summary>A sale.</summary>
    Sale,

    /// <summary>An action that the merchant has a name for.</summary>
    Action,

    /// <summary>A refund of a part.</summary>
    Refund,

    /// <summary>A sale is archived.</summary>
    Archive,

    /// <summary>It stands again.</summary>
    Restore,
}

/// <summary>
/// A made-up program: three partners, each referred by the next; six customers, of whom two and two belong to each. A
/// seed tells all of it.
/// </summary>
public sealed class History
{
    /// <summary>When partners joined and nothing else had happened.</summary>
    public const long Start = 20_000 * UtcMicros.PerDay;

    private static readonly string[] AllProducts = ["basic", "pro", "team"];
    private static readonly string[] Kinds =
    [
        RunningKind.SignUps,
        RunningKind.Customers,
        RunningKind.Sales,
        RunningKind.Revenue,
    ];
    private readonly Random random;

    /// <summary>The history of a seed.</summary>
    /// <param name="seed">Any number.</param>
    public History(int seed)
    {
        random = new(seed);
        Rules = NewRules();
        Happenings = NewHappenings();
        RoundsUp = random.Next(5) == 0;
        ReviewDays = random.Next(3) == 0 ? 30 : 0;
        Converts = Chance(2);
        Rates = [.. NewRates()];
    }

    private History(History original, RewardRules rules)
    {
        random = original.random;
        Rules = rules;
        Happenings = original.Happenings;
        RoundsUp = original.RoundsUp;
        ReviewDays = original.ReviewDays;
        Converts = original.Converts;
        Rates = original.Rates;
    }

    /// <summary>The program's rules.</summary>
    public RewardRules Rules { get; }

    /// <summary>What happens, in order.</summary>
    public IReadOnlyList<Happening> Happenings { get; }

    /// <summary>A setting.</summary>
    public bool RoundsUp { get; }

    /// <summary>A setting.</summary>
    public long ReviewDays { get; }

    /// <summary>True when shares of sales in EUR are paid in USD, the program's currency.</summary>
    public bool Converts { get; }

    /// <summary>Rates from EUR to USD, × 10¹²; the oldest first.</summary>
    public IReadOnlyList<(long? ValidFrom, long Picos)> Rates { get; }

    /// <summary>Whom a customer belongs to: partner 1, 2 or 3.</summary>
    /// <param name="customer">100 to 105.</param>
    public static long PartnerOf(long customer) => 1 + ((customer - 100) / 2);

    /// <summary>The keys of the link through which a customer came, the newest first; none for 104 and 105.</summary>
    /// <param name="customer">100 to 105.</param>
    public static IReadOnlyList<string> LinkOf(long customer) =>
        customer switch
        {
            < 102 => ["blog", "diary"],
            < 104 => ["video"],
            _ => [],
        };

    /// <summary>Partner 2 is above 1, 3 above 2, nobody above 3.</summary>
    /// <param name="partner">1, 2 or 3.</param>
    public static IReadOnlyList<long> Above(long partner) =>
        [.. Enumerable.Range(1, 3).Select(at => partner + at).Where(p => p <= 3)];

    /// <summary>The same with other rules.</summary>
    /// <param name="rules">The rules.</param>
    public History With(RewardRules rules) => new(this, rules);

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;

    private IEnumerable<(long? ValidFrom, long Picos)> NewRates()
    {
        if (Chance(3))
        {
            yield break;
        }

        if (Chance(2))
        {
            yield return (null, NewRate());
        }

        var sales = Happenings.Where(happening => happening.Kind == HappeningKind.Sale).ToList();
        if (sales.Count > 0 && Chance(2))
        {
            // At a sale's very instant, or a microsecond after it.
            yield return (sales[random.Next(sales.Count)].At + random.Next(2), NewRate());
        }
    }

    private long NewRate() =>
        random.Next(4) switch
        {
            0 => 1_500_000_000_000,
            1 => random.Next(1, 3_000_000) * 1_000_000L,
            2 => random.NextInt64(1, 3_000_000_000_000),
            _ => 1_000_000,
        };

    private List<Happening> NewHappenings()
    {
        var list = new List<Happening>();
        var now = Start;
        var signedUp = new List<long>();
        var sales = new List<(int Number, long Customer, bool IsArchived)>();
        for (var at = 0; at < 14; at++)
        {
            now += random.Next(4) switch
            {
                0 => random.Next(1, 1000),
                1 => UtcMicros.PerDay,
                2 => random.Next(0, 20) * UtcMicros.PerDay,
                _ => random.Next(1, 86_400) * UtcMicros.PerSecond,
            };
            var customer = 100 + random.Next(6);
            if (!signedUp.Contains(customer))
            {
                signedUp.Add(customer);
                list.Add(new(HappeningKind.SignUp, now, now, customer));
            }
            else if (Chance(6))
            {
                list.Add(new(HappeningKind.Action, now, now, customer) { Action = Chance(3) ? "form" : "trial" });
            }
            else if (sales.Count == 0 || !Chance(3))
            {
                sales.Add((sales.Count + 1, customer, false));
                list.Add(NewSale(now, customer, sales.Count));
            }
            else
            {
                var pick = random.Next(sales.Count);
                var (number, buyer, isArchived) = sales[pick];
                var kind =
                    Chance(2) ? HappeningKind.Refund
                    : isArchived ? HappeningKind.Restore
                    : HappeningKind.Archive;
                sales[pick] = (number, buyer, kind == HappeningKind.Refund ? isArchived : !isArchived);
                list.Add(new(kind, now, now, buyer, number) { Amount = random.Next(1, 150_000_000) });
            }
        }

        return list;
    }

    private Happening NewSale(long now, long customer, int number)
    {
        var late = Chance(4) ? random.Next(0, 40) * UtcMicros.PerDay : 0;
        return new(HappeningKind.Sale, now, Math.Max(Start, now - late), customer, number)
        {
            Amount = Chance(8) ? 0 : random.Next(1, 200_000_000),
            Unit = Chance(6) ? "EUR" : "USD",
            Products = [.. AllProducts.Where(_ => Chance(3))],
            Code = Chance(4) ? "spring" : null,
            Given = Chance(15) ? random.Next(0, 5_000_000) : null,
            IsRewardable = !Chance(20),
        };
    }

    private RewardRules NewRules() =>
        new()
        {
            Rules = [.. Enumerable.Range(0, random.Next(5)).Select(NewRule)],
            Levels = Chance(3) ? [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => NewPay())] : [],
            Rewards = Chance(2) ? [.. Enumerable.Range(0, random.Next(1, 3)).Select(NewReward)] : [],
            Goals = Chance(2) ? [.. Enumerable.Range(0, random.Next(1, 3)).Select(NewGoal)] : [],
        };

    private ListedRule NewRule(int at)
    {
        EarningPeriod? period = random.Next(8) switch
        {
            0 => new("sales", random.Next(1, 4)),
            1 => new("days", random.Next(1, 30)),
            2 => new("months", 1),
            _ => null,
        };
        return new()
        {
            Name = $"Rule {at}",
            Conditions = NewConditions(),
            Pay = NewPay(),
            Period = period,
            PassesOn = period is not null && Chance(2),
            Levels = Chance(4) ? [NewPay(), NewPay()] : null,
        };
    }

    private RuleConditions NewConditions()
    {
        var amount = Chance(4) ? NewBounds(150_000_000) : null;
        return new()
        {
            Partner = Chance(5) ? ["p1", "p3"] : null,
            PartnerTag = Chance(6) ? ["even"] : null,
            CustomerTag = Chance(6) ? ["odd"] : null,
            ProductId = Chance(3) ? [AllProducts[random.Next(3)]] : null,
            Amount = amount,
            Unit = Chance(amount is null ? 6 : 2) ? "USD" : null,
            FirstSale = Chance(5) ? Chance(2) : null,
            CustomerDays = Chance(6) ? NewBounds(30) : null,
            PartnerDays = Chance(6) ? NewBounds(60) : null,
            Link = Chance(8) ? [Chance(2) ? "diary" : "video", "shop"] : null,
            PromotionCode = Chance(6) ? ["SPRING"] : null,
            Running = Chance(2) ? [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => NewRunning())] : null,
        };
    }

    private RunningBounds NewRunning()
    {
        var of = Kinds[random.Next(4)];
        var isRevenue = of == RunningKind.Revenue;
        return new(
            new(of, isRevenue ? "USD" : "", Chance(2) ? 0 : random.Next(1, 40)),
            isRevenue ? NewBounds(200_000_000) : NewBounds(4)
        );
    }

    private Bounds NewBounds(int most)
    {
        var from = random.Next(0, most);
        return random.Next(3) switch
        {
            0 => new(from, null),
            1 => new(null, from + 1),
            _ => new(from, from + random.Next(1, most)),
        };
    }

    private RulePay NewPay() =>
        Chance(3)
            ? new() { Fixed = random.Next(0, 20_000_000), Unit = Chance(3) ? "points" : "USD" }
            : new()
            {
                PartsPerMillion = random.Next(0, 500_001),
                Cap = Chance(4) ? random.Next(1, 30_000_000) : null,
                Unit = Chance(8) ? "points" : null,
            };

    private ExtraReward NewReward(int at)
    {
        var trigger = random.Next(4) switch
        {
            0 => RewardTrigger.SignUp,
            1 => RewardTrigger.Custom,
            _ => RewardTrigger.Sale,
        };
        var isSale = trigger == RewardTrigger.Sale;
        var start = random.Next(0, 3);
        var every = random.Next(1, 3);
        return new()
        {
            Name = $"Reward {at}",
            Trigger = trigger,
            Action = trigger == RewardTrigger.Custom ? "trial" : null,
            CountsByCustomer = trigger != RewardTrigger.SignUp && Chance(2),
            StartAfter = start,
            EndAfter = Chance(2) ? start + every + random.Next(3) : null,
            Every = every,
            Conditions = isSale && Chance(2) ? NewConditions() : new(),
            Referring = isSale ? NewPay() : new() { Fixed = 3_000_000, Unit = "points" },
            Referred = Chance(2) ? new() { Fixed = 1_500_000, Unit = "USD" } : null,
        };
    }

    private RewardGoal NewGoal(int at)
    {
        var of = Kinds[random.Next(4)];
        return new()
        {
            Name = $"Goal {at}",
            Total = new(of, of == RunningKind.Revenue ? "USD" : "", 0),
            At = of == RunningKind.Revenue ? random.Next(20_000_000, 200_000_000) : random.Next(1, 4),
            IsRecurring = Chance(2),
            Until = Chance(3) ? Start + (random.Next(1, 60) * UtcMicros.PerDay) : null,
            Bonus = new() { Fixed = 10_000_000 + at, Unit = "USD" },
        };
    }
}
