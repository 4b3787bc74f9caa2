using System.Globalization;
using Byway.Rewards;
using Byway.Values;

namespace Byway.Tests.Rewards;

/// <summary>
/// The same by definition: no state is kept but what has happened, every question goes through all of it, and money is
/// decimal arithmetic. Slow, and simple enough to be read against docs/DOMAIN.md. Shares nothing with the server but
/// the
/// records in which rules are written.
/// </summary>
public sealed class SlowBooks(History history)
{
    private readonly List<Happening> past = [];

    // Two things that happen alike at one time are two things.
    private readonly Dictionary<Happening, List<Earned>> earned = new(ReferenceEqualityComparer.Instance);

    /// <summary>Plays one thing; the decision as text.</summary>
    /// <param name="happening">What happens.</param>
    public string Play(Happening happening)
    {
        var (code, rewards) = happening.Kind switch
        {
            HappeningKind.SignUp => (null, Extras(happening, RewardTrigger.SignUp)),
            HappeningKind.Action => (null, Extras(happening, RewardTrigger.Custom)),
            HappeningKind.Sale => Decide(happening),
            _ => ("", []),
        };
        code ??= rewards.Count > 0 ? "rewarded" : "reward_is_zero";
        past.Add(happening);
        earned[happening] = rewards;
        return string.Join("; ", [code, .. rewards.Select(TextOf)]);
    }

    /// <summary>What everybody has, by owner and unit.</summary>
    public IReadOnlyDictionary<(long Owner, string Unit), long> Balances()
    {
        var bySales =
            from sale in past
            from reward in earned[sale]
            select (reward.Owner, reward.Unit, Amount: StandingOf(sale, reward));
        var byGoals =
            from partner in new[] { 1L, 2, 3 }
            from goal in history.Rules.Goals
            select (partner, goal.Bonus.Unit!, Amount: goal.Bonus.Fixed!.Value * BonusesOf(partner, goal));
        return bySales
            .Concat(byGoals)
            .GroupBy(leg => (leg.Item1, leg.Item2))
            .ToDictionary(group => group.Key, group => (long)group.Sum(leg => (decimal)leg.Amount));
    }

