using System.Text.Json.Serialization;
using Byway.Rates;

namespace Byway.Journal;

/// <summary>
/// The part of an entry that explains it: what was looked at, which rule was chosen, the arithmetic, and a reason
/// code.
/// </summary>
public sealed record Decision
{
    /// <summary>A change with nothing to weigh.</summary>
    public static readonly Decision Plain = new() { Code = DecisionCode.Done };

    /// <summary>One of <see cref="DecisionCode"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What was looked at, in order.</summary>
    [JsonConverter(typeof(StoredEvidence))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Evidence>? Evidence { get; init; }

    /// <summary>How a reward was computed, for each reward.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Arithmetic>? Arithmetic { get; init; }

    /// <summary>The same with more computed.</summary>
    /// <param name="more">What was computed besides; nothing changes for none.</param>
    public Decision With(IReadOnlyList<Arithmetic> more) =>
        more.Count == 0 ? this : this with { Arithmetic = [.. Arithmetic ?? [], .. more] };
}

/// <summary>
/// One thing that was looked at. What the request said stands in the erasable half of the entry, under
/// <see cref="Field"/>.
/// </summary>
/// <param name="Field">Path in the request, such as <c>partner.key</c>, or a fact such as
/// <c>customer.referred_by</c>.</param>
/// <param name="Verdict">What came of it: a <see cref="DecisionCode"/>, <c>resolved</c> or <c>noted</c>.</param>
/// <param name="Leads">The number of the partner or customer it leads to.</param>
/// <param name="Note">A remark, without personal data.</param>
public sealed record Evidence(
    string Field,
    string Verdict,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Leads = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null
)
{
    /// <summary>The figure a signal saw.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seen { get; init; }

    /// <summary>The setting's figure it was compared with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Limit { get; init; }

    /// <summary>The number that was compared where nothing else tells it afterwards; of amounts in micros.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Fact { get; init; }
}

/// <summary>One computation of a reward or of its reversal, in micros; enough to do it again.</summary>
public sealed record Arithmetic
{
    /// <summary>The reward's number.</summary>
    public required long Reward { get; init; }

    /// <summary>
    /// Which rule: <c>default</c>, <c>given</c> (set by the request), <c>rule 3</c>, <c>reward 1</c>, <c>goal 2</c>,
    /// <c>by_hand</c>, <c>reversal</c> (with the sale) or <c>rejection</c>.
    /// </summary>
    public required string Rule { get; init; }

    /// <summary>The settings version.</summary>
    public required long Version { get; init; }

    /// <summary>What it is a share of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Base { get; init; }

    /// <summary>The share in parts per million; null when fixed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? PartsPerMillion { get; init; }

    /// <summary>Refunded so far, for reversals.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Refunded { get; init; }

    /// <summary>The outcome; negative for reversals.</summary>
    public required long Result { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string Unit { get; init; }

    /// <summary>
    /// The share of the base before it was rounded up or cut; null when fixed or converted, and for reversals.
    /// </summary>
    [JsonIgnore]
    public long? Share =>
        Base is { } amount && PartsPerMillion is { } parts && Rate is null
            ? Rewards.RulePay.Share(amount, parts)
            : null;

    /// <summary>Until when it is held; Unix microseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? HeldUntil { get; init; }

    /// <summary>True when rounded up to a whole unit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRoundedUp { get; init; }

    /// <summary>The rule's name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Who gets it, where that is not whoever referred the customer: <c>referred</c> or
    /// <c>level</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Side { get; init; }

    /// <summary>How far above the partner who referred the customer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Level { get; init; }

    /// <summary>The rate at which it was converted from the sale's currency; null when it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConversionRate? Rate { get; init; }

    /// <summary>True when the rule's cap cut it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCapped { get; init; }
}
