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
    public string? BuyerOf(JsonElement body)
    {
        var one = new PaddleFields(body);
        var data = one.Object("data");
        var isCustomer = one.Text("event_type")?.StartsWith("customer.", StringComparison.Ordinal) == true;
        return data.Text(isCustomer ? "id" : "customer_id");
    }

    /// <inheritdoc/>
    public IEnumerable<ExportedLine> ReadExport(TextReader export, string fileName) =>
        PaddleExport.Read(export, fileName);
}
