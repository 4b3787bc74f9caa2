using Byway.Storage;

namespace Byway.PromotionCodes;

/// <summary>A code that buyers type in; it gives a coupon, and may be bound to partners.</summary>
public sealed record PromotionCode
{
    /// <summary>Its table.</summary>
    public static readonly Table<PromotionCode> Table = new Table<PromotionCode>("promotion_codes", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Number("coupon", row => row.Coupon)
        .Personal("code", row => row.Code, PersonalText.Stays)
        .Personal("code_folded", row => row.CodeFolded, PersonalText.Stays)
        .Flag("is_active", row => row.IsActive)
        .Flag("is_first_order_only", row => row.IsFirstOrderOnly)
        .Flag("is_partner_limited", row => row.IsPartnerLimited)
        .Flag("is_customer_limited", row => row.IsCustomerLimited)
        .Flag("is_subscriber_limited", row => row.IsSubscriberLimited)
        .Text("partners", row => NumberList.Text(row.Partners))
        .Text("customers", row => NumberList.Text(row.Customers))
        .Personal("subscribers", row => row.Subscribers, PersonalText.Stays)
        .Flag("is_minimum_limited", row => row.IsMinimumLimited)
        .Number("minimum_amount", row => row.MinimumAmount)
        .Flag("is_date_limited", row => row.IsDateLimited)
        .Number("date_limit", row => row.DateLimit)
        .Flag("is_times_limited", row => row.IsTimesLimited)
        .Number("times_limit", row => row.TimesLimit)
        .Personal("metadata", row => row.Metadata, PersonalText.Stays)
        .Number("times_redeemed", row => row.TimesRedeemed)
        .Text("redemptions", row => row.Redemptions)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Number("deleted_at", row => row.DeletedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>The not deleted by code, in lower case.</summary>
    public static readonly LookUp<PromotionCode> ByCode = Table.By(
        row => row.CodeFolded is null ? null : new(row.ProgramId, Text: row.CodeFolded),
        ("program_id", KeyPart.Program),
        ("code_folded", KeyPart.Text)
    );

    /// <summary>The not deleted of a coupon.</summary>
    public static readonly LookUp<PromotionCode> ByCoupon = Table.By(
        row => row.DeletedAt is null ? new(row.ProgramId, row.Coupon) : null,
        ("program_id", KeyPart.Program),
        ("coupon", KeyPart.A)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Internal number: the sequence of the entry that created it.</summary>
    public required long Number { get; init; }

    /// <summary>The coupon it gives.</summary>
    public required long Coupon { get; init; }

    /// <summary>As buyers type it.</summary>
    public required string Code { get; init; }

    /// <summary>For look-up; null when deleted.</summary>
    public required string? CodeFolded { get; init; }

    /// <summary>False when it gives nothing at present.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Whether it counts for a buyer's first order only.</summary>
    public bool IsFirstOrderOnly { get; init; }

    /// <summary>Whether it is bound to partners.</summary>
    public bool IsPartnerLimited { get; init; }

    /// <summary>Whether only some customers can use it.</summary>
    public bool IsCustomerLimited { get; init; }

    /// <summary>Whether only some subscribers can use it.</summary>
    public bool IsSubscriberLimited { get; init; }

    /// <summary>The partners it is bound to, by number.</summary>
    public IReadOnlyList<long> Partners { get; init; } = [];

    /// <summary>The customers who can use it, by number.</summary>
    public IReadOnlyList<long> Customers { get; init; } = [];

    /// <summary>The subscribers who can use it, as given: a JSON list of texts.</summary>
    public string Subscribers { get; init; } = "[]";

    /// <summary>Whether an order must reach an amount.</summary>
    public bool IsMinimumLimited { get; init; }

    /// <summary>That amount in the program's currency; micros.</summary>
    public long? MinimumAmount { get; init; }

    /// <summary>Whether it ends.</summary>
    public bool IsDateLimited { get; init; }

    /// <summary>When; Unix microseconds.</summary>
    public long? DateLimit { get; init; }

    /// <summary>Whether it can be redeemed so often only.</summary>
    public bool IsTimesLimited { get; init; }

    /// <summary>How often.</summary>
    public long? TimesLimit { get; init; }

    /// <summary>JSON object of the merchant's, or null.</summary>
    public string? Metadata { get; init; }

    /// <summary>How often it was redeemed.</summary>
    public long TimesRedeemed { get; init; }

    /// <summary>The newest redemptions, as <see cref="PromotionCodes.Redemptions"/> writes them.</summary>
    public string Redemptions { get; init; } = "";

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? DeletedAt { get; init; }

    private static PromotionCode Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Coupon = row.Number(2),
            Code = row.Text(3),
            CodeFolded = row.TextOrNull(4),
            IsActive = row.Flag(5),
            IsFirstOrderOnly = row.Flag(6),
            IsPartnerLimited = row.Flag(7),
            IsCustomerLimited = row.Flag(8),
            IsSubscriberLimited = row.Flag(9),
            Partners = NumberList.Of(row.Text(10)),
            Customers = NumberList.Of(row.Text(11)),
            Subscribers = row.Text(12),
            IsMinimumLimited = row.Flag(13),
            MinimumAmount = row.NumberOrNull(14),
            IsDateLimited = row.Flag(15),
            DateLimit = row.NumberOrNull(16),
            IsTimesLimited = row.Flag(17),
            TimesLimit = row.NumberOrNull(18),
            Metadata = row.TextOrNull(19),
            TimesRedeemed = row.Number(20),
            Redemptions = row.Text(21),
            CreatedAt = row.Number(22),
            UpdatedAt = row.Number(23),
            DeletedAt = row.NumberOrNull(24),
        };
}