    private string TextOf(Earned reward) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{reward.Rule} {reward.Side} {reward.Level} {reward.Owner} {reward.Amount} {reward.Unit} "
                + $"{reward.HeldUntil}"
        );

    private (string Code, List<Earned> Rewards) Decide(Happening sale)
    {
        var partner = History.PartnerOf(sale.Customer);
        if (!sale.IsRewardable)
        {
            return ("not_rewardable", []);
        }

        if (sale.Given is { } given)
        {
            return given == 0
                ? ("reward_is_zero", [])
                : ("reward_given", [new("given", "referring", 0, partner, given, sale.Unit, HoldOf(sale))]);
        }

        var asked = history.Rules.Rules.Select((rule, at) => (rule, Name: $"rule {at + 1}")).ToList();
        var matching = asked.Where(pair => Holds(pair.rule.Conditions, sale)).ToList();
        var first = matching.FirstOrDefault(pair => !(pair.rule.PassesOn && IsOver(pair.rule.Period, sale)));
        var extras = Extras(sale, RewardTrigger.Sale);
        if (first.rule is not null && IsOver(first.rule.Period, sale))
        {
            return (extras.Count > 0 ? "rewarded" : "earning_period_over", extras);
        }

        var name = first.Name ?? "default";
        var pay = first.rule?.Pay ?? new RulePay { PartsPerMillion = 200_000 };
        var levels = first.rule?.Levels ?? history.Rules.Levels;
        var rewards = new List<Earned> { Pay(name, "referring", 0, partner, pay, sale) };
        rewards.AddRange(
            levels
                .Zip(History.Above(partner), (level, upper) => (level, upper))
                .Select((pair, at) => Pay(name, "level", at + 1, pair.upper, pair.level, sale))
        );
        rewards.AddRange(extras);
        rewards.RemoveAll(reward => reward.Amount == 0);
        return (rewards.Count > 0 ? "rewarded" : "reward_is_zero", rewards);
    }

    private List<Earned> Extras(Happening happening, string trigger)
    {
        var partner = History.PartnerOf(happening.Customer);
        var rewards = new List<Earned>();
        foreach (var (extra, at) in history.Rules.Rewards.Select((extra, at) => (extra, at)))
        {
            var occurrence =
                1
                + past.Count(before =>
                    IsLike(happening, before)
                    && (
                        extra.CountsByCustomer
                            ? before.Customer == happening.Customer
                            : History.PartnerOf(before.Customer) == partner
                    )
                );
            var isRight =
                extra.Trigger == trigger
                && extra.Action == happening.Action
                && occurrence > extra.StartAfter
                && (extra.EndAfter is null || occurrence <= extra.EndAfter)
                && (occurrence - extra.StartAfter) % extra.Every == 0
                && Holds(extra.Conditions, happening);
            if (isRight && extra.Referring is { } referring)
            {
                rewards.Add(Pay($"reward {at + 1}", "referring", 0, partner, referring, happening));
            }

            if (isRight && extra.Referred is { } referred)
            {
                rewards.Add(Pay($"reward {at + 1}", "referred", 0, happening.Customer, referred, happening));
            }
        }

        rewards.RemoveAll(reward => reward.Amount == 0);
        return rewards;
    }

    private bool IsLike(Happening happening, Happening before) =>
        happening.Kind == before.Kind
        && happening.Action == before.Action
        && (happening.Kind != HappeningKind.Sale || Stands(before));

    private Earned Pay(string rule, string side, int level, long owner, RulePay pay, Happening happening)
    {
        var isConverted = history.Converts && pay is { PartsPerMillion: not null, Unit: null };
        var rate = isConverted ? RateOf(happening) : null;
        var amount = pay.PartsPerMillion is { } share
            ? Rounded((decimal)happening.Amount * share, rate ?? 1_000_000_000_000m, 1_000_000_000_000_000_000m)
            : pay.Fixed!.Value;
        if (history.RoundsUp)
        {
            amount = decimal.Ceiling(amount / 1_000_000m) * 1_000_000m;
        }

        amount = Math.Min(amount, pay.Cap ?? decimal.MaxValue);
        return new(
            rule,
            side,
            level,
            owner,
            (long)amount,
            pay.Unit ?? (rate is null ? happening.Unit : "USD"),
            HoldOf(happening)
        );
    }

    /// <summary>From the sale's currency to the program's, × 10¹²; null for its own, or for no rate.</summary>
    private decimal? RateOf(Happening sale) =>
        sale.Unit == "USD"
            ? null
            : history
                .Rates.Where(rate => rate.ValidFrom is null || rate.ValidFrom <= sale.At)
                .Select(rate => (decimal?)rate.Picos)
                .LastOrDefault();

    private static decimal Rounded(decimal amount, decimal times, decimal by) =>
        decimal.Round(amount * times / by, 0, MidpointRounding.ToEven);

    /// <summary>An amount of a sale in a unit; null when it is in another and there is no rate.</summary>
    private decimal? In(string? unit, Happening sale, decimal amount) =>
        unit is null || unit == sale.Unit ? amount
        : unit == "USD" && RateOf(sale) is { } rate ? Rounded(amount, rate, 1_000_000_000_000m)
        : null;

    private long? HoldOf(Happening happening)
    {
        var until = UtcMicros.ToDateTime(happening.At).AddDays(history.ReviewDays);
        return until > UtcMicros.ToDateTime(happening.Now) ? UtcMicros.OfUtc(until) : null;
    }

    private bool IsOver(EarningPeriod? period, Happening sale)
    {
        var bound = UtcMicros.ToDateTime(SignUpOf(sale.Customer, sale).At);
        var occurred = UtcMicros.ToDateTime(sale.At);
        return period?.Kind switch
        {
            "sales" => past.Count(before => before.Customer == sale.Customer && IsRewarded(before)) >= period.Length,
            "days" => occurred >= bound.AddDays((double)period.Length!.Value),
            "months" => occurred >= bound.AddMonths((int)period.Length!.Value),
            _ => false,
        };
    }

    private bool IsRewarded(Happening before) =>
        before.Kind == HappeningKind.Sale
        && earned[before].FirstOrDefault() is { Side: "referring" } first
        && !first.Rule.StartsWith("reward", StringComparison.Ordinal)
        && StandingOf(before, first) > 0;

    private Happening SignUpOf(long customer, Happening otherwise) =>
        past.Find(before => before.Kind == HappeningKind.SignUp && before.Customer == customer) ?? otherwise;

    private bool Holds(RuleConditions wanted, Happening sale)
    {
        var partner = History.PartnerOf(sale.Customer);
        var age = UtcMicros.ToDateTime(sale.At) - UtcMicros.ToDateTime(SignUpOf(sale.Customer, sale).At);
        var partnerAge = UtcMicros.ToDateTime(sale.At) - UtcMicros.ToDateTime(History.Start);
        return new[]
        {
            wanted.Partner is null || wanted.Partner.Contains($"p{partner}"),
            wanted.PartnerTag is null || (partner is 2 && wanted.PartnerTag.Contains("even")),
            wanted.CustomerTag is null || (sale.Customer % 2 == 1 && wanted.CustomerTag.Contains("odd")),
            wanted.ProductId is null || wanted.ProductId.Intersect(sale.Products).Any(),
            wanted.Unit is null || wanted.Amount is not null || wanted.Unit == sale.Unit,
            wanted.Amount is null || (In(wanted.Unit, sale, sale.Amount) is { } amount && IsIn(wanted.Amount, amount)),
            wanted.FirstSale is null
                || wanted.FirstSale == !past.Exists(before => before.Customer == sale.Customer && Stands(before)),
            IsIn(wanted.CustomerDays, Math.Max(0, age.Days)),
            IsIn(wanted.PartnerDays, Math.Max(0, partnerAge.Days)),
            wanted.Link is null || History.LinkOf(sale.Customer).Intersect(wanted.Link).Any(),
            wanted.PromotionCode is null
                || wanted.PromotionCode.Any(code => code.Equals(sale.Code, StringComparison.OrdinalIgnoreCase)),
            (wanted.Running ?? []).All(running =>
                IsIn(running.Bounds, TotalOf(partner, running.Total, past, sale.Now))
            ),
        }.All(holds => holds);
    }

    private static bool IsIn(Bounds? range, decimal value) =>
        range is null || (value >= (range.From ?? decimal.MinValue) && value < (range.Until ?? decimal.MaxValue));

    /// <summary>A running total after a part of the past, as of a day.</summary>
    private decimal TotalOf(long partner, RunningTotal total, List<Happening> then, long now)
    {
        var today = UtcMicros.ToDateTime(now).Date;
        bool IsInWindow(long at) =>
            total.WindowDays == 0 || (today - UtcMicros.ToDateTime(at).Date).Days < total.WindowDays;
        var mine = then.Where(before => History.PartnerOf(before.Customer) == partner).ToList();
        return total.Of switch
        {
            RunningKind.SignUps => mine.Count(before => before.Kind == HappeningKind.SignUp && IsInWindow(before.At)),
            RunningKind.Sales => mine.Count(before => Stands(before, then) && IsInWindow(before.At)),
            RunningKind.Revenue => mine.Where(before => Stands(before, then) && IsInWindow(before.At))
                .Sum(before => In(total.Unit, before, before.Amount - RefundedOf(before, then)) ?? 0),
            _ => mine.Select(before => before.Customer)
                .Distinct()
                .Count(customer => BoughtAt(customer, then) is { } at && IsInWindow(at)),
        };
    }

    /// <summary>
    /// When the sale occurred that made somebody a customer who has bought: the one before which none stood, and since
    /// which one has always stood. Null when none stands.
    /// </summary>
    private long? BoughtAt(long customer, List<Happening> then)
    {
        long? at = null;
        for (var length = 1; length <= then.Count; length++)
        {
            var part = then.GetRange(0, length);
            var standing = part.Exists(before => before.Customer == customer && Stands(before, part));
            var last = part[^1];
            at = !standing ? null : at ?? (last.Kind == HappeningKind.Sale ? last : SaleOf(last, part)).At;
        }

        return at;
    }

    private static Happening SaleOf(Happening later, List<Happening> then) =>
        then.Find(before => before.Kind == HappeningKind.Sale && before.Sale == later.Sale)!;

    private bool Stands(Happening sale) => Stands(sale, past);

    private static bool Stands(Happening sale, List<Happening> then) =>
        sale.Kind == HappeningKind.Sale
        && IsLive(sale, then)
        && (sale.Amount == 0 || RefundedOf(sale, then) < sale.Amount);

    private static bool IsLive(Happening sale, List<Happening> then) =>
        then.LastOrDefault(later =>
            later.Sale == sale.Sale && later.Kind is HappeningKind.Archive or HappeningKind.Restore
        )?.Kind != HappeningKind.Archive;

    private static decimal RefundedOf(Happening sale, List<Happening> then) =>
        Math.Min(
            sale.Amount,
            then.Where(later => later.Sale == sale.Sale && later.Kind == HappeningKind.Refund)
                .Sum(later => (decimal)later.Amount)
        );

    private long StandingOf(Happening sale, Earned reward)
    {
        if (sale.Kind != HappeningKind.Sale)
        {
            return reward.Amount;
        }

        if (!IsLive(sale, past))
        {
            return 0;
        }

        var taken =
            sale.Amount == 0
                ? 0
                : decimal.Round(reward.Amount * RefundedOf(sale, past) / sale.Amount, 0, MidpointRounding.ToEven);
        return reward.Amount - (long)taken;
    }

    /// <summary>
    /// The bonus of a step stands while so much is there, and if it was reached for the first time before the goal's
    /// end.
    /// </summary>
    private int BonusesOf(long partner, RewardGoal goal)
    {
        var totals = Enumerable
            .Range(1, past.Count)
            .Select(length =>
                (
                    past[length - 1].Now,
                    Total: TotalOf(partner, goal.Total, past.GetRange(0, length), past[length - 1].Now)
                )
            )
            .ToList();
        var last = totals.LastOrDefault().Total;
        var most = goal.IsRecurring ? (int)(last / goal.At) : 1;
        return Enumerable
            .Range(1, most)
            .Count(step =>
                last >= (decimal)step * goal.At
                && totals.First(then => then.Total >= (decimal)step * goal.At).Now < (goal.Until ?? long.MaxValue)
            );
    }

    private sealed record Earned(
        string Rule,
        string Side,
        int Level,
        long Owner,
        long Amount,
        string Unit,
        long? HeldUntil
    );
}
