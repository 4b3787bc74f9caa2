using System.Text.Json.Serialization;
using Byway.Http;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>Conditions as they are read and set; what says nothing is left out.</summary>
public sealed record ConditionsView
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

    /// <summary>Products.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ProductId { get; init; }

    /// <summary>Kinds of product.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ProductType { get; init; }

    /// <summary>The sale's label.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Action { get; init; }

    /// <summary>The least amount that matches.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MajorUnits? AmountFrom { get; init; }

    /// <summary>The least amount that matches no more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MajorUnits? AmountUntil { get; init; }

    /// <summary>The sale's unit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>Whether it is the customer's first sale.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FirstSale { get; init; }

    /// <summary>Days since the sign-up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? CustomerDaysFrom { get; init; }

    /// <summary>Days since the sign-up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? CustomerDaysUntil { get; init; }

    /// <summary>Days since the partner joined.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? PartnerDaysFrom { get; init; }

    /// <summary>Days since the partner joined.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? PartnerDaysUntil { get; init; }

    /// <summary>Referral keys of links.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Link { get; init; }

    /// <summary>Promotion codes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PromotionCode { get; init; }

    /// <summary>Members of the sale's metadata and their texts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, string>? Metadata { get; init; }

    /// <summary>What was brought before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunningView>? Running { get; init; }

    /// <summary>The view of conditions; null when there are none.</summary>
    /// <param name="conditions">The conditions.</param>
    public static ConditionsView? Of(RuleConditions conditions) =>
        conditions == new RuleConditions()
            ? null
            : new()
            {
                Partner = conditions.Partner,
                PartnerTag = conditions.PartnerTag,
                CustomerTag = conditions.CustomerTag,
                ProductId = conditions.ProductId,
                ProductType = conditions.ProductType,
                Action = conditions.Action,
                AmountFrom = MajorUnits.OrNull(conditions.Amount?.From),
                AmountUntil = MajorUnits.OrNull(conditions.Amount?.Until),
                Unit = conditions.Unit,
                FirstSale = conditions.FirstSale,
                CustomerDaysFrom = conditions.CustomerDays?.From,
                CustomerDaysUntil = conditions.CustomerDays?.Until,
                PartnerDaysFrom = conditions.PartnerDays?.From,
                PartnerDaysUntil = conditions.PartnerDays?.Until,
                Link = conditions.Link,
                PromotionCode = conditions.PromotionCode,
                Metadata = conditions.Metadata is { } metadata ? new(metadata, StringComparer.Ordinal) : null,
                Running = conditions.Running is { } running ? [.. running.Select(RunningView.Of)] : null,
            };
}

/// <summary>A running total and its range.</summary>
public sealed record RunningView
{
    /// <summary><c>sign_ups</c>, <c>customers</c>, <c>sales</c> or <c>revenue</c>.</summary>
    [JsonPropertyName("of")]
    public required string Counts { get; init; }

    /// <summary>The unit of revenue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>Over how many days up to today; left out for all time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? WindowDays { get; init; }

    /// <summary>The least that matches.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MajorUnits? From { get; init; }

    /// <summary>The least that matches no more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MajorUnits? Until { get; init; }

    /// <summary>The view of a running total.</summary>
    /// <param name="running">The total.</param>
    public static RunningView Of(RunningBounds running)
    {
        var by = running.Total.Of == RunningKind.Revenue ? 1 : Micros.PerWhole;
        return new()
        {
            Counts = running.Total.Of,
            Unit = running.Total.Unit.Length > 0 ? running.Total.Unit : null,
            WindowDays = running.Total.WindowDays > 0 ? running.Total.WindowDays : null,
            From = MajorUnits.OrNull(running.Bounds.From * by),
            Until = MajorUnits.OrNull(running.Bounds.Until * by),
        };
    }
}
