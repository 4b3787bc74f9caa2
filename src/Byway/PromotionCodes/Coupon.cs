using Byway.Storage;

namespace Byway.PromotionCodes;

/// <summary>A discount that promotion codes give.</summary>
public sealed record Coupon
{
    /// <summary>Its table.</summary>
    public static readonly Table<Coupon> Table = new Table<Coupon>("coupons", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Text("code", row => row.Code)
        .Text("code_folded", row => row.CodeFolded)
        .Text("name", row => row.Name)
        .Flag("is_active", row => row.IsActive)
        .Text("discount_type", row => row.DiscountType)
        .Number("discount_amount", row => row.DiscountAmount)
        .Text("duration_type", row => row.DurationType)
        .Number("duration_value", row => row.DurationValue)
        .Flag("is_date_limited", row => row.IsDateLimited)
        .Number("date_limit", row => row.DateLimit)
        .Flag("is_times_limited", row => row.IsTimesLimited)
        .Number("times_limit", row => row.TimesLimit)
        .Personal("metadata", row => row.Metadata, PersonalText.Stays)
        .Number("promotion_codes", row => row.PromotionCodes)
        .Number("times_redeemed", row => row.TimesRedeemed)
        .Text("redemptions", row => row.Redemptions)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Number("deleted_at", row => row.DeletedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>The not deleted by code, in lower case.</summary>
    public static readonly LookUp<Coupon> ByCode = Table.By(
        row => row.CodeFolded is null ? null : new(row.ProgramId, Text: row.CodeFolded),
        ("program_id", KeyPart.Program),
        ("code_folded", KeyPart.Text)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Internal number: the sequence of the entry that created it.</summary>
    public required long Number { get; init; }

    /// <summary>The wire's <c>uuid_code</c>.</summary>
    public required string Code { get; init; }

    /// <summary>For look-up; null when deleted.</summary>
    public required string? CodeFolded { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>False when it gives nothing at present.</summary>
    public required bool IsActive { get; init; }

    /// <summary><c>percent</c> or <c>static</c>.</summary>
    public required string DiscountType { get; init; }

    /// <summary>Percent, or an amount in the program's currency; micros.</summary>
    public required long DiscountAmount { get; init; }

    /// <summary>How long it counts for a buyer.</summary>
    public required string DurationType { get; init; }

    /// <summary>How many hours, days, months or years.</summary>
    public long? DurationValue { get; init; }

    /// <summary>Whether it can be redeemed until a date only.</summary>
    public bool IsDateLimited { get; init; }

    /// <summary>That date; Unix microseconds.</summary>
    public long? DateLimit { get; init; }

    /// <summary>Whether it can be redeemed so often only.</summary>
    public bool IsTimesLimited { get; init; }

    /// <summary>How often.</summary>
    public long? TimesLimit { get; init; }

    /// <summary>JSON object of the merchant's, or null.</summary>
    public string? Metadata { get; init; }

    /// <summary>How many promotion codes give it.</summary>
    public long PromotionCodes { get; init; }

    /// <summary>How often it was redeemed.</summary>
    public long TimesRedeemed { get; init; }

    /// <summary>The newest redemptions, as <see cref="Redemptions"/> writes them.</summary>
    public string Redemptions { get; init; } = "";

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? DeletedAt { get; init; }

    private static Coupon Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Code = row.Text(2),
            CodeFolded = row.TextOrNull(3),
            Name = row.Text(4),
            IsActive = row.Flag(5),
            DiscountType = row.Text(6),
            DiscountAmount = row.Number(7),
            DurationType = row.Text(8),
            DurationValue = row.NumberOrNull(9),
            IsDateLimited = row.Flag(10),
            DateLimit = row.NumberOrNull(11),
            IsTimesLimited = row.Flag(12),
            TimesLimit = row.NumberOrNull(13),
            Metadata = row.TextOrNull(14),
            PromotionCodes = row.Number(15),
            TimesRedeemed = row.Number(16),
            Redemptions = row.Text(17),
            CreatedAt = row.Number(18),
            UpdatedAt = row.Number(19),
            DeletedAt = row.NumberOrNull(20),
        };
}
