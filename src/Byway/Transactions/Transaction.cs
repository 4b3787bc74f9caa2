using Byway.Storage;

namespace Byway.Transactions;

/// <summary>A sale, or another paid action, of a customer.</summary>
public sealed record Transaction
{
    /// <summary>The source of sales that a browser reported.</summary>
    public const string UnverifiedSource = "browser_unverified";

    /// <summary>Its table.</summary>
    public static readonly Table<Transaction> Table = new Table<Transaction>("transactions", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Personal("key", row => row.Key, PersonalText.Stays)
        .Flag("has_merchant_key", row => row.HasMerchantKey)
        .Number("customer_number", row => row.CustomerNumber)
        .Personal("customer_ref", row => row.CustomerRef)
        .Number("referred_by", row => row.ReferredBy)
        .Number("amount", row => row.Amount)
        .Text("unit", row => row.Unit)
        .Text("action", row => row.Action)
        .Text("product_ids", row => row.ProductIds)
        .Text("product_types", row => row.ProductTypes)
        .Number("gross_amount", row => row.GrossAmount)
        .Number("discount_amount", row => row.DiscountAmount)
        .Number("tax_amount", row => row.TaxAmount)
        .Number("shipping_amount", row => row.ShippingAmount)
        .Text("discount_code", row => row.DiscountCode)
        .Text("source", row => row.Source)
        .Personal("external_ids", row => row.ExternalIds, PersonalText.Stays)
        .Personal("metadata", row => row.Metadata)
        .Number("given_reward", row => row.GivenReward)
        .Flag("is_rewardable", row => row.IsRewardable)
        .Flag("is_rewarded", row => row.IsRewarded)
        .Flag("is_credit", row => row.IsCredit)
        .Number("refunded_amount", row => row.RefundedAmount)
        .Number("previous_number", row => row.PreviousNumber)
        .Number("created_at", row => row.CreatedAt)
        .Number("archived_at", row => row.ArchivedAt)
        .Number("deleted_at", row => row.DeletedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A))
        .OfPerson("customer_number");

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Internal number: the sequence of the entry that created it.</summary>
    public required long Number { get; init; }

    /// <summary>The merchant's key, or ours when none was given.</summary>
    public required string Key { get; init; }

    /// <summary>True when the merchant gave the key.</summary>
    public bool HasMerchantKey { get; init; }

    /// <summary>The customer; null while unknown.</summary>
    public long? CustomerNumber { get; init; }

    /// <summary>What named the unknown customer, for answers.</summary>
    public string? CustomerRef { get; init; }

    /// <summary>The partner or referring customer the sale counts for.</summary>
    public long? ReferredBy { get; init; }

    /// <summary>The base of rewards, in micros.</summary>
    public required long Amount { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Free label, usually <c>sale</c>.</summary>
    public required string Action { get; init; }

    /// <summary>JSON list, or null.</summary>
    public string? ProductIds { get; init; }

    /// <summary>JSON list, or null.</summary>
    public string? ProductTypes { get; init; }

    /// <summary>Micros.</summary>
    public long? GrossAmount { get; init; }

    /// <summary>Micros.</summary>
    public long? DiscountAmount { get; init; }

    /// <summary>Micros.</summary>
    public long? TaxAmount { get; init; }

    /// <summary>Micros.</summary>
    public long? ShippingAmount { get; init; }

    /// <summary>A promotion code used.</summary>
    public string? DiscountCode { get; init; }

    /// <summary>Who reported it: <c>api</c>.</summary>
    public required string Source { get; init; }

    /// <summary>JSON object of invoice, charge and order ids, or null.</summary>
    public string? ExternalIds { get; init; }

    /// <summary>JSON object of the merchant's, or null.</summary>
    public string? Metadata { get; init; }

    /// <summary>The reward the request set, in micros.</summary>
    public long? GivenReward { get; init; }

    /// <summary>False when the request said it earns nothing.</summary>
    public bool IsRewardable { get; init; }

    /// <summary>True when the request said the reward was already paid.</summary>
    public bool IsRewarded { get; init; }

    /// <summary>True for a credit put on a balance by hand.</summary>
    public bool IsCredit { get; init; }

    /// <summary>Micros; at most the amount.</summary>
    public required long RefundedAmount { get; init; }

    /// <summary>The older sale with the same key, where keys may repeat.</summary>
    public long? PreviousNumber { get; init; }

    /// <summary>When it occurred; Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? ArchivedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? DeletedAt { get; init; }

    /// <summary>True when a browser reported it, and nobody vouches for that.</summary>
    public bool IsUnverified => Source == UnverifiedSource;

    /// <summary>True when its rewards stand: neither archived nor deleted.</summary>
    public bool IsLive => ArchivedAt is null && DeletedAt is null;

    private static Transaction Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Key = row.Text(2),
            HasMerchantKey = row.Flag(3),
            CustomerNumber = row.NumberOrNull(4),
            CustomerRef = row.TextOrNull(5),
            ReferredBy = row.NumberOrNull(6),
            Amount = row.Number(7),
            Unit = row.Text(8),
            Action = row.Text(9),
            ProductIds = row.TextOrNull(10),
            ProductTypes = row.TextOrNull(11),
            GrossAmount = row.NumberOrNull(12),
            DiscountAmount = row.NumberOrNull(13),
            TaxAmount = row.NumberOrNull(14),
            ShippingAmount = row.NumberOrNull(15),
            DiscountCode = row.TextOrNull(16),
            Source = row.Text(17),
            ExternalIds = row.TextOrNull(18),
            Metadata = row.TextOrNull(19),
            GivenReward = row.NumberOrNull(20),
            IsRewardable = row.Flag(21),
            IsRewarded = row.Flag(22),
            IsCredit = row.Flag(23),
            RefundedAmount = row.Number(24),
            PreviousNumber = row.NumberOrNull(25),
            CreatedAt = row.Number(26),
            ArchivedAt = row.NumberOrNull(27),
            DeletedAt = row.NumberOrNull(28),
        };
}
