using Byway.Http;

namespace Byway.PromotionCodes;

/// <summary>A coupon to be made elsewhere too. Nothing is connected yet, so asking for it is a fault.</summary>
public static class SyncField
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly FieldNote Note = FieldNote.Object(
        "sync",
        "Where else to make the coupon. Refused while the provider is not connected, and none can be yet.",
        FieldNote.OneOf("provider", "Which provider.", "stripe", "shopify", "woocommerce", "paddle")
    );

    /// <summary>Refuses a provider that is not connected, which is each of them.</summary>
    /// <param name="fields">Where <c>sync</c> stands.</param>
    public static void Check(Fields fields)
    {
        var sync = fields.Object("sync");
        if (sync?.OneOf("provider", "stripe", "shopify", "woocommerce", "paddle") is { } provider)
        {
            sync.Fault("provider", $"The provider {provider} is not connected to this program.");
        }
    }
}
