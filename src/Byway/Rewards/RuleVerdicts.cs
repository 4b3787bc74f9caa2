using System.Globalization;
using System.Text.Json;
using Byway.Journal;
using Byway.Programs;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// Every rule that was asked, one by one, and why it did not match: made of the stored evidence, the settings of the
/// version that decided, and what the entry's own rows say of the sale. Nothing is looked up again.
/// </summary>
public static class RuleVerdicts
{
    private const int MostNamed = 5;

    /// <summary>The rules asked, in order; empty where none was.</summary>
    /// <param name="decision">The stored decision.</param>
    /// <param name="settings">The settings of its version; null when they are not known.</param>
    /// <param name="sale">The sale as the entry wrote it; null for a sign-up.</param>
    public static IReadOnlyList<RuleVerdictView> Of(Decision decision, ProgramSettings? settings, Transaction? sale)
    {
        var rules = settings?.Rules ?? RewardRules.None;
        var views = new List<RuleVerdictView>();
        foreach (var evidence in decision.Evidence ?? [])
        {
            if (AskedRules.RangeOf(evidence.Field) is not { } range)
            {
                continue;
            }

            for (var number = range.From; number <= range.Until; number++)
            {
                views.Add(ViewOf(range.Part, number, evidence, rules, sale));
            }
        }

        if (settings is not null && IsTheDefaultAsked(decision, views))
        {
            views.Add(Default(decision.Code == DecisionCode.EarningPeriodOver));
        }

        return views;
    }

    /// <summary>Below a list whose rules all passed on stands the default.</summary>
    private static bool IsTheDefaultAsked(Decision decision, List<RuleVerdictView> asked) =>
        (decision.Arithmetic ?? []).Any(sum => sum is { Rule: "default", Level: 0 })
        || (
            decision.Code is DecisionCode.EarningPeriodOver or DecisionCode.RewardIsZero
            && asked.TrueForAll(view => !view.Rule.StartsWith("rule ", StringComparison.Ordinal) || !view.Matched)
            && asked.Exists(view => view.Rule.StartsWith("rule ", StringComparison.Ordinal))
        );

    private static RuleVerdictView Default(bool isOver) =>
        new()
        {
            Rule = "default",
            Name = null,
            Matched = !isOver,
            Verdict = isOver ? DecisionCode.EarningPeriodOver : "resolved",
            Given = null,
            Wanted = [],
            From = null,
            Until = null,
            Reason = isOver ? "The program's earning period is over." : "No rule matched, so the default decides.",
        };

    private static RuleVerdictView ViewOf(
        string part,
        int number,
        Evidence evidence,
        RewardRules rules,
        Transaction? sale
    )
    {
        var listed = part == "rule" ? rules.Rules.ElementAtOrDefault(number - 1) : null;
        var extra = part == "reward" ? rules.Rewards.ElementAtOrDefault(number - 1) : null;
        var condition = (listed?.Conditions ?? extra?.Conditions) is { } conditions
            ? Compared(evidence, conditions, sale)
            : Condition.None;
        if (extra is not null && evidence.Verdict == "occurrence_differs")
        {
            condition = Occurrence(evidence, extra);
        }

        return new()
        {
            Rule = AskedRules.NameOf(part, number),
            Name = listed?.Name ?? extra?.Name,
            Matched = evidence.Verdict is "resolved" or DecisionCode.EarningPeriodOver,
            Verdict = evidence.Verdict,
            Given = condition.Given,
            Wanted = condition.Wanted,
            From = condition.From,
            Until = condition.Until,
            Reason = evidence.Verdict switch
            {
                "resolved" when part == "rule" => "Its conditions hold, and it is the first of which they do.",
                "resolved" => "Its conditions hold.",
                DecisionCode.EarningPeriodOver when listed?.PassesOn == true =>
                    "Its conditions hold, but its earning period is over: the rules below are asked.",
                DecisionCode.EarningPeriodOver => "Its conditions hold, but its earning period is over.",
                _ => condition.Reason ?? $"A condition does not hold: {evidence.Verdict}.",
            },
        };
    }

