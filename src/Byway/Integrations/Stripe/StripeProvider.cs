using System.Text.Json;
using Byway.Values;

namespace Byway.Integrations.Stripe;

/// <summary>Stripe: signed events, whole objects in them.</summary>
public sealed class StripeProvider : IBillingProvider
{
    /// <inheritdoc/>
    public string Name => "stripe";

    /// <inheritdoc/>
    public string Title => "Stripe";

    /// <inheritdoc/>
    public string? Refuse(ArrivingEvent arriving, IReadOnlyList<string> secrets, long now) =>
        StripeSignature.Refuse(arriving.Header(StripeSignature.Header), arriving.Body.Span, secrets, now);

    /// <inheritdoc/>
    public BillingEventHead? Read(JsonElement body)
    {
        var one = new StripeObject(body);
        return
            one.Kind is "event" or StripeTranslation.ThinEvent
            && one.Id is { Length: <= MerchantKey.LongestLength } id
            && one.Text("type") is { Length: <= MerchantKey.LongestLength } type
            && TimeOf(one) is { } at
            ? new(id, type, at)
            : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<BillingFact> Translate(JsonElement body) => StripeTranslation.OfEvent(new(body));

    /// <inheritdoc/>
    public string? BuyerOf(JsonElement body)
    {
        var one = new StripeObject(body).Object("data").Object("object");
        return one.Kind == "customer" ? one.Id : one.IdOf("customer");
    }

    /// <inheritdoc/>
    public IEnumerable<ExportedLine> ReadExport(TextReader export, string fileName) =>
        fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            ? StripeCsv.Read(export)
            : StripeExport.Read(export);

    /// <summary>When an event was made: Unix seconds, or ISO 8601 in thin events.</summary>
    /// <param name="one">The event.</param>
    internal static long? TimeOf(StripeObject one) =>
        one.Time("created") ?? (one.Text("created") is { } text ? UtcMicros.Read(text) : null);
}
