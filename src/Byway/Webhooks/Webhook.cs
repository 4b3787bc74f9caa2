using System.Text.Json;
using Byway.Storage;

namespace Byway.Webhooks;

/// <summary>A subscription: which events are sent where.</summary>
public sealed record Webhook
{
    /// <summary>Its table. The address may carry a token, so it stays out of the journal's body.</summary>
    public static readonly Table<Webhook> Table = new Table<Webhook>("webhooks", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Text("key", row => row.Key)
        .Personal("name", row => row.Name, PersonalText.Stays)
        .Personal("url", row => row.Url, PersonalText.Stays)
        .Text("events", row => row.Events)
        .Flag("is_active", row => row.IsActive)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt)
        .Number("deleted_at", row => row.DeletedAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>By key; deleted ones too.</summary>
    public static readonly LookUp<Webhook> ByKey = Table.By(
        row => new(row.ProgramId, Text: row.Key),
        ("program_id", KeyPart.Program),
        ("key", KeyPart.Text)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Internal number: the sequence of the entry that created it.</summary>
    public required long Number { get; init; }

    /// <summary>Public key, the merchant's or ours.</summary>
    public required string Key { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Where events are sent.</summary>
    public required string Url { get; init; }

    /// <summary>Names of events, JSON.</summary>
    public required string Events { get; init; }

    /// <summary>False while nothing is sent; events wait in the journal.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix microseconds; a new secret counts too.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>When it was deleted.</summary>
    public long? DeletedAt { get; init; }

    /// <summary>Names of events.</summary>
    public IReadOnlyList<string> EventList => JsonSerializer.Deserialize(Events, StoredJson.Default.Texts)!;

    private static Webhook Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Key = row.Text(2),
            Name = row.Text(3),
            Url = row.Text(4),
            Events = row.Text(5),
            IsActive = row.Flag(6),
            CreatedAt = row.Number(7),
            UpdatedAt = row.Number(8),
            DeletedAt = row.NumberOrNull(9),
        };
}
