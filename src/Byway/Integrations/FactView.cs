using Byway.Http;

namespace Byway.Integrations;

/// <summary>One thing an event says.</summary>
public sealed record FactView
{
    /// <summary>
    /// <c>sale</c>, <c>sign_up</c>, <c>link</c>, <c>refund</c>, <c>refund_total</c>, <c>dispute</c>, <c>code</c> or
    /// <c>note</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Its own key; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>The ids of the payment it is about, such as <c>invoice_id:in_1</c>.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Names of the buyer.</summary>
    public IReadOnlyList<string> Buyer { get; init; } = [];

    /// <summary>Major units, with tax; null for none, or for all that is left.</summary>
    public MajorUnits? Amount { get; init; }

    /// <summary>ISO 4217; null without an amount.</summary>
    public string? Unit { get; init; }

    /// <summary>More about it; null when there is nothing more.</summary>
    public string? Says { get; init; }

    /// <summary>Of a fact.</summary>
    /// <param name="fact">The fact.</param>
    public static FactView Of(BillingFact fact) =>
        fact switch
        {
            BillingSale sale => new()
            {
                Kind = "sale",
                Key = sale.Key,
                Ids = TextsOf(sale.Ids),
                Buyer = NamesOf(sale.Party),
                Amount = new(sale.GrossAmount),
                Unit = sale.Unit,
                Says = sale.Action,
            },
            BillingSignUp signUp => new() { Kind = "sign_up", Buyer = NamesOf(signUp.Party) },
            BillingLink link => new() { Kind = "link", Ids = TextsOf(link.Ids) },
            BillingRefund refund => new()
            {
                Kind = "refund",
                Key = refund.Key,
                Ids = TextsOf(refund.Of),
                Amount = refund.Amount is { } amount ? new MajorUnits(amount) : null,
                Unit = refund.Unit,
                Says = refund.IsStanding ? null : "failed",
            },
            BillingRefundTotal total => new()
            {
                Kind = "refund_total",
                Ids = TextsOf(total.Of),
                Amount = new(total.Total),
                Unit = total.Unit,
            },
            BillingDispute dispute => new()
            {
                Kind = "dispute",
                Key = dispute.Key,
                Ids = TextsOf(dispute.Of),
                Amount = dispute.Amount is { } amount ? new MajorUnits(amount) : null,
                Unit = dispute.Unit,
                Says = dispute.Stage.ToString().ToLowerInvariant(),
            },
            BillingCode code => new()
            {
                Kind = "code",
                Key = code.Id,
                Says = code.Code ?? code.Name,
            },
            BillingNote note => new() { Kind = "note", Says = note.Sentence },
            _ => new() { Kind = "note" },
        };

    private static IReadOnlyList<string> TextsOf(IReadOnlyList<BillingId> ids) =>
        [.. ids.Select(id => $"{id.Name}:{id.Id}")];

    private static IReadOnlyList<string> NamesOf(BillingParty party) =>
        [.. new[] { party.CustomerKey, party.ProviderId, party.Email }.OfType<string>()];
}
