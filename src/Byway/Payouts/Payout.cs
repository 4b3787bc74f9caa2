using System.Text.Json;
using Byway.Storage;

namespace Byway.Payouts;

/// <summary>A partner's payable balance in one currency, on its way out.</summary>
public sealed record Payout
{
    /// <summary>Its table.</summary>
    public static readonly Table<Payout> Table = new Table<Payout>("payouts", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Number("partner", row => row.Partner)
        .Text("unit", row => row.Unit)
        .Number("amount", row => row.Amount)
        .Text("status", row => row.Status)
        .Text("gateway", row => row.Gateway)
        .Personal("details", row => row.Details, PersonalText.EmptyObject)
        .Text("chosen", row => row.Chosen)
        .Personal("reason", row => row.Reason)
        .Number("balance", row => row.Balance)
        .Number("last_position", row => row.LastPosition)
        .Number("noted_position", row => row.NotedPosition)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Number("approved_at", row => row.ApprovedAt)
        .Number("finished_at", row => row.FinishedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A))
        .OfPerson("partner");

    /// <summary>A partner's.</summary>
    public static readonly LookUp<Payout> ByPartner = Table.By(
        row => new(row.ProgramId, row.Partner),
        ("program_id", KeyPart.Program),
        ("partner", KeyPart.A)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The sequence of the entry that requested it.</summary>
    public required long Number { get; init; }

    /// <summary>Whose.</summary>
    public required long Partner { get; init; }

    /// <summary>The currency.</summary>
    public required string Unit { get; init; }

    /// <summary>Micros, whole minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>One of <see cref="PayoutStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>One of <see cref="PayoutGateway"/>.</summary>
    public required string Gateway { get; init; }

    /// <summary>Where to, as it was when it was requested: JSON object of texts; empty once erased.</summary>
    public required string Details { get; init; }

    /// <summary>JSON list of the reward numbers the partner chose; null for the whole balance.</summary>
    public string? Chosen { get; init; }

    /// <summary>Why it was rejected.</summary>
    public string? Reason { get; init; }

    /// <summary>The partner's payable balance, by number.</summary>
    public required long Balance { get; init; }

    /// <summary>The last posting on that balance that it covers.</summary>
    public required long LastPosition { get; init; }

    /// <summary>Up to which posting rewards are noted as paid, or were covered before.</summary>
    public required long NotedPosition { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? ApprovedAt { get; init; }

    /// <summary>Unix microseconds.</summary>
    public long? FinishedAt { get; init; }

    /// <summary>True while its amount is set aside.</summary>
    public bool IsOpen => Status is not (PayoutStatus.Finished or PayoutStatus.Rejected);

    /// <summary>The chosen rewards; null for the whole balance.</summary>
    public IReadOnlyList<long>? ChosenNumbers =>
        Chosen is null ? null : JsonSerializer.Deserialize(Chosen, StoredJson.Default.Numbers);

    private static Payout Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Partner = row.Number(2),
            Unit = row.Text(3),
            Amount = row.Number(4),
            Status = row.Text(5),
            Gateway = row.Text(6),
            Details = row.Text(7),
            Chosen = row.TextOrNull(8),
            Reason = row.TextOrNull(9),
            Balance = row.Number(10),
            LastPosition = row.Number(11),
            NotedPosition = row.Number(12),
            CreatedAt = row.Number(13),
            UpdatedAt = row.Number(14),
            ApprovedAt = row.NumberOrNull(15),
            FinishedAt = row.NumberOrNull(16),
        };
}
