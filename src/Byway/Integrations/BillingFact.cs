namespace Byway.Integrations;

/// <summary>
/// One thing a billing provider's event says, in Byway's words. A provider's folder makes it of the event's JSON,
/// purely; what it changes is decided by the same slices that serve the API.
/// </summary>
public abstract record BillingFact
{
    /// <summary>When it happened at the provider; Unix microseconds.</summary>
    public required long OccurredAt { get; init; }
}

/// <summary>Somebody is known at the provider: made, changed, subscribed, on trial.</summary>
public sealed record BillingSignUp : BillingFact
{
    /// <summary>Who.</summary>
    public required BillingParty Party { get; init; }
}

/// <summary>Money was paid.</summary>
public sealed record BillingSale : BillingFact
{
    /// <summary>The sale's key: the invoice's id where there is one, otherwise the payment's.</summary>
    public required string Key { get; init; }

    /// <summary>Every id other events may name it by, <see cref="Key"/> among them.</summary>
    public required IReadOnlyList<BillingId> Ids { get; init; }

    /// <summary>Who paid.</summary>
    public required BillingParty Party { get; init; }

    /// <summary>ISO 4217, upper case.</summary>
    public required string Unit { get; init; }

    /// <summary>All that was charged, in micros: with tax and shipping, after discounts.</summary>
    public required long GrossAmount { get; init; }

    /// <summary>The tax in it, in micros.</summary>
    public long TaxAmount { get; init; }

    /// <summary>The shipping in it, without its tax, in micros.</summary>
    public long ShippingAmount { get; init; }

    /// <summary>What was taken off before, in micros.</summary>
    public long DiscountAmount { get; init; }

    /// <summary>Ids of products and prices, each once, in the order of the lines.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Promotion codes that were used, as the buyer typed them.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>
    /// One word for what it was, for rules and pages: <c>sale</c>, <c>subscription</c> (first invoice),
    /// <c>renewal</c>, <c>proration</c>.
    /// </summary>
    public string Action { get; init; } = "sale";
}

/// <summary>Ids of one payment that only this event shows to belong together: a charge and its invoice.</summary>
public sealed record BillingLink : BillingFact
{
    /// <summary>At least two.</summary>
    public required IReadOnlyList<BillingId> Ids { get; init; }
}

/// <summary>
/// Money was given back. What is refunded of a sale is the greater of two sums, so that their events may come in any
/// order and number: its named refunds that stand, and the highest total seen (<see cref="BillingRefundTotal"/>) less
/// what failed.
/// </summary>
public sealed record BillingRefund : BillingFact
{
    /// <summary>The refund's own id.</summary>
    public required string Key { get; init; }

    /// <summary>What it gives back; any of them finds the sale.</summary>
    public required IReadOnlyList<BillingId> Of { get; init; }

    /// <summary>Micros, with the tax in it. Null: all that is left.</summary>
    public required long? Amount { get; init; }

    /// <summary>ISO 4217, upper case.</summary>
    public required string Unit { get; init; }

    /// <summary>False when it failed or was cancelled after all.</summary>
    public bool IsStanding { get; init; } = true;
}

/// <summary>How much of a payment was given back so far, without saying by which refunds.</summary>
public sealed record BillingRefundTotal : BillingFact
{
    /// <summary>What was given back; any of them finds the sale.</summary>
    public required IReadOnlyList<BillingId> Of { get; init; }

    /// <summary>Micros, with the tax in it.</summary>
    public required long Total { get; init; }

    /// <summary>ISO 4217, upper case.</summary>
    public required string Unit { get; init; }
}

/// <summary>A buyer's bank takes money back, or gave up doing so.</summary>
public sealed record BillingDispute : BillingFact
{
    /// <summary>The dispute's own id.</summary>
    public required string Key { get; init; }

    /// <summary>What is disputed; any of them finds the sale.</summary>
    public required IReadOnlyList<BillingId> Of { get; init; }

    /// <summary>Micros, with the tax in it. Null: all that is left.</summary>
    public required long? Amount { get; init; }

    /// <summary>ISO 4217, upper case.</summary>
    public required string Unit { get; init; }

    /// <summary>How far it is.</summary>
    public required BillingDisputeStage Stage { get; init; }
}

/// <summary>How far a dispute is; later stages win over earlier ones, whatever order they are told in.</summary>
public enum BillingDisputeStage
{
    /// <summary>The bank asked; the money is gone until it is decided.</summary>
    Opened,

    /// <summary>The money stays gone.</summary>
    Lost,

    /// <summary>The merchant has it again.</summary>
    Won,
}

/// <summary>A coupon or promotion code was made, changed or taken away at the provider.</summary>
public sealed record BillingCode : BillingFact
{
    /// <summary>The provider's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>The provider's id of the coupon that a promotion code belongs to; null for a coupon.</summary>
    public string? CouponId { get; init; }

    /// <summary>What buyers type; null for a coupon without a code.</summary>
    public string? Code { get; init; }

    /// <summary>A name for people.</summary>
    public string? Name { get; init; }

    /// <summary>The key of the partner it belongs to, from its metadata.</summary>
    public string? PartnerKey { get; init; }

    /// <summary>Parts per million off; null when an amount is taken off.</summary>
    public long? PercentOff { get; init; }

    /// <summary>Micros off; null when a percentage is taken off.</summary>
    public long? AmountOff { get; init; }

    /// <summary>ISO 4217, upper case, of <see cref="AmountOff"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>How often it may be used, or null.</summary>
    public long? MaxRedemptions { get; init; }

    /// <summary>Unix microseconds from which it is of no use, or null.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>False when it was switched off or deleted.</summary>
    public bool IsActive { get; init; } = true;
}

/// <summary>The event was understood, and nothing follows from it for the books.</summary>
public sealed record BillingNote : BillingFact
{
    /// <summary>Why nothing follows, as one sentence for the merchant.</summary>
    public required string Sentence { get; init; }
}
