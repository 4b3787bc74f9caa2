using Byway.Storage;

namespace Byway.Transactions;

/// <summary>A sale waiting for its sign-up, or a refund waiting for its sale.</summary>
public sealed record Waiting
{
    /// <summary>Its table.</summary>
    public static readonly Table<Waiting> Table = new Table<Waiting>("waiting", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("kind", row => row.Kind)
        .Personal("key_hash", row => row.KeyHash, PersonalText.Stays)
        .Number("number", row => row.Number)
        .Number("until", row => row.Until)
        .Number("settled_at", row => row.SettledAt)
        .Key(
            row => new(row.ProgramId, row.Kind, row.Number, row.KeyHash),
            ("program_id", KeyPart.Program),
            ("kind", KeyPart.A),
            ("key_hash", KeyPart.Text),
            ("number", KeyPart.B)
        );

    /// <summary>All that wait for a key.</summary>
    public static readonly LookUp<Waiting> ByKey = Table.By(
        row => new(row.ProgramId, row.Kind, Text: row.KeyHash),
        ("program_id", KeyPart.Program),
        ("kind", KeyPart.A),
        ("key_hash", KeyPart.Text)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>What it waits for, a <see cref="WaitingFor"/>.</summary>
    public required long Kind { get; init; }

    /// <summary>Hash of the key it waits for.</summary>
    public required string KeyHash { get; init; }

    /// <summary>The sale or refund.</summary>
    public required long Number { get; init; }

    /// <summary>Unix microseconds; later it is settled no more.</summary>
    public required long Until { get; init; }

    /// <summary>When it was settled.</summary>
    public long? SettledAt { get; init; }

    private static Waiting Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Kind = row.Number(1),
            KeyHash = row.Text(2),
            Number = row.Number(3),
            Until = row.Number(4),
            SettledAt = row.NumberOrNull(5),
        };
}
