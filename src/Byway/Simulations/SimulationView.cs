namespace Byway.Simulations;

/// <summary>What draft rules would have paid, beside what was paid. Amounts are what is left after refunds.</summary>
public sealed record SimulationView
{
    /// <summary>That nothing was changed, as a sentence.</summary>
    public required string Note { get; init; }

    /// <summary>When the period begins; null for the program's beginning.</summary>
    public required string? From { get; init; }

    /// <summary>When it is over.</summary>
    public required string Until { get; init; }

    /// <summary>How many sales occurred in it.</summary>
    public required long Sales { get; init; }

    /// <summary>How many of them would have earned something else.</summary>
    public required long SalesThatDiffer { get; init; }

    /// <summary>For each unit.</summary>
    public required IReadOnlyList<SimulatedTotalView> Totals { get; init; }

    /// <summary>For each who earns and unit, the largest differences first.</summary>
    public required IReadOnlyList<SimulatedOwnerView> Partners { get; init; }

    /// <summary>How many there are of them, also those beyond what is shown.</summary>
    public required long PartnerCount { get; init; }

    /// <summary>For each rule, in truth and of the draft.</summary>
    public required IReadOnlyList<SimulatedRuleView> Rules { get; init; }

    /// <summary>For each day; for each month when the period is longer than three.</summary>
    public required IReadOnlyList<SimulatedDayView> Days { get; init; }

    /// <summary>The largest differences, with both sentences.</summary>
    public required IReadOnlyList<SimulatedDifferenceView> Largest { get; init; }

    /// <summary>Sales that earn what they earned, and why.</summary>
    public required IReadOnlyList<UnchangedView> Unchanged { get; init; }
}

/// <summary>A unit's totals.</summary>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="SalesAmount">What sales in it came to.</param>
/// <param name="ActualRewards">How many rewards stand.</param>
/// <param name="DraftRewards">How many would.</param>
/// <param name="Actual">What was earned.</param>
/// <param name="Draft">What would have been earned.</param>
/// <param name="Difference">The draft's amount less the actual one.</param>
public sealed record SimulatedTotalView(
    string Unit,
    string SalesAmount,
    long ActualRewards,
    long DraftRewards,
    string Actual,
    string Draft,
    string Difference
);

/// <summary>A partner's or customer's totals.</summary>
/// <param name="Id">A partner's id or a customer's key; null once erased.</param>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="Actual">What was earned.</param>
/// <param name="Draft">What would have been earned.</param>
/// <param name="Difference">The draft's amount less the actual one.</param>
public sealed record SimulatedOwnerView(string? Id, string Unit, string Actual, string Draft, string Difference);

/// <summary>What a rule earned, or would have.</summary>
/// <param name="Side"><c>actual</c> or <c>draft</c>.</param>
/// <param name="Version">The settings version; null for the draft.</param>
/// <param name="Rule">Which rule, such as <c>rule 3</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="Rewards">How many rewards stand.</param>
/// <param name="Amount">What they come to.</param>
public sealed record SimulatedRuleView(
    string Side,
    long? Version,
    string Rule,
    string? Name,
    string Unit,
    long Rewards,
    string Amount
);

/// <summary>A day's or month's totals.</summary>
/// <param name="Day">As <c>2026-01-31</c>, or a month as <c>2026-01</c>.</param>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="Actual">What was earned.</param>
/// <param name="Draft">What would have been earned.</param>
public sealed record SimulatedDayView(string Day, string Unit, string Actual, string Draft);

/// <summary>A sale, sign-up, action or goal that would have earned something else.</summary>
/// <param name="Entry">The journal entry that decided it.</param>
/// <param name="Kind"><c>sale</c>, <c>sign_up</c>, <c>action</c> or <c>goal</c>.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="Unit">The unit in which it differs most.</param>
/// <param name="Actual">What it earned.</param>
/// <param name="Draft">What it would have earned.</param>
/// <param name="Difference">The draft's amount less the actual one.</param>
/// <param name="ActualSentence">Why it earned so.</param>
/// <param name="DraftSentence">Why it would have.</param>
public sealed record SimulatedDifferenceView(
    string Entry,
    string Kind,
    string OccurredAt,
    string Unit,
    string Actual,
    string Draft,
    string Difference,
    string ActualSentence,
    string DraftSentence
);

/// <summary>Sales that earn what they earned.</summary>
/// <param name="Why">Why.</param>
/// <param name="Sales">How many.</param>
public sealed record UnchangedView(string Why, long Sales);
