using System.Text.Json;

namespace Byway.Integrations.Paddle;

/// <summary>Paddle Billing, the merchant of record; not Paddle Classic, whose webhooks are of another kind.</summary>
public sealed class PaddleProvider : IBillingProvider
{
    /// <inheritdoc/>
    public string Name => "paddle";

    /// <inheritdoc/>
    public string Title => "Paddle";

    /// <inheritdoc/>
    public string? Refuse(ArrivingEvent arriving, IReadOnlyList<string> secrets, long now) =>
        PaddleSignature.Refuse(arriving.Header(PaddleSignature.Header), arriving.Body.Span, secrets, now);

    /// <inheritdoc/>
    public BillingEventHead? Read(JsonElement body) => PaddleTranslation.HeadOf(body);

    /// <inheritdoc/>
    public IReadOnlyList<BillingFact> Translate(JsonElement body) => PaddleTranslation.FactsOf(body);

    /// <inheritdoc/>
    public IEnumerable<ExportedLine> ReadExport(TextReader export, string fileName) =>
        PaddleExport.Read(export, fileName);
}
