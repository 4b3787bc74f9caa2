using System.Security.Cryptography;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>What a webhook's requests are signed with. It has to be readable, and is no part of the journal.</summary>
public sealed record WebhookSecret
{
    /// <summary>The number of the value behind the header <c>Signature</c>.</summary>
    public const long SignatureNumber = 0;

    /// <summary>How long a former secret signs beside its successor.</summary>
    public const long OverlapMicros = UtcMicros.PerDay;

    private const int SignatureLength = 16;
    private const int SecretBytes = 32;
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Its table.</summary>
    public static readonly Table<WebhookSecret> Table = new Table<WebhookSecret>("webhook_secrets", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("webhook", row => row.Webhook)
        .Number("number", row => row.Number)
        .Personal("secret", row => row.Secret, PersonalText.Stays)
        .Number("created_at", row => row.CreatedAt)
        .Number("expires_at", row => row.ExpiresAt)
        .Key(
            row => new(row.ProgramId, row.Webhook, row.Number),
            ("program_id", KeyPart.Program),
            ("webhook", KeyPart.A),
            ("number", KeyPart.B)
        )
        .NotInJournal();

    /// <summary>All of a webhook.</summary>
    public static readonly LookUp<WebhookSecret> ByWebhook = Table.By(
        row => new(row.ProgramId, row.Webhook),
        ("program_id", KeyPart.Program),
        ("webhook", KeyPart.A)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The webhook.</summary>
    public required long Webhook { get; init; }

    /// <summary>0 for the header <c>Signature</c>; else the sequence of the entry that made it.</summary>
    public required long Number { get; init; }

    /// <summary>16 characters, or <c>whsec_</c> and base 64; empty once the webhook is deleted.</summary>
    public required string Secret { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When it stops signing; null for never.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>A new value for the header <c>Signature</c>: 16 letters and digits, 95 bits.</summary>
    public static string NewSignature() => RandomNumberGenerator.GetString(LettersAndDigits, SignatureLength);

    /// <summary>A new secret of Standard Webhooks: <c>whsec_</c> and 256 bits in base 64.</summary>
    public static string NewSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The value behind the header <c>Signature</c>, inside a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="webhook">The webhook.</param>
    public static WebhookSecret SignatureOf(Turn turn, Webhook webhook) =>
        turn.Get(Table, webhook.Number, SignatureNumber)!;

    private static WebhookSecret Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Webhook = row.Number(1),
            Number = row.Number(2),
            Secret = row.Text(3),
            CreatedAt = row.Number(4),
            ExpiresAt = row.NumberOrNull(5),
        };
}
