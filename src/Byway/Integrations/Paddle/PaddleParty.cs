using System.Text.Json;
using Byway.Values;

namespace Byway.Integrations.Paddle;

/// <summary>
/// Who an event is about. <c>custom_data</c> of the thing itself comes first, then that of the customer when the event
/// brings it along. Paddle copies a checkout's custom data to its transaction, from there to the subscription, and from
/// the subscription to every later transaction.
/// </summary>
public static class PaddleParty
{
    private const string CustomerKey = "customer_key";
    private const string PartnerKey = "partner_key";
    private const string ReferringCustomerKey = "referring_customer_key";
    private const string ClickId = "click_id";

    // Rules look at a few short texts; the rest stays in the event as it arrived.
    private const int MostMetadata = 50;
    private const int LongestText = 500;
    private const int LongestEvidence = 1_000;

    private static readonly string[] Keys = [CustomerKey, PartnerKey, ReferringCustomerKey, ClickId];

    /// <summary>The customer of a customer event.</summary>
    /// <param name="customer">The customer.</param>
    public static BillingParty OfCustomer(PaddleFields customer) =>
        Of(customer.Text("id"), customer.Text("email"), customer.Text("name"), [customer.Object("custom_data")]);

    /// <summary>The customer of a transaction or subscription.</summary>
    /// <param name="thing">The transaction or subscription.</param>
    public static BillingParty OfThing(PaddleFields thing)
    {
        var customer = thing.Object("customer");
        return Of(
            thing.Text("customer_id") ?? customer.Text("id"),
            customer.Text("email"),
            customer.Text("name"),
            [thing.Object("custom_data"), customer.Object("custom_data")]
        );
    }

    /// <summary>A customer known by what a report tells.</summary>
    /// <param name="id">The provider's id.</param>
    /// <param name="email">The address.</param>
    /// <param name="customData">Custom data, where the report has it.</param>
    public static BillingParty OfReport(string? id, string? email, PaddleFields customData) =>
        Of(id, email, null, [customData]);

    /// <summary>True when custom data says anything about who referred the customer or what they are called here.</summary>
    /// <param name="party">The customer.</param>
    public static bool IsTold(BillingParty party) =>
        party.CustomerKey is not null
        || party.PartnerKey is not null
        || party.ReferringCustomerKey is not null
        || party.ClickId is not null;

    private static BillingParty Of(string? id, string? email, string? name, PaddleFields[] customData) =>
        new()
        {
            CustomerKey = KeyOf(customData),
            ProviderId = Id(id),
            Email = Cut(email, LongestText),
            Name = Cut(name, LongestText),
            PartnerKey = Evidence(customData, PartnerKey),
            ReferringCustomerKey = Evidence(customData, ReferringCustomerKey),
            ClickId = Evidence(customData, ClickId),
            Metadata = MetadataOf(customData),
        };

    /// <summary>A text that is used as a key; null when it cannot be one.</summary>
    /// <param name="text">The text.</param>
    public static string? Id(string? text) => text is null || MerchantKey.FaultOf(text) is not null ? null : text;

    // A key that is no key is like none: the customer is found by Paddle's own id then.
    private static string? KeyOf(PaddleFields[] customData) =>
        customData.Select(data => Id(data.Text(CustomerKey))).FirstOrDefault(key => key is not null);

    private static string? Evidence(PaddleFields[] customData, string name) =>
        customData
            .Select(data => Cut(Written(data.Member(name)), LongestEvidence))
            .FirstOrDefault(text => text is not null);

    private static Dictionary<string, string> MetadataOf(PaddleFields[] customData)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var data in customData.Where(data => data.IsThere))
        {
            foreach (var member in data.Element.EnumerateObject())
            {
                var name = NameOf(member);
                if (name is null || Keys.Contains(name) || metadata.Count == MostMetadata)
                {
                    continue;
                }

                if (Cut(Written(member.Value), LongestText) is { } text)
                {
                    metadata.TryAdd(name, text);
                }
            }
        }

        return metadata;
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return Id(PaddleFields.Clean(member.Name));
        }
        catch (InvalidOperationException)
        {
            return null; // a lone surrogate, as in PaddleFields
        }
    }

    // Whatever stands there, as text: true, 7, {"a":1}. Empty things say nothing.
    private static string? Written(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String or JsonValueKind.Number => PaddleFields.TextOf(value),
            JsonValueKind.Array when value.GetArrayLength() == 0 => null,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => PaddleFields.Clean(value.GetRawText()),
        };

    private static string? Cut(string? text, int longest)
    {
        if (text is null || text.Length <= longest)
        {
            return text;
        }

        // Not between the halves of one character.
        return text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }
}
