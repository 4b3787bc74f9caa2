using Byway.Storage;

namespace Byway.Integrations;

/// <summary>What opens a billing provider, sealed; no part of the journal, and shown to nobody.</summary>
public sealed record IntegrationSecret
{
    /// <summary>What events are signed with, or come with; several while one is rotated.</summary>
    public const string Webhook = "webhook";

    /// <summary>What the provider's API asks for.</summary>
    public const string ApiKey = "api_key";

    /// <summary>The part of the address that is a secret.</summary>
    public const string Path = "path";

    /// <summary>The most of one kind.</summary>
    public const int Most = 5;

    /// <summary>Its table.</summary>
    public static readonly Table<IntegrationSecret> Table = new Table<IntegrationSecret>("integration_secrets", Read)
        .Number("program_id", row => row.ProgramId)
        .Text("provider", row => row.Provider)
        .Text("kind", row => row.Kind)
        .Number("number", row => row.Number)
        .Text("sealed", row => row.Sealed)
        .Text("hint", row => row.Hint)
        .Number("set_at", row => row.SetAt)
        .Key(
            row => new(row.ProgramId, row.Number, Text: row.Provider, Text2: row.Kind),
            ("program_id", KeyPart.Program),
            ("provider", KeyPart.Text),
            ("kind", KeyPart.Text2),
            ("number", KeyPart.A)
        )
        .NotInJournal();

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>What it opens.</summary>
    public required string Kind { get; init; }

    /// <summary>0 is the newest.</summary>
    public required long Number { get; init; }

    /// <summary>The secret, sealed; empty when it was taken away.</summary>
    public required string Sealed { get; init; }

    /// <summary>Its last four letters, so that people know which it is.</summary>
    public required string Hint { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long SetAt { get; init; }

    private static IntegrationSecret Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Provider = row.Text(1),
            Kind = row.Text(2),
            Number = row.Number(3),
            Sealed = row.Text(4),
            Hint = row.Text(5),
            SetAt = row.Number(6),
        };
}