    private static Condition Compared(Evidence evidence, RuleConditions wanted, Transaction? sale) =>
        evidence.Verdict switch
        {
            "partner_differs" => OneOf("The partner or referring customer", null, wanted.Partner),
            "partner_tag_differs" => OneOf("A tag of the partner or referring customer", null, wanted.PartnerTag),
            "customer_tag_differs" => OneOf("A tag of the customer", null, wanted.CustomerTag),
            "product_id_differs" => OneOf("The product", ListOf(sale?.ProductIds), wanted.ProductId),
            "product_type_differs" => OneOf("The product's type", ListOf(sale?.ProductTypes), wanted.ProductType),
            "action_differs" => OneOf("The action", sale?.Action, wanted.Action),
            "unit_differs" => OneOf("The sale's unit", sale?.Unit, wanted.Unit is { } unit ? [unit] : []),
            "amount_differs" => InRange("The amount", sale?.Amount, wanted.Amount, isMoney: true, sale?.Unit ?? ""),
            "first_sale_differs" => First(wanted.FirstSale == true),
            "customer_days_differ" => InRange(
                "The time from the sign-up",
                evidence.Fact,
                wanted.CustomerDays,
                isMoney: false,
                "days"
            ),
            "partner_days_differ" => InRange(
                "The time since the partner joined",
                evidence.Fact,
                wanted.PartnerDays,
                isMoney: false,
                "days"
            ),
            "link_differs" => OneOf("The link", null, wanted.Link),
            "promotion_code_differs" => OneOf("The promotion code", sale?.DiscountCode, wanted.PromotionCode),
            "metadata_differs" => OneOf(
                "The metadata",
                null,
                [.. (wanted.Metadata ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key} = {pair.Value}")]
            ),
            "running_differs" => Running(evidence, wanted.Running ?? []),
            _ => Condition.None,
        };

    private static Condition First(bool isWanted) =>
        new(isWanted ? "false" : "true", [isWanted ? "true" : "false"], null, null)
        {
            Reason = isWanted ? "It is not the customer's first sale." : "It is the customer's first sale.",
        };

    private static Condition Running(Evidence evidence, IReadOnlyList<RunningBounds> wanted)
    {
        var found = wanted.FirstOrDefault(each => ComparedFact.NameOf(each.Total) == evidence.Note);
        return found is null
            ? new(null, [], null, null) { Reason = "What was brought before is not in the rule's range." }
            : InRange(
                $"What was brought before ({evidence.Note!.Replace('_', '-')})",
                evidence.Fact,
                found.Bounds,
                found.Total.Of == RunningKind.Revenue,
                found.Total.Unit
            );
    }

    private static Condition Occurrence(Evidence evidence, ExtraReward extra) =>
        new(evidence.Fact is { } before ? Number(before + 1, isMoney: false) : null, [], null, null)
        {
            From = Number(extra.StartAfter + 1, isMoney: false),
            Until = extra.EndAfter is { } end ? Number(end + 1, isMoney: false) : null,
            Reason =
                evidence.Fact is not { } fact ? "It does not earn at this occurrence."
                : fact < extra.StartAfter
                    ? $"This is number {Number(fact + 1, false)}; it begins with number "
                        + $"{Number(extra.StartAfter + 1, false)}."
                : fact >= extra.EndAfter
                    ? $"This is number {Number(fact + 1, false)}; it ended with number "
                        + $"{Number(extra.EndAfter.Value, false)}."
                : $"This is number {Number(fact + 1, false)}; it earns at each {Number(extra.Every, false)}th only.",
        };

    private static Condition OneOf(string what, string? given, IReadOnlyList<string>? wanted)
    {
        wanted ??= [];
        var named = string.Join(", ", wanted.Take(MostNamed).Select(text => $"'{text}'"));
        var more = wanted.Count > MostNamed ? $" or {Number(wanted.Count - MostNamed, isMoney: false)} more" : "";
        var any = wanted.Count > 1 ? "any of " : "";
        var is_ = given is null ? "is not" : $"is '{given}', not";
        return new(given, wanted, null, null) { Reason = $"{what} {is_} {any}{named}{more}." };
    }

    private static Condition InRange(string what, long? given, Bounds? bounds, bool isMoney, string unit)
    {
        string Text(long value) => $"{Number(value, isMoney)} {unit}".TrimEnd();
        return new(
            given is { } known ? Number(known, isMoney) : null,
            [],
            bounds?.From is { } least ? Number(least, isMoney) : null,
            bounds?.Until is { } beyond ? Number(beyond, isMoney) : null
        )
        {
            Reason =
                given is not { } value || bounds is null ? $"{what} is not in the rule's range."
                : value < bounds.From ? $"{what}, {Text(value)}, is below {Text(bounds.From.Value)}."
                : value >= bounds.Until ? $"{what}, {Text(value)}, is not below {Text(bounds.Until.Value)}."
                : $"{what} is not in the rule's range.",
        };
    }

    private static string Number(long value, bool isMoney) =>
        isMoney ? Micros.ToText(value) : value.ToString(CultureInfo.InvariantCulture);

    private static string? ListOf(string? json) =>
        json is null ? null : string.Join(", ", JsonSerializer.Deserialize(json, StoredJson.Default.Texts)!);

    /// <summary>A condition beside what it was asked about.</summary>
    private sealed record Condition(string? Given, IReadOnlyList<string> Wanted, string? From, string? Until)
    {
        public static readonly Condition None = new(null, [], null, null);

        public string? Reason { get; init; }
    }
}
