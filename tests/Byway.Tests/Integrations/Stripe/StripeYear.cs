using System.Text.Json.Nodes;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>
/// A subscription's life as Stripe tells it: sign-up and trial, the first invoice, three renewals, a partial refund of
/// the first invoice, a dispute that is lost and one that is lost and then won.
/// </summary>
public static class StripeYear
{
    private const long Month = 30 * 86_400;

    /// <summary>Anna's share at the end: 30 % of 49.00 for each invoice, less what was given back.</summary>
    /// <remarks>
    /// Four invoices are 58.80; the refund of 20.00 of 59.29 takes 4.958678 back, the lost dispute 14.70.
    /// </remarks>
    public const string Balance = "39.141322";

    /// <summary>All of it, in the order in which it happened.</summary>
    public static IReadOnlyList<JsonObject> Events { get; } =
    [
        EventFile.Read("customer.created"),
        EventFile.Read("customer.subscription.created"),
        EventFile.Read("checkout.session.completed.subscription"),
        EventFile.Read("invoice.paid.trial"),
        EventFile.Read("customer.subscription.trial_will_end"),
        .. Invoice("First", 0),
        .. Invoice("Second", 1),
        .. Invoice("Third", 2),
        .. Invoice("Fourth", 3),
        EventFile.Read("refund.created"),
        EventFile.Read("charge.refunded"),
        EventFile.Read("refund.updated"),
        EventFile.Read("refund.failed"),
        Dispute("charge.dispute.created", "Second"),
        Dispute("charge.dispute.funds_withdrawn", "Second"),
        Dispute("charge.dispute.closed.lost", "Second"),
        Dispute("charge.dispute.created", "Third"),
        Dispute("charge.dispute.closed.lost", "Third"),
        Dispute("charge.dispute.closed.won", "Third"),
        Dispute("charge.dispute.funds_reinstated", "Third"),
        EventFile.Read("customer.subscription.deleted"),
    ];

    /// <summary>Few of them, for every order: who, what was paid, which ids belong together, what was given back.</summary>
    public static IReadOnlyList<JsonObject> Few { get; } =
    [
        EventFile.Read("checkout.session.completed.subscription"),
        EventFile.Read("invoice.paid"),
        EventFile.Read("invoice_payment.paid"),
        EventFile.Read("charge.refunded"),
        Dispute("charge.dispute.closed.won", "First"),
    ];

    /// <summary>Anna's share after these.</summary>
    public const string BalanceOfFew = "9.741322";

    private static IEnumerable<JsonObject> Invoice(string name, int month)
    {
        string[] told = ["invoice.paid", "invoice.payment_succeeded", "invoice_payment.paid", "charge.succeeded"];
        return told.Select(type => Of(type, name, month));
    }

    private static JsonObject Dispute(string type, string name)
    {
        var one = Of(type, name, 0);
        one.Carried()["id"] = $"dp_{name}";
        return one;
    }

    private static JsonObject Of(string type, string name, int month)
    {
        var text = EventFile.Read(type).ToJsonString();
        foreach (var prefix in new[] { "in_", "pi_", "ch_" })
        {
            text = text.Replace($"\"{prefix}First\"", $"\"{prefix}{name}\"", StringComparison.Ordinal);
        }

        var one = JsonNode.Parse(text)!.AsObject();
        one["id"] = $"{one["id"]}_{name}";
        one["created"] = (long)one["created"]! + (month * Month);
        if (one.Carried()["status_transitions"] is JsonObject passed && passed["paid_at"] is { } paidAt)
        {
            passed["paid_at"] = (long)paidAt + (month * Month);
        }

        return one;
    }
}
