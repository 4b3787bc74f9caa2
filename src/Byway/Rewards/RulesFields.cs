using Byway.Http;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// Rules as requests and files write them. Unlike elsewhere an unknown field is a fault: a mistyped condition would
/// pay everybody.
/// </summary>
public static partial class RulesFields
{
    private const int MostRules = 200;
    private const int MostLevels = 5;
    private const int MostRewards = 50;
    private const int MostGoals = 20;
    private const int MostName = 100;
    private const int MostUnit = 32;
    private const long MostOccurrences = 1_000_000;
    private const long MostPercent = 1000;

    /// <summary>The rules that the fields say, in canonical form; faults are noted on their check.</summary>
    /// <param name="fields">The whole document.</param>
    /// <param name="currency">The program's currency, for amounts without a unit.</param>
    /// <param name="isAffiliate">False in refer-a-friend programs.</param>
    public static RewardRules Of(Fields fields, string currency, bool isAffiliate)
    {
        fields.Only("version", "rules", "levels", "rewards", "goals");
        if (!fields.Has("rules") && !fields.Has("levels") && !fields.Has("rewards") && !fields.Has("goals"))
        {
            fields.Fault("rules", "The rules are required; an empty list removes them all.");
        }

        var place = new RulesPlace(currency, isAffiliate);
        var rules = new RewardRules
        {
            Rules = [.. (fields.Objects("rules", MostRules) ?? []).Select(rule => RuleOf(rule, place))],
            Levels = LevelsOf(fields, place) ?? [],
            Rewards = [.. (fields.Objects("rewards", MostRewards) ?? []).Select(reward => RewardOf(reward, place))],
            Goals = [.. (fields.Objects("goals", MostGoals) ?? []).Select(goal => GoalOf(goal, place))],
        };
        foreach (var (path, sentence) in RuleConflictRule.Of(rules))
        {
            fields.Fault(path, sentence);
        }

        return rules;
    }

    private static ListedRule RuleOf(Fields fields, RulesPlace place)
    {
        fields.Only(
            "name",
            "conditions",
            "percent",
            "fixed",
            "unit",
            "cap",
            "earning_period",
            "earning_period_length",
            "after_earning_period",
            "levels"
        );
        var kind = fields.OneOf("earning_period", "lifetime", "sales", "days", "months", "years");
        var length = fields.Whole("earning_period_length", 1, MostOccurrences);
        var hasPeriod = kind is not null and not "lifetime";
        if (hasPeriod && length is null)
        {
            fields.Fault("earning_period_length", $"The earning_period_length is required: how many {kind}.");
        }
        else if (!hasPeriod && length is not null)
        {
            fields.Fault("earning_period_length", "An earning_period_length needs an earning_period of its kind.");
        }

        var after = fields.OneOf("after_earning_period", "nothing", "next_rule");
        if (!hasPeriod && after is not null)
        {
            fields.Fault("after_earning_period", "What lasts for life has nothing after its earning period.");
        }

        return new()
        {
            Name = fields.Text("name", MostName),
            Conditions = ConditionsOf(fields, place, RewardTrigger.Sale),
            Pay = PayOf(fields, place, "rule"),
            Period = hasPeriod && length is not null ? new(kind!, length) : null,
            PassesOn = after == "next_rule",
            Levels = LevelsOf(fields, place),
        };
    }

    private static IReadOnlyList<RulePay>? LevelsOf(Fields fields, RulesPlace place)
    {
        // Read with room, so that a sixth level is told in our own words.
        if (fields.Objects("levels", 100) is not { } levels)
        {
            return null;
        }

        if (levels.Count > MostLevels)
        {
            fields.Fault("levels", $"There are at most {MostLevels} levels above the partner.");
        }

        if (levels.Count > 0 && !place.IsAffiliate)
        {
            fields.Fault("levels", "Only partners have partners above them; this is a refer-a-friend program.");
        }

        return [.. levels.Select(level => LevelOf(level, place))];
    }

    private static RulePay LevelOf(Fields fields, RulesPlace place)
    {
        fields.Only("percent", "fixed", "unit", "cap");
        return PayOf(fields, place, "level");
    }

    private static ExtraReward RewardOf(Fields fields, RulesPlace place)
    {
        fields.Only(
            "name",
            "trigger",
            "action",
            "count_by",
            "start_after",
            "end_after",
            "every",
            "conditions",
            "referring",
            "referred"
        );
        var trigger = TriggerOf(fields);
        var action = ActionOf(fields, trigger);
        var startAfter = fields.Whole("start_after", 0, MostOccurrences) ?? 0;
        var endAfter = fields.Whole("end_after", 1, MostOccurrences);
        var every = fields.Whole("every", 1, MostOccurrences) ?? 1;
        if (startAfter + every > endAfter)
        {
            fields.Fault("end_after", "It ends before the first occurrence that would earn.");
        }

        var countBy =
            fields.OneOf("count_by", "customer", "referring")
            ?? (trigger == RewardTrigger.SignUp ? "referring" : "customer");
        if (trigger == RewardTrigger.SignUp && countBy == "customer")
        {
            fields.Fault("count_by", "A customer signs up once; sign-ups are counted by whoever referred them.");
        }

        var (referring, referred) = SidesOf(fields, place, trigger);
        return new()
        {
            Name = fields.Text("name", MostName),
            Trigger = trigger,
            Action = action,
            CountsByCustomer = countBy == "customer",
            StartAfter = startAfter,
            EndAfter = endAfter,
            Every = every,
            Conditions = ConditionsOf(fields, place, trigger),
            Referring = referring,
            Referred = referred,
        };
    }

