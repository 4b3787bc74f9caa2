using Byway.Http;

namespace Byway.Customers;

/// <summary>
/// Lists filtered by customer: <c>customer_key</c>, <c>customer.key</c>, <c>customer[key]</c>, or a nested object in
/// the body; key, id or e-mail.
/// </summary>
public static class CustomerFilter
{
    /// <summary>How a list names the customer.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes = NotesOf("customer", "customer");

    /// <summary>How a list names a customer under another name.</summary>
    /// <param name="name">The field.</param>
    /// <param name="who">Who it is, in words.</param>
    public static IReadOnlyList<FieldNote> NotesOf(string name, string who) =>
        [
            FieldNote
                .Key($"{name}_id", $"Only those of the {who} with this id.", "customer_1")
                .OrAs($"{name}.id", $"{name}[id]"),
            FieldNote
                .Key($"{name}_key", $"Only those of the {who} with this key.", "customer_1")
                .OrAs($"{name}.key", $"{name}[key]"),
            FieldNote
                .Text($"{name}_email", $"Only those of the {who} with this e-mail.", "carl@example.net")
                .OrAs($"{name}.email", $"{name}[email]"),
        ];

    /// <summary>Whom the list is about; null for everybody.</summary>
    /// <param name="fields">The request's fields.</param>
    /// <param name="name">The field.</param>
    public static NamedCustomer? Of(Fields fields, string name = "customer")
    {
        var named = fields.Object(name) is { } nested
            ? NamedCustomer.Of(nested)
            : new(
                fields.Key($"{name}_id") ?? fields.Key($"{name}.id") ?? fields.Key($"{name}[id]"),
                fields.Key($"{name}_key") ?? fields.Key($"{name}.key") ?? fields.Key($"{name}[key]"),
                fields.Text($"{name}_email") ?? fields.Text($"{name}.email") ?? fields.Text($"{name}[email]")
            );
        return named.IsEmpty ? null : named;
    }
}
