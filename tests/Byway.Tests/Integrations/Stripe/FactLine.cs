using Byway.Integrations;
using Byway.Values;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>A fact as one line, for tables of what events say.</summary>
public static class FactLine
{
    /// <summary>The line.</summary>
    public static string Of(BillingFact fact) =>
        fact switch
        {
            BillingSale sale => Words([
                "sale",
                sale.Key,
                Ids(sale.Ids),
                sale.Action,
                $"{Micros.ToText(sale.GrossAmount)} {sale.Unit}",
                Named("tax", sale.TaxAmount),
                Named("shipping", sale.ShippingAmount),
                Named("discount", sale.DiscountAmount),
                Listed("of", sale.Products),
                Listed("by", sale.Codes),
                Party(sale.Party),
            ]),
            BillingSignUp signUp => Words(["sign-up", Party(signUp.Party)]),
            BillingLink link => Words(["link", Ids(link.Ids)]),
            BillingRefund refund => Words([
                refund.IsStanding ? "refund" : "no refund",
                refund.Key,
                $"{Amount(refund.Amount)} {refund.Unit}",
                "of",
                Ids(refund.Of),
            ]),
            BillingRefundTotal total => Words([
                "refunded",
                $"{Micros.ToText(total.Total)} {total.Unit}",
                "of",
                Ids(total.Of),
            ]),
            BillingDispute dispute => Words([
                $"dispute {dispute.Stage}",
                dispute.Key,
                $"{Amount(dispute.Amount)} {dispute.Unit}",
                "of",
                Ids(dispute.Of),
            ]),
            BillingCode code => Words([
                code.IsActive ? "code" : "no code",
                code.Id,
                Named("of", code.CouponId),
                Named("typed", code.Code),
                Named("name", code.Name),
                Named("partner", code.PartnerKey),
                Named("ppm", code.PercentOff ?? 0),
                code.AmountOff is null ? null : $"off {Amount(code.AmountOff)} {code.Unit}",
                Named("times", code.MaxRedemptions is { } most ? most * Micros.PerWhole : 0),
                code.ExpiresAt is { } at ? $"until {UtcMicros.ToDay(at)}" : null,
            ]),
            BillingNote => "note",
            _ => fact.ToString(),
        };

    private static string Party(BillingParty party) =>
        Words([
            Named("customer", party.CustomerKey),
            party.ProviderId,
            party.Email,
            Named("named", party.Name),
            Named("partner", party.PartnerKey),
            Named("referrer", party.ReferringCustomerKey),
            Named("click", party.ClickId),
            party.Metadata.Count == 0
                ? null
                : $"({string.Join(' ', party.Metadata.Select(one => $"{one.Key}={one.Value}"))})",
        ]);

    private static string Ids(IEnumerable<BillingId> ids) =>
        $"[{string.Join(' ', ids.Select(id => $"{id.Name[..^3]}:{id.Id}"))}]";

    private static string? Named(string name, string? value) => value is null ? null : $"{name} {value}";

    private static string? Named(string name, long micros) =>
        micros == 0 ? null
        : name == "ppm" ? $"{micros} ppm"
        : $"{name} {Micros.ToText(micros)}";

    private static string? Listed(string name, IReadOnlyList<string> values) =>
        values.Count == 0 ? null : $"{name} {string.Join('+', values)}";

    private static string Amount(long? micros) => micros is { } amount ? Micros.ToText(amount) : "all";

    private static string Words(IEnumerable<string?> words) => string.Join(' ', words.OfType<string>());
}
