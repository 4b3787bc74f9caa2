using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;

namespace Byway.Customers;

/// <summary>The fields that make up a customer.</summary>
public sealed record CustomerFields
{
    /// <summary>What makes up a customer.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Key(
            "key",
            "Affiliate: the merchant's own id of the customer; a sign-up needs it. Refer-a-friend: the public "
                + "referral key.",
            "customer_1"
        ),
        FieldNote.Key(
            "id",
            "Refer-a-friend: the merchant's own id of the customer. Id and key equal each other when one is sent, and "
                + "are made up when none is.",
            "customer_1"
        ),
        FieldNote.Text("email", "As typed; it never fails a sign-up and need not be unique.", "carl@example.net"),
        FieldNote.Text("name", "First name.", "Carl"),
        FieldNote.Text("surname", "Last name.", "Brown"),
        FieldNote.Texts("tags", "Tags, replacing the former ones; `[]` clears them.", """["new"]"""),
        FieldNote.Free("metadata", "The merchant's own fields, 8,000 characters at most.", """{"plan":"pro"}"""),
        OccurredAt.Note,
    ];

    private const int LongestEmail = 255;

    /// <summary>The merchant's key (affiliate) or the id (refer-a-friend).</summary>
    public string? Key { get; init; }

    /// <summary>Public referral key, refer-a-friend only.</summary>
    public string? ReferralKey { get; init; }

    /// <summary>Trimmed; need not be an address.</summary>
    public string? Email { get; init; }

    /// <summary>First name.</summary>
    public string? Name { get; init; }

    /// <summary>Last name.</summary>
    public string? Surname { get; init; }

    /// <summary>JSON list; null when absent.</summary>
    public string? Tags { get; init; }

    /// <summary>JSON object; null when absent.</summary>
    public string? Metadata { get; init; }

    /// <summary>The name of a click id in the address the customer landed on; no part of the customer.</summary>
    public string? ClickId { get; init; }

    /// <summary>When the sign-up occurred; null for now.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>
    /// Reads them. In refer-a-friend programs <c>id</c> and <c>key</c> equal each other when only one is sent.
    /// </summary>
    /// <param name="call">The call, for the program's type and clock.</param>
    /// <param name="fields">Where they stand.</param>
    public static CustomerFields Of(ApiCall call, Fields fields)
    {
        var key = fields.Key("key");
        var id = call.IsAffiliate ? key ?? fields.Key("id") : fields.Key("id") ?? key;
        return new()
        {
            Key = id,
            ReferralKey = call.IsAffiliate ? null : key ?? id,
            Email = EmailOf(fields),
            Name = fields.Text("name"),
            Surname = fields.Text("surname"),
            Tags = PartnerFields.TagsOf(fields),
            Metadata = fields.Free("metadata"),
            CreatedAt = OccurredAt.Of(fields, call),
        };
    }

    /// <summary>A customer's e-mail as typed: it never fails a sign-up, so what cannot be kept is left out.</summary>
    /// <param name="fields">Where it stands.</param>
    public static string? EmailOf(Fields fields)
    {
        var value = fields.Anything("email");
        var text =
            value.ValueKind is JsonValueKind.String
                ? value.GetString()!.Replace("\0", "", StringComparison.Ordinal).Trim()
                : "";
        return text.Length is > 0 and <= LongestEmail ? text : null;
    }

    /// <summary>Adds them to the stored request.</summary>
    /// <param name="request">The stored request.</param>
    /// <param name="isAffiliate">True in affiliate programs.</param>
    public void AddTo(RequestText request, bool isAffiliate)
    {
        request.Add(isAffiliate ? "key" : "id", Key);
        if (ReferralKey != Key)
        {
            request.Add("key", ReferralKey);
        }

        request
            .Add("email", Email)
            .Add("name", Name)
            .Add("surname", Surname)
            .Add("metadata", Metadata)
            .Apart("tags", Tags);
        request.Apart("created_at", CreatedAt is { } at ? Values.UtcMicros.ToText(at) : null);
    }
}
