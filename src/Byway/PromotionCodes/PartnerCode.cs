using Byway.Storage;

namespace Byway.PromotionCodes;

/// <summary>
/// That a code of a coupon was made for a partner by the program's pattern. It stays when the owner removes the code,
/// so that none is made again.
/// </summary>
public sealed record PartnerCode
{
    /// <summary>Its table.</summary>
    public static readonly Table<PartnerCode> Table = new Table<PartnerCode>("partner_codes", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("partner", row => row.Partner)
        .Number("coupon", row => row.Coupon)
        .Number("code", row => row.Code)
        .Key(
            row => new(row.ProgramId, row.Partner, row.Coupon),
            ("program_id", KeyPart.Program),
            ("partner", KeyPart.A),
            ("coupon", KeyPart.B)
        );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The partner's number.</summary>
    public required long Partner { get; init; }

    /// <summary>The coupon's number.</summary>
    public required long Coupon { get; init; }

    /// <summary>The promotion code's number.</summary>
    public required long Code { get; init; }

    private static PartnerCode Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Partner = row.Number(1),
            Coupon = row.Number(2),
            Code = row.Number(3),
        };
}
