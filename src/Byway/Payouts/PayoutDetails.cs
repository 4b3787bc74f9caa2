using Byway.Storage;

namespace Byway.Payouts;

/// <summary>Where a partner wants to be paid, as saved.</summary>
public sealed record PayoutDetails
{
    /// <summary>Its table.</summary>
    public static readonly Table<PayoutDetails> Table = new Table<PayoutDetails>("payout_details", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("partner", row => row.Partner)
        .Text("gateway", row => row.Gateway)
        .Personal("details", row => row.Details, PersonalText.EmptyObject)
        .Number("updated_at", row => row.UpdatedAt)
        .Key(row => new(row.ProgramId, row.Partner), ("program_id", KeyPart.Program), ("partner", KeyPart.A))
        .OfPerson("partner");

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Whose.</summary>
    public required long Partner { get; init; }

    /// <summary>One of <see cref="PayoutGateway"/>.</summary>
    public required string Gateway { get; init; }

    /// <summary>JSON object of texts.</summary>
    public required string Details { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    private static PayoutDetails Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Partner = row.Number(1),
            Gateway = row.Text(2),
            Details = row.Text(3),
            UpdatedAt = row.Number(4),
        };
}
