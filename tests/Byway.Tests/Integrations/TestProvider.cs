using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Byway.Integrations;

namespace Byway.Tests.Integrations;

/// <summary>
/// The fourth provider: as small as one can be. It signs with HMAC in the header <c>Test-Signature</c>, and its events
/// say in plain words what they mean: <c>{"id":"e1","type":"sale","at":0,"facts":[…]}</c>.
/// </summary>
public sealed class TestProvider : IBillingProvider
{
    /// <inheritdoc/>
    public string Name => "test";

    /// <inheritdoc/>
    public string Title => "Test";

    /// <summary>The signature of a body.</summary>
    public static string Sign(string body, string secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    /// <inheritdoc/>
    public string? Refuse(ArrivingEvent arriving, IReadOnlyList<string> secrets, long now)
    {
        var given = Encoding.UTF8.GetBytes(arriving.Header("Test-Signature") ?? "");
        var body = Encoding.UTF8.GetString(arriving.Body.Span);
        return secrets.Any(secret =>
            CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(body, secret)), given)
        )
            ? null
            : "The signature is not right.";
    }

    /// <inheritdoc/>
    public BillingEventHead? Read(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && TextOf(body, "id") is { } id && TextOf(body, "type") is { } type
            ? new(id, type, NumberOf(body, "at") ?? 0)
            : null;

    /// <inheritdoc/>
    public IReadOnlyList<BillingFact> Translate(JsonElement body)
    {
        if (TextOf(body, "type") == "broken")
        {
            throw new InvalidOperationException("This event breaks its translation.");
        }

        return body.TryGetProperty("facts", out var facts)
            ? [.. facts.EnumerateArray().Select(fact => FactOf(fact, NumberOf(body, "at") ?? 0))]
            : [];
    }

    /// <inheritdoc/>
    public string? BuyerOf(JsonElement body) =>
        body.TryGetProperty("facts", out var facts)
            ? facts.EnumerateArray().Select(fact => TextOf(fact, "buyer")).FirstOrDefault(id => id is not null)
            : null;

    /// <inheritdoc/>
    public IEnumerable<ExportedLine> ReadExport(TextReader export, string fileName)
    {
        var number = 0L;
        while (export.ReadLine() is { } line)
        {
            number++;
            ExportedLine read;
            try
            {
                var json = JsonElement.Parse(line);
                read = new(number, $"export:{TextOf(json, "key")}", [FactOf(json, 0)], null);
            }
            catch (JsonException)
            {
                read = new(number, null, [], "This line is no JSON.");
            }

            yield return read;
        }
    }

    private static BillingFact FactOf(JsonElement fact, long at)
    {
        var key = TextOf(fact, "key") ?? "";
        return TextOf(fact, "fact") switch
        {
            "sale" => new BillingSale
            {
                OccurredAt = at,
                Key = key,
                Ids = IdsOf(fact),
                Party = PartyOf(fact),
                Unit = TextOf(fact, "unit") ?? "USD",
                GrossAmount = MicrosOf(fact, "amount") ?? 0,
                TaxAmount = MicrosOf(fact, "tax") ?? 0,
                ShippingAmount = MicrosOf(fact, "shipping") ?? 0,
                Products = TextOf(fact, "product") is { } product ? [product] : [],
                Codes = TextOf(fact, "code") is { } code ? [code] : [],
                Action = TextOf(fact, "action") ?? "sale",
            },
            "sign_up" => new BillingSignUp { OccurredAt = at, Party = PartyOf(fact) },
            "link" => new BillingLink { OccurredAt = at, Ids = IdsOf(fact) },
            "refund" => new BillingRefund
            {
                OccurredAt = at,
                Key = key,
                Of = IdsOf(fact),
                Amount = MicrosOf(fact, "amount"),
                Unit = TextOf(fact, "unit") ?? "USD",
                IsStanding = TextOf(fact, "failed") is null,
            },
            "refund_total" => new BillingRefundTotal
            {
                OccurredAt = at,
                Of = IdsOf(fact),
                Total = MicrosOf(fact, "amount") ?? 0,
                Unit = TextOf(fact, "unit") ?? "USD",
            },
            "dispute" => new BillingDispute
            {
                OccurredAt = at,
                Key = key,
                Of = IdsOf(fact),
                Amount = MicrosOf(fact, "amount"),
                Unit = TextOf(fact, "unit") ?? "USD",
                Stage = Enum.Parse<BillingDisputeStage>(TextOf(fact, "stage")!),
            },
            "code" => new BillingCode
            {
                OccurredAt = at,
                Id = key,
                CouponId = TextOf(fact, "coupon"),
                Code = TextOf(fact, "code"),
                PartnerKey = TextOf(fact, "partner"),
                PercentOff = NumberOf(fact, "percent_off"),
                IsActive = TextOf(fact, "off") is null,
            },
            _ => new BillingNote { OccurredAt = at, Sentence = "It says nothing." },
        };
    }

    private static BillingParty PartyOf(JsonElement fact) =>
        new()
        {
            CustomerKey = TextOf(fact, "customer"),
            ProviderId = TextOf(fact, "buyer"),
            Email = TextOf(fact, "email"),
            PartnerKey = TextOf(fact, "partner"),
            ReferringCustomerKey = TextOf(fact, "friend"),
            ClickId = TextOf(fact, "click"),
        };

    private static IReadOnlyList<BillingId> IdsOf(JsonElement fact) =>
        [
            .. new[] { "invoice_id", "payment_id", "charge_id" }
                .Select(name => (name, id: TextOf(fact, name)))
                .Where(pair => pair.id is not null)
                .Select(pair => new BillingId(pair.name, pair.id!)),
        ];

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? NumberOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : null;

    private static long? MicrosOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? (long)(value.GetDecimal() * 1_000_000) : null;
}
