using System.Globalization;
using Byway.Integrations;
using Byway.Values;

namespace Byway.Tests.Integrations;

/// <summary>
/// Facts as one line each, for tables: what is absent is not written. Whom they are about and by which ids is told
/// apart.
/// </summary>
public static class FactTale
{
    /// <summary>All facts, with a slash between.</summary>
    /// <param name="facts">The facts.</param>
    public static string Of(IEnumerable<BillingFact> facts) => string.Join(" / ", facts.Select(Of));

    /// <summary>One fact.</summary>
    /// <param name="fact">The fact.</param>
    public static string Of(BillingFact fact) =>
        string.Join(
            ' ',
            (
                fact switch
                {
                    BillingSignUp => ["sign-up"],
                    BillingSale it => Sale(it),
                    BillingRefund it => Refund(it),
                    BillingRefundTotal it => ["refunded", Money(it.Total, it.Unit)],
                    BillingDispute it => Dispute(it),
                    BillingLink => ["link"],
                    BillingCode it => Code(it),
                    BillingNote it => (IEnumerable<string?>)["note", it.Sentence],
                    _ => [fact.GetType().Name],
                }
            ).OfType<string>()
        );

    private static IEnumerable<string?> Sale(BillingSale it) =>
        [
            it.Action,
            it.Key,
            Money(it.GrossAmount, it.Unit),
            it.TaxAmount == 0 ? null : $"tax={Micros.ToText(it.TaxAmount)}",
            it.ShippingAmount == 0 ? null : $"shipping={Micros.ToText(it.ShippingAmount)}",
            it.DiscountAmount == 0 ? null : $"discount={Micros.ToText(it.DiscountAmount)}",
            it.Products.Count == 0 ? null : $"products={string.Join(',', it.Products)}",
            it.Codes.Count == 0 ? null : $"codes={string.Join(',', it.Codes)}",
        ];

    private static IEnumerable<string?> Refund(BillingRefund it) =>
        ["refund", it.Key, Money(it.Amount, it.Unit), it.IsStanding ? null : "failed"];

    private static IEnumerable<string?> Dispute(BillingDispute it) =>
        ["dispute", it.Key, $"{it.Stage}", Money(it.Amount, it.Unit)];

    private static IEnumerable<string?> Code(BillingCode it) =>
        [
            "code",
            it.Id,
            it.CouponId,
            it.Code,
            it.Name is null ? null : $"'{it.Name}'",
            it.PartnerKey is null ? null : $"partner={it.PartnerKey}",
            it.PercentOff is { } percent ? $"{percent}ppm" : null,
            it.AmountOff is { } amount ? Money(amount, it.Unit!) : null,
            it.MaxRedemptions is { } most ? string.Create(CultureInfo.InvariantCulture, $"most={most}") : null,
            it.ExpiresAt is { } at ? $"until={UtcMicros.ToDay(at)}" : null,
            it.IsActive ? null : "off",
        ];

    /// <summary>A buyer.</summary>
    /// <param name="it">The buyer.</param>
    public static string Of(BillingParty it) => string.Join(' ', PartsOf(it).OfType<string>());

    /// <summary>Ids.</summary>
    /// <param name="ids">The ids.</param>
    public static string Of(IEnumerable<BillingId> ids) => string.Join(' ', ids.Select(id => $"{id.Name}:{id.Id}"));

    private static IEnumerable<string?> PartsOf(BillingParty it) =>
        [
            it.CustomerKey is null ? null : $"key={it.CustomerKey}",
            it.ProviderId is null ? null : $"id={it.ProviderId}",
            it.Email is null ? null : $"email={it.Email}",
            it.Name is null ? null : $"name='{it.Name}'",
            it.PartnerKey is null ? null : $"partner={it.PartnerKey}",
            it.ReferringCustomerKey is null ? null : $"referrer={it.ReferringCustomerKey}",
            it.ClickId is null ? null : $"click={it.ClickId}",
            it.Metadata.Count == 0
                ? null
                : $"with={string.Join(',', it.Metadata.Select(pair => $"{pair.Key}:{pair.Value}"))}",
        ];

    private static string Money(long? micros, string unit) =>
        micros is { } amount ? $"{Micros.ToText(amount)} {unit}" : $"all {unit}";
}
