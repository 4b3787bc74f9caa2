using System.Text.Json;
using Byway.Customers;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;

namespace Byway.Integrations;

/// <summary>Payments of a billing provider become sales: the same that <c>POST /v1/transactions</c> makes.</summary>
/// <param name="facts">The turn.</param>
/// <param name="settings">What of the payment is the sale's amount.</param>
/// <param name="caller">Who asks.</param>
/// <param name="buyers">Who pays.</param>
internal sealed class BillingSales(FactTurn facts, BillingSettings settings, Caller caller, BillingSignUps buyers)
{
    private const int LongestMetadata = 8000;
    private const int LongestCode = 100;

    private readonly Turn turn = facts.Turn;
    private readonly PaymentBook payments = new(facts);

    /// <summary>Takes a payment.</summary>
    /// <param name="sale">The payment.</param>
    public FactOutcome Take(BillingSale sale)
    {
        // Shape
        var party = buyers.Whole(sale.Party);
        if (sale.GrossAmount <= 0)
        {
            return FactOutcome.Noted("Nothing was paid, so there is no sale.", buyers.Find(party)?.Number);
        }

        if (Unit.Currency(sale.Unit) is null || sale.GrossAmount > Micros.Largest)
        {
            return new(EventStatus.Refused, "Its amount or currency cannot be booked.");
        }

        // Facts
        var payment = payments.Join(sale.Ids) with
        {
            GrossAmount = sale.GrossAmount,
            Unit = sale.Unit,
        };
        var told = payment.Sale is { } number
            ? turn.Get(Transaction.Table, number)
            : payments.SaleBefore(sale.Ids, sale.Key);
        var outcome = told is not null
            ? Again(payment with { Sale = told.Number }, told, sale)
            : Record(payment, sale, party);
        facts.Close(payment.Number, Journal.DecisionCode.AlreadyReported, sale.Key);
        return outcome with { Payment = payment.Number };
    }

    private FactOutcome Again(BillingPayment payment, Transaction told, BillingSale sale)
    {
        payments.Recount(payment, sale.OccurredAt, sale.Key);
        return FactOutcome.Noted(
            told.DeletedAt is null
                ? "The same payment was told before; it is one sale."
                : "The payment's sale was deleted; it stays deleted.",
            told.CustomerNumber
        );
    }

    private FactOutcome Record(BillingPayment payment, BillingSale sale, BillingParty party)
    {
        facts.Put(BillingPayment.Table, payment);
        var code = CodeOf(sale);
        // Where payments say whose they are, the buyer's record with that partner is made with the sale.
        var partnerKey = turn is { IsAffiliate: true, Settings.IsTransactionBased: true }
            ? PartnerKeyClue.Of(party.PartnerKey)
            : null;
        if (partnerKey is null && (HasEvidence(party) || (code is not null && IsOfPartner(code))))
        {
            buyers.Take(party, sale.OccurredAt, isNeeded: true);
        }

        var known = buyers.Find(party);
        if (known is not null)
        {
            known = buyers.Keep(known, party);
        }

        var outcome = Sales.Record(turn, RequestOf(sale, party, known, code) with { PartnerKey = partnerKey }, caller);
        return outcome.Refusal is null
            ? FactOutcome.Booked("The payment is a sale.", known?.Number)
            : new(EventStatus.Refused, "The sale was refused: its key is in use with another meaning.", known?.Number);
    }

    private SaleRequest RequestOf(BillingSale sale, BillingParty party, Customer? known, string? code)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in sale.Ids.Where(id => PaymentBook.Names.Contains(id.Name) && IsKey(id.Id)))
        {
            ids.TryAdd(id.Name, id.Id);
        }

        var names = new[] { party.CustomerKey, party.ProviderId }.OfType<string>().ToList();
        return SaleRequest.OfBilling(
            new()
            {
                Path = "",
                Key = sale.Key,
                Amount = BillingRule.AmountOf(sale.GrossAmount, sale.TaxAmount, sale.ShippingAmount, settings),
                Unit = sale.Unit,
                Action = sale.Action,
                ProductIds = sale.Products.Count == 0 ? null : TextsOf(sale.Products),
                GrossAmount = sale.GrossAmount,
                DiscountAmount = sale.DiscountAmount == 0 ? null : sale.DiscountAmount,
                TaxAmount = sale.TaxAmount == 0 ? null : sale.TaxAmount,
                ShippingAmount = sale.ShippingAmount == 0 ? null : sale.ShippingAmount,
                DiscountCode = code,
                Source = facts.Provider,
                ExternalIds = ids,
                Metadata = MetadataOf(party.Metadata),
                CreatedAt = sale.OccurredAt,
                Customer = known is not null
                    ? new(known.Key, null, null)
                    : new(names.FirstOrDefault(), null, names.Count == 0 ? party.Email : null),
                AlsoNamed = known is null ? new(names, party.Email) : null,
                Request = new(),
            },
            sale.Key
        );
    }

    private bool HasEvidence(BillingParty party) =>
        !string.IsNullOrEmpty(party.ClickId)
        || !string.IsNullOrEmpty(turn.IsAffiliate ? party.PartnerKey : party.ReferringCustomerKey ?? party.PartnerKey);

    /// <summary>Of several codes the first of ours, by what buyers type or by the provider's id of it.</summary>
    private string? CodeOf(BillingSale sale)
    {
        var codes = sale
            .Codes.Select(code => TypedOf(code) ?? code)
            .Where(code => code.Length is > 0 and <= LongestCode && !code.Contains('\0'))
            .ToList();
        return codes.Find(code => PromotionCodeFinder.ByCode(turn, code) is not null) ?? codes.FirstOrDefault();
    }

    private string? TypedOf(string id) =>
        turn.Get(BilledCode.Table, text: facts.HashOf("code", id))?.PromotionCode is { } number
        && turn.Get(PromotionCode.Table, number) is { DeletedAt: null } code
            ? code.Code
            : null;

    private bool IsOfPartner(string code) => PromotionCodeFinder.ByCode(turn, code) is { Partners.Count: > 0 };

    private static bool IsKey(string id) => MerchantKey.FaultOf(id) is null;

    private static string TextsOf(IReadOnlyList<string> texts) =>
        JsonSerializer.Serialize(texts, StoredJson.Default.Texts);

    private static string? MetadataOf(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
        {
            return null;
        }

        var pairs = metadata.ToDictionary(
            pair => pair.Key.Replace("\0", "", StringComparison.Ordinal),
            pair => pair.Value.Replace("\0", "", StringComparison.Ordinal),
            StringComparer.Ordinal
        );
        var json = JsonSerializer.Serialize(pairs, StoredJson.Default.Pairs);
        return json.Length <= LongestMetadata ? json : null;
    }
}
