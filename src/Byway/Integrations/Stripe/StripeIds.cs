namespace Byway.Integrations.Stripe;

/// <summary>The ids that Stripe gives to one payment, under the names Byway has for them.</summary>
public sealed class StripeIds
{
    private readonly List<BillingId> ids = [];

    /// <summary>Adds an invoice's id, if there is one.</summary>
    /// <param name="id">Such as <c>in_…</c>.</param>
    public StripeIds Invoice(string? id) => Add("invoice_id", id);

    /// <summary>Adds a payment intent's id, if there is one.</summary>
    /// <param name="id">Such as <c>pi_…</c>.</param>
    public StripeIds Payment(string? id) => Add("payment_id", id);

    /// <summary>Adds a charge's id, if there is one.</summary>
    /// <param name="id">Such as <c>ch_…</c> or <c>py_…</c>.</param>
    public StripeIds Charge(string? id) => Add("charge_id", id);

    /// <summary>Adds a checkout session's id, if there is one.</summary>
    /// <param name="id">Such as <c>cs_…</c>.</param>
    public StripeIds Checkout(string? id) => Add("checkout_id", id);

    /// <summary>The ids, each once, in the order in which they were added.</summary>
    public IReadOnlyList<BillingId> List => ids;

    private StripeIds Add(string name, string? id)
    {
        if (id is not null && !ids.Contains(new(name, id)))
        {
            ids.Add(new(name, id));
        }

        return this;
    }
}
