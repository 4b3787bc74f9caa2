using System.Text.Json;

namespace Byway.Integrations.Paddle;

/// <summary>
/// What Paddle's events say in Byway's words. Pure, and never at a loss: what cannot be read becomes a note, and a type
/// that is not known gives nothing.
/// </summary>
public static class PaddleTranslation
{
    // What else can be ticked at Paddle. None of it changes what a partner earns.
    private static readonly Dictionary<string, string> Notes = new(StringComparer.Ordinal)
    {
        ["address"] = "Addresses are not needed here.",
        ["api_key"] = "Paddle's API keys are not needed here.",
        ["api_key_exposure"] = "Paddle's API keys are not needed here.",
        ["business"] = "Businesses are not needed here.",
        ["client_token"] = "Paddle's client tokens are not needed here.",
        ["discount_group"] = "Groups of discounts are not needed here; each discount is told by itself.",
        ["flow_session"] = "Sessions are not needed here.",
        ["funnel_session"] = "Sessions are not needed here.",
        ["invoice"] = "Invoices are told by their transactions.",
        ["payment_method"] = "Payment methods are not needed here.",
        ["payout"] = "What Paddle pays to the merchant is not needed here.",
        ["price"] = "Prices are not needed here; each sale names its own.",
        ["product"] = "Products are not needed here; each sale names its own.",
        ["report"] = "Reports are not needed here; byway integration backfill reads them.",
    };

    /// <summary>What an event calls itself; null when it is none.</summary>
    /// <param name="body">The event as it arrived.</param>
    public static BillingEventHead? HeadOf(JsonElement body)
    {
        var fields = new PaddleFields(body);
        var occurredAt = fields.Time("occurred_at") ?? fields.Object("data").Time("updated_at");
        return
            PaddleParty.Id(fields.Text("event_id")) is { } id
            && PaddleParty.Id(fields.Text("event_type")) is { } type
            && occurredAt is { } at
            ? new(id, type, at)
            : null;
    }

    /// <summary>What an event says; empty when its type is not known here.</summary>
    /// <param name="body">The event.</param>
    public static IReadOnlyList<BillingFact> FactsOf(JsonElement body)
    {
        var fields = new PaddleFields(body);
        var type = fields.Text("event_type") ?? "";
        var data = fields.Object("data");
        var at = fields.Time("occurred_at") ?? data.Time("updated_at") ?? 0;
        var dot = type.IndexOf('.', StringComparison.Ordinal);
        var (noun, verb) = dot < 0 ? (type, "") : (type[..dot], type[(dot + 1)..]);
        return FactsOf(noun, verb, data, at);
    }

    /// <summary>What a thing of Paddle's says, in an event or in a list of the API.</summary>
    /// <param name="noun">transaction, adjustment, subscription, customer, discount …</param>
    /// <param name="verb">completed, updated …; empty in a list.</param>
    /// <param name="data">The thing.</param>
    /// <param name="at">When it was told; Unix microseconds.</param>
    public static IReadOnlyList<BillingFact> FactsOf(string noun, string verb, PaddleFields data, long at) =>
        noun switch
        {
            "transaction" => PaddleTransaction.Of(data).Facts(at),
            "adjustment" => PaddleAdjustment.Of(data).Facts(at),
            "subscription" => [Subscription(verb, data, at)],
            "customer" => [Customer(data, at)],
            "discount" => PaddleDiscount.Facts(data, at),
            _ => Notes.TryGetValue(noun, out var sentence) ? [Note(at, sentence)] : [],
        };

    private static BillingNote Note(long at, string sentence) => new() { OccurredAt = at, Sentence = sentence };

    // Sign-ups have the time at which the customer, or the subscription, began: it is the same whichever of their events
    // arrives first.
    private static BillingFact Customer(PaddleFields data, long at)
    {
        var party = PaddleParty.OfCustomer(data);
        return party.ProviderId is null && party.Email is null && party.CustomerKey is null
                ? Note(at, "The customer has no readable id.")
            : data.Text("status") == "archived"
                ? Note(at, "The customer was archived at Paddle; here it stays as it is.")
            : new BillingSignUp { OccurredAt = data.Time("created_at") ?? at, Party = party };
    }

    // A subscription that begins tells of its customer; later events do when their custom data says who that is or who
    // referred them, for it can be added afterwards.
    private static BillingFact Subscription(string verb, PaddleFields data, long at)
    {
        var party = PaddleParty.OfThing(data);
        var isBeginning = verb is "created" or "trialing" or "activated" or "imported" or "";
        return party.ProviderId is null && party.CustomerKey is null
                ? Note(at, "The subscription has no readable customer.")
            : isBeginning || PaddleParty.IsTold(party)
                ? new BillingSignUp { OccurredAt = data.Time("created_at") ?? at, Party = party }
            : Note(at, "What a subscription costs is told by its transactions.");
    }
}