    private static string TriggerOf(Fields fields)
    {
        var trigger = fields.OneOf("trigger", RewardTrigger.Sale, RewardTrigger.SignUp, RewardTrigger.Custom);
        if (trigger is null && !fields.Has("trigger"))
        {
            fields.Fault("trigger", "The trigger is required: sale, sign_up or custom.");
        }

        return trigger ?? RewardTrigger.Sale;
    }

    private static string? ActionOf(Fields fields, string trigger)
    {
        var action = fields.Text("action", PostAction.LongestName);
        if (trigger == RewardTrigger.Custom && !fields.Has("action"))
        {
            fields.Fault(
                "action",
                "The action is required: the name under which it is reported, such as trial_started."
            );
        }
        else if (trigger != RewardTrigger.Custom && action is not null)
        {
            fields.Fault("action", "Only a reward with the trigger custom is set off by an action.");
        }

        return action;
    }

    /// <summary>What sets a reward off, in sentences.</summary>
    private static string Occurrence(string trigger) =>
        trigger switch
        {
            RewardTrigger.SignUp => "A sign-up",
            RewardTrigger.Custom => "An action",
            _ => "A sale",
        };

    private static (RulePay? Referring, RulePay? Referred) SidesOf(Fields fields, RulesPlace place, string trigger)
    {
        var referring = SideOf(fields, "referring", place, trigger);
        var referred = SideOf(fields, "referred", place, trigger);
        if (referred is not null && place.IsAffiliate)
        {
            fields.Fault("referred", "Customers of an affiliate program have no balance.");
        }

        if (!fields.Has("referring") && !fields.Has("referred"))
        {
            fields.Fault("referring", "At least one side must get something: referring or referred.");
        }

        return (referring, referred);
    }

    private static RulePay? SideOf(Fields fields, string name, RulesPlace place, string trigger)
    {
        if (fields.Object(name) is not { } side)
        {
            return null;
        }

        side.Only("percent", "fixed", "unit", "cap");
        var pay = PayOf(side, place, "side");
        if (pay.PartsPerMillion is not null && trigger != RewardTrigger.Sale)
        {
            side.Fault("percent", $"{Occurrence(trigger)} has no amount of which there could be a share.");
        }

        if (pay is { PartsPerMillion: 0 } or { Fixed: 0 })
        {
            fields.Fault(name, $"This pays nothing; leave {name} out.");
        }

        return pay;
    }

    private static RewardGoal GoalOf(Fields fields, RulesPlace place)
    {
        fields.Only("name", "of", "unit", "at", "recurring", "until", "bonus");
        var name = fields.Text("name", MostName);
        if (name is null)
        {
            fields.Fault("name", "The name is required: what was reached is kept under it.");
        }

        var of = KindOf(fields);
        var at = of == RunningKind.Revenue ? fields.Amount("at") : CountOf(fields, "at");
        if (at is null or 0 && !(at is null && fields.Has("at")))
        {
            fields.Fault("at", "The at is required: how much has to be reached.");
        }

        var bonus = new RulePay();
        if (fields.Object("bonus") is { } paid)
        {
            paid.Only("fixed", "unit");
            bonus = PayOf(paid, place, "bonus");
        }

        if (bonus.Fixed is null or 0)
        {
            fields.Fault("bonus", "The bonus is required: a fixed amount of more than 0.");
        }

        return new()
        {
            Name = name ?? "",
            Total = new(of, UnitOfTotal(fields, of, place), 0),
            At = Math.Max(1, at ?? 1),
            IsRecurring = fields.Flag("recurring") ?? false,
            Until = fields.Time("until"),
            Bonus = bonus,
        };
    }

    private static RulePay PayOf(Fields fields, RulesPlace place, string what)
    {
        var percent = what == "bonus" ? null : fields.Amount("percent");
        var fixedAmount = fields.Amount("fixed");
        var unit = UnitOf(fields);
        var cap = what == "bonus" ? null : fields.Amount("cap");
        if (percent is null == fixedAmount is null && !fields.Has("percent"))
        {
            fields.Fault("percent", $"A {what} pays either a percent or a fixed amount.");
        }
        else if (percent is not null && fields.Has("fixed"))
        {
            fields.Fault("fixed", $"A {what} pays either a percent or a fixed amount, not both.");
        }

        if (percent > MostPercent * Micros.PerWhole)
        {
            fields.Fault("percent", $"The percent must be between 0 and {MostPercent}.");
        }
        else if (percent % 100 > 0)
        {
            fields.Fault("percent", "The percent has at most four decimals.");
        }

        if (percent is not null && unit is not null && new Unit(unit).IsCurrency)
        {
            fields.Fault(
                "unit",
                "A share of a sale is in the sale's own currency; only a unit of your own can be named."
            );
        }

        if (cap == 0)
        {
            fields.Fault("cap", "A cap of 0 lets nothing through.");
        }
        else if (cap is not null && fixedAmount is not null)
        {
            fields.Fault("cap", "A fixed amount needs no cap.");
        }

        return new()
        {
            PartsPerMillion = percent is { } share ? Percent.OfMicros(share).PartsPerMillion : null,
            Fixed = percent is null ? fixedAmount ?? 0 : null,
            Unit = percent is null ? unit ?? place.Currency : unit,
            Cap = cap,
        };
    }
}

/// <summary>What rules are read for.</summary>
/// <param name="Currency">The program's.</param>
/// <param name="IsAffiliate">False in refer-a-friend programs.</param>
public sealed record RulesPlace(string Currency, bool IsAffiliate);
