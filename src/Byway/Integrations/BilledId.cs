using Byway.Storage;

namespace Byway.Integrations;

/// <summary>An id of a payment, of whichever provider, by its hash.</summary>
public sealed record BilledId
{
    /// <summary>Its table.</summary>
    public static readonly Table<BilledId> Table = new Table<BilledId>("billing_ids", Read)
        .Number("program_id", row => row.ProgramId)
        .Text("id_hash", row => row.IdHash)
        .Number("payment", row => row.Payment)
        .Key(row => new(row.ProgramId, Text: row.IdHash), ("program_id", KeyPart.Program), ("id_hash", KeyPart.Text));

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Hash of its name and value.</summary>
    public required string IdHash { get; init; }

    /// <summary>The payment, or one that was merged into it.</summary>
    public required long Payment { get; init; }

    private static BilledId Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            IdHash = row.Text(1),
            Payment = row.Number(2),
        };
}
