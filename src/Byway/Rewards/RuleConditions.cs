using System.Text.Json.Serialization;

namespace Byway.Rewards;

/// <summary>
/// What must hold for a rule to match: all of it. Lists mean any of their members. Null says nothing.
/// </summary>
public sealed record RuleConditions
{
    /// <summary>Ids of partners or referring customers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Partner { get; init; }

    /// <summary>Tags of the partner or referring customer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PartnerTag { get; init; }

    /// <summary>Tags of the customer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? CustomerTag { get; init; }

    /// <summary>Products, one of which the sale contains.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ProductId { get; init; }

    /// <summary>Kinds of product, one of which the sale contains.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ProductType { get; init; }

    /// <summary>The sale's label.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Action { get; init; }

    /// <summary>The single sale's amount in micros of <see cref="Unit"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Bounds? Amount { get; init; }

    /// <summary>The sale's unit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>Whether it is the customer's first sale.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FirstSale { get; init; }

    /// <summary>Days from the sign-up to the sale.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Bounds? CustomerDays { get; init; }

    /// <summary>Days from when the partner joined to the sale.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Bounds? PartnerDays { get; init; }

    /// <summary>Referral keys of the link through which the customer came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Link { get; init; }

    /// <summary>Promotion codes, in any letter case.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PromotionCode { get; init; }

    /// <summary>Members of the sale's metadata and the text each must have.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>What the partner or referring customer has brought before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunningBounds>? Running { get; init; }
}

/// <summary>A running total and the range it must be in.</summary>
/// <param name="Total">What is counted.</param>
/// <param name="Bounds">The range; of revenue in micros.</param>
public sealed record RunningBounds(RunningTotal Total, Bounds Bounds);
