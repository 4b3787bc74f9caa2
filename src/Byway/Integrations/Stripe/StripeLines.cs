namespace Byway.Integrations.Stripe;

/// <summary>What the lines of invoices and checkouts say, and the discounts on them.</summary>
public static class StripeLines
{
    /// <summary>
    /// Ids of the products and prices of lines, each once. Lines below zero give money back for what was not used:
    /// nothing is sold by them.
    /// </summary>
    /// <param name="lines">Lines, with <c>pricing</c> as since 2025-03-31, or <c>price</c> or <c>plan</c> as before.</param>
    public static IReadOnlyList<string> Products(IEnumerable<StripeObject> lines)
    {
        var products = new List<string>();
        foreach (var line in lines.Where(line => (line.Whole("amount") ?? line.Whole("amount_total") ?? 0) >= 0))
        {
            var details = line.Object("pricing").Object("price_details");
            string?[] ids =
            [
                details.IdOf("product"),
                line.Object("price").IdOf("product"),
                line.Object("plan").IdOf("product"),
                details.IdOf("price"),
                line.IdOf("price"),
                line.IdOf("plan"),
            ];
            products.AddRange(
                ids.OfType<string>().Where(id => !products.Contains(id, StringComparer.Ordinal)).Distinct()
            );
        }

        return products;
    }

    /// <summary>
    /// The promotion codes of discounts: as the buyer typed them where Stripe says so, otherwise Stripe's id of the
    /// code (<c>promo_…</c>), by which the code is known from its own events.
    /// </summary>
    /// <param name="discounts">Discounts, of sessions or of invoices where they are expanded.</param>
    public static IReadOnlyList<string> Codes(IEnumerable<StripeObject> discounts) =>
        [
            .. discounts
                .Select(one => one.Object("promotion_code").Text("code") ?? one.IdOf("promotion_code"))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>
    /// Shipping without its tax. <c>amount_subtotal</c> would have the tax in it where prices include it.
    /// </summary>
    /// <param name="cost">The field <c>shipping_cost</c>.</param>
    public static long? Shipping(StripeObject cost) =>
        cost.Whole("amount_total") is { } total ? total - (cost.Whole("amount_tax") ?? 0) : null;

    /// <summary>The sum of a field.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="name">The field.</param>
    public static long Sum(IEnumerable<StripeObject> objects, string name)
    {
        Int128 sum = 0;
        foreach (var one in objects)
        {
            sum += one.Whole(name) ?? 0;
        }

        return (long)Int128.Clamp(sum, long.MinValue, long.MaxValue);
    }
}
