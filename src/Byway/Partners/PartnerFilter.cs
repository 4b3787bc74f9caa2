using Byway.Http;

namespace Byway.Partners;

/// <summary>
/// Lists filtered by partner: <c>partner_key</c>, <c>partner.key</c>, <c>partner[key]</c>, or a nested object in the
/// body; key, id or e-mail.
/// </summary>
public static class PartnerFilter
{
    /// <summary>How a list names the partner.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote
            .Key("partner_id", "Only what belongs to the partner with this id.", "par_anna")
            .UpTo(FieldBounds.LongestText)
            .OrAs("partner.id", "partner[id]"),
        FieldNote
            .Key("partner_key", "Only what belongs to the partner with this referral key.", "anna")
            .UpTo(FieldBounds.LongestText)
            .OrAs("partner.key", "partner[key]"),
        FieldNote
            .Text("partner_email", "Only what belongs to the partner with this e-mail.", "anna@example.com")
            .OrAs("partner.email", "partner[email]"),
    ];

    /// <summary>Whom the list is about; null for everybody.</summary>
    /// <param name="fields">The request's fields.</param>
    public static NamedPartner? Of(Fields fields)
    {
        var named = fields.Object("partner") is { } nested
            ? NamedPartner.Of(nested)
            : new(Flat(fields, "id"), Flat(fields, "key"), Flat(fields, "email"));
        return named.IsEmpty ? null : named;
    }

    private static string? Flat(Fields fields, string name) =>
        fields.Text($"partner_{name}") ?? fields.Text($"partner.{name}") ?? fields.Text($"partner[{name}]");
}
