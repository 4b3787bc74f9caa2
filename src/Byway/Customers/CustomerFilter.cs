using Byway.Http;

namespace Byway.Customers;

/// <summary>
/// Lists filtered by customer: <c>customer_key</c>, <c>customer.key</c>, <c>customer[key]</c>, or a nested object in
/// the body; key, id or e-mail.
/// </summary>
public static class CustomerFilter
{
    /// <summary>How a list names the customer.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote
            .Key("customer_id", "Only what belongs to the customer with this id.", "customer_1")
            .OrAs("customer.id", "customer[id]"),
        FieldNote
            .Key("customer_key", "Only what belongs to the customer with this referral key.", "carl")
            .OrAs("customer.key", "customer[key]"),
        FieldNote
            .Text("customer_email", "Only what belongs to the customer with this e-mail.", "carl@example.net")
            .OrAs("customer.email", "customer[email]"),
    ];

    /// <summary>Whom the list is about; null for everybody.</summary>
    /// <param name="fields">The request's fields.</param>
    public static NamedCustomer? Of(Fields fields)
    {
        var named = fields.Object("customer") is { } nested
            ? NamedCustomer.Of(nested)
            : new(Flat(fields, "id"), Flat(fields, "key"), Flat(fields, "email"));
        return named.IsEmpty ? null : named;
    }

    private static string? Flat(Fields fields, string name) =>
        fields.Text($"customer_{name}") ?? fields.Text($"customer.{name}") ?? fields.Text($"customer[{name}]");
}
