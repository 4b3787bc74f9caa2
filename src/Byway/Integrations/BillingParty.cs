namespace Byway.Integrations;

/// <summary>
/// A buyer, by all the names one event gives. They are tried in the order <see cref="CustomerKey"/>,
/// <see cref="ProviderId"/>, <see cref="Email"/>.
/// </summary>
public sealed record BillingParty
{
    /// <summary>
    /// The merchant's own key of the customer, from <c>customer_key</c> in the metadata or custom data, or the client
    /// reference of a checkout.
    /// </summary>
    public string? CustomerKey { get; init; }

    /// <summary>The provider's id of the customer, such as <c>cus_…</c>.</summary>
    public string? ProviderId { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>The referral key from <c>partner_key</c> in the metadata; evidence, whatever stands in it.</summary>
    public string? PartnerKey { get; init; }

    /// <summary>The key of the referring customer from <c>referring_customer_key</c> in the metadata.</summary>
    public string? ReferringCustomerKey { get; init; }

    /// <summary>The click's id from <c>click_id</c> in the metadata.</summary>
    public string? ClickId { get; init; }

    /// <summary>The rest of the metadata or custom data, as text, for rules.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>An id that a provider gives to a payment or to a part of it.</summary>
/// <param name="Name">
/// What kind of id: <c>invoice_id</c>, <c>payment_id</c>, <c>charge_id</c>, <c>checkout_id</c> or <c>order_id</c>; the
/// same names as in <c>POST /v1/transactions</c>.
/// </param>
/// <param name="Id">The id.</param>
public readonly record struct BillingId(string Name, string Id);
