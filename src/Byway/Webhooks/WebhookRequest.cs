using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>What a webhook's requests are signed with.</summary>
/// <param name="Signature">For the header <c>Signature</c>.</param>
/// <param name="Standard">For <c>webhook-signature</c>, newest first; ended ones do not sign.</param>
public sealed record SigningSecrets(string Signature, IReadOnlyList<WebhookSecret> Standard)
{
    /// <summary>From a webhook's rows.</summary>
    /// <param name="rows">All of them.</param>
    public static SigningSecrets Of(IReadOnlyList<WebhookSecret> rows) =>
        new(
            rows.FirstOrDefault(row => row.Number == WebhookSecret.SignatureNumber)?.Secret ?? "",
            [.. rows.Where(row => row.Number != WebhookSecret.SignatureNumber).OrderByDescending(row => row.Number)]
        );
}

/// <summary>One event as it is posted: the body that compatible receivers know, and the headers around it.</summary>
/// <param name="Body">The body's bytes.</param>
/// <param name="Headers">All but the content's own.</param>
public sealed record WebhookRequest(byte[] Body, IReadOnlyList<(string Name, string Value)> Headers)
{
    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Makes it.</summary>
    /// <param name="told">The event.</param>
    /// <param name="url">Where it goes.</param>
    /// <param name="key">The subscription's key.</param>
    /// <param name="secrets">What it is signed with.</param>
    /// <param name="at">When it is sent; Unix microseconds.</param>
    public static WebhookRequest Of(ProgramEvent told, string url, string key, SigningSecrets secrets, long at)
    {
        var body = BodyOf(told, url, key);
        var timestamp = at / UtcMicros.PerSecond;
        var headers = new List<(string, string)>
        {
            ("User-Agent", "Byway-Webhooks"),
            ("Signature", Signature.Plain(secrets.Signature, body)),
            ("webhook-id", told.Id),
            ("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture)),
        };
        var standard = secrets
            .Standard.Where(secret => secret.ExpiresAt is null || secret.ExpiresAt > at)
            .Select(secret => secret.Secret)
            .ToList();
        if (standard.Count > 0)
        {
            headers.Add(("webhook-signature", Signature.Standard(standard, told.Id, timestamp, body)));
        }

        headers.Add(("Byway-Sequence", told.Sequence.ToString(CultureInfo.InvariantCulture)));
        return new(body, headers);
    }

    private static byte[] BodyOf(ProgramEvent told, string url, string key)
    {
        var buffer = new ArrayBufferWriter<byte>(512 + told.Data.Length);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        json.WriteString("event"u8, told.Name);
        json.WriteString("url"u8, url);
        json.WriteString("webhook_key"u8, key);
        json.WriteString("created_at"u8, UtcMicros.ToText(told.CreatedAt));
        json.WritePropertyName("data"u8);
        json.WriteRawValue(told.Data, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
