namespace Byway.Integrations.Stripe;

/// <summary>Who an event is about: Stripe's customer, and what the merchant wrote into metadata.</summary>
public static class StripeParty
{
    /// <summary>The merchant's own key of the customer.</summary>
    public const string CustomerKey = "customer_key";

    /// <summary>The referral key of the partner.</summary>
    public const string PartnerKey = "partner_key";

    /// <summary>The key of the referring customer.</summary>
    public const string ReferringCustomerKey = "referring_customer_key";

    /// <summary>The click's id.</summary>
    public const string ClickId = "click_id";

    private static readonly HashSet<string> Own = [CustomerKey, PartnerKey, ReferringCustomerKey, ClickId];

    /// <summary>The party of an object that names its customer in the field <c>customer</c>.</summary>
    /// <param name="one">The object.</param>
    /// <param name="email">Its e-mail, or null: the customer's, where that is expanded.</param>
    /// <param name="name">Its name, or null: the customer's.</param>
    /// <param name="metadata">Metadata, from the nearest to the farthest: the nearest that has a key says it.</param>
    public static BillingParty Of(
        StripeObject one,
        string? email,
        string? name,
        params IEnumerable<StripeObject> metadata
    )
    {
        var customer = one.Object("customer");
        return Of(
            one.IdOf("customer"),
            email ?? customer.Text("email"),
            name ?? customer.Text("name"),
            [.. metadata, customer.Object("metadata")]
        );
    }

    /// <summary>The party that a customer is.</summary>
    /// <param name="customer">Stripe's customer.</param>
    public static BillingParty OfCustomer(StripeObject customer) =>
        Of(customer.Id, customer.Text("email"), customer.Text("name"), [customer.Object("metadata")]);

    /// <summary>Whether metadata says one of the names that Byway knows, and so that somebody's payment is meant.</summary>
    /// <param name="metadata">The metadata.</param>
    public static bool IsNamed(StripeObject metadata) => Own.Any(name => metadata.Text(name) is not null);

    private static BillingParty Of(string? id, string? email, string? name, List<StripeObject> metadata)
    {
        var rest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (member, value) in metadata.SelectMany(one => one.Texts()))
        {
            if (!Own.Contains(member))
            {
                rest.TryAdd(member, value);
            }
        }

        return new()
        {
            CustomerKey = First(CustomerKey),
            ProviderId = id,
            Email = email,
            Name = name,
            PartnerKey = First(PartnerKey),
            ReferringCustomerKey = First(ReferringCustomerKey),
            ClickId = First(ClickId),
            Metadata = rest,
        };

        string? First(string member) =>
            metadata.Select(one => one.Text(member)).FirstOrDefault(text => text is not null);
    }
}
