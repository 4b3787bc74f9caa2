using System.Text.Json;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// Who an event is about. What the merchant attached stands in <c>meta_data</c> or in custom fields (<c>cf_…</c>) of
/// the invoice, the subscription or the customer; the closest to the payment counts.
/// </summary>
public static class ChargebeeParty
{
    private const string CustomField = "cf_";
    private const int MostFields = 50;
    private const int LongestField = 500;

    // What of an event's content names its customer, where the customer is not there.
    private static readonly string[] Parts =
    [
        "invoice",
        "transaction",
        "subscription",
        "credit_note",
        "dispute",
        "payment_source",
        "order",
        "quote",
    ];

    private static readonly string[] Reserved = ["customer_key", "partner_key", "referring_customer_key", "click_id"];

    /// <summary>The party of an event; null when it names nobody.</summary>
    /// <param name="content">The event's content.</param>
    /// <param name="paid">The invoice or payment it is about, for its <c>customer_id</c>.</param>
    public static BillingParty? Of(JsonElement content, JsonElement paid = default)
    {
        var customer = content.Object("customer");
        var subscription = content.Object("subscription");
        JsonElement[] places = [paid, subscription, customer];
        var attached = Attached(places);
        var party = new BillingParty
        {
            CustomerKey = attached.GetValueOrDefault("customer_key"),
            ProviderId = paid.Id("customer_id") ?? customer.Id("id") ?? subscription.Id("customer_id"),
            Email = customer.Text("email") ?? customer.Object("billing_address").Text("email"),
            Name = NameOf(customer),
            PartnerKey = attached.GetValueOrDefault("partner_key"),
            ReferringCustomerKey = attached.GetValueOrDefault("referring_customer_key"),
            ClickId = attached.GetValueOrDefault("click_id"),
            Metadata = attached
                .Where(field => !Reserved.Contains(field.Key, StringComparer.Ordinal))
                .OrderBy(field => field.Key, StringComparer.Ordinal)
                .Take(MostFields)
                .ToDictionary(StringComparer.Ordinal),
        };
        return party is { CustomerKey: null, ProviderId: null, Email: null } ? null : party;
    }

    /// <summary>Chargebee's id of whom an event is about; null for nobody.</summary>
    /// <param name="content">The event's content.</param>
    public static string? IdOf(JsonElement content) =>
        content.Object("customer").Id("id")
        ?? Parts.Select(part => content.Object(part).Id("customer_id")).FirstOrDefault(id => id is not null);

    /// <summary>A value the merchant attached to an object; null for none.</summary>
    /// <param name="place">The object.</param>
    /// <param name="name">Its name, without <c>cf_</c>.</param>
    public static string? Attached(JsonElement place, string name) =>
        place.Object("meta_data").Text(name) ?? place.Text(CustomField + name);

    private static Dictionary<string, string> Attached(IEnumerable<JsonElement> places)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var place in places.Where(place => place.ValueKind == JsonValueKind.Object))
        {
            var metadata = place.Object("meta_data");
            foreach (var field in metadata.ValueKind == JsonValueKind.Object ? Members(metadata) : [])
            {
                found.TryAdd(field.Name, field.Text);
            }

            foreach (var field in Members(place).Where(IsCustom))
            {
                found.TryAdd(field.Name[CustomField.Length..], field.Text);
            }
        }

        return found;
    }

    private static IEnumerable<(string Name, string Text)> Members(JsonElement place)
    {
        foreach (var member in place.EnumerateObject())
        {
            if (NameOf(member) is { } name && ChargebeeFields.TextOf(member.Value) is { } text)
            {
                yield return (name, Reserved.Contains(name, StringComparer.Ordinal) ? text : Shortened(text));
            }
        }
    }

    private static bool IsCustom((string Name, string Text) field) =>
        field.Name.Length > CustomField.Length && field.Name.StartsWith(CustomField, StringComparison.Ordinal);

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name is { Length: > 0 and <= 100 } name && !name.Contains('\0') ? name : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a character in the name
        }
    }

    private static string? NameOf(JsonElement customer)
    {
        var name = string.Join(
            ' ',
            new[] { customer.Text("first_name"), customer.Text("last_name") }.OfType<string>()
        );
        return name.Length > 0 ? name : customer.Text("company");
    }

    private static string Shortened(string text)
    {
        var kept = text.Length <= LongestField ? text : text[..LongestField];
        return char.IsHighSurrogate(kept[^1]) ? kept[..^1] : kept;
    }
}
