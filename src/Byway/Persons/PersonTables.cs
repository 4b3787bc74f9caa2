using Byway.Clicks;
using Byway.Customers;
using Byway.Integrations;
using Byway.Journal;
using Byway.Leads;
using Byway.Links;
using Byway.Mail;
using Byway.Newsletters;
using Byway.Partners;
using Byway.Payouts;
using Byway.PromotionCodes;
using Byway.Rewards;
using Byway.Storage;
using Byway.Transactions;
using Byway.Turns;
using Byway.Webhooks;

namespace Byway.Persons;

/// <summary>
/// Every table with personal columns. A test compares it with the database: a text column of any table is declared
/// personal in a table of this list, or a reason is given why it cannot be.
/// </summary>
public static class PersonTables
{
    /// <summary>The tables.</summary>
    public static readonly IReadOnlyList<ITable> All =
    [
        Partner.Table,
        Customer.Table,
        Lead.Table,
        Subscriber.Table,
        Transaction.Table,
        Refund.Table,
        Waiting.Table,
        RewardNote.Table,
        Payout.Table,
        PayoutDetails.Table,
        Link.Table,
        ReferralKey.Table,
        // Whose a click was stands in the other of the two.
        Click.Table,
        SignUpClick.Table,
        Coupon.Table,
        PromotionCode.Table,
        QueuedMail.Table,
        Claim.Table,
        EntryPersonal.Table,
        IdempotencyKey.Table,
        Webhook.Table,
        WebhookSecret.Table,
        Delivery.Table,
        ProviderEvent.Table,
    ];

    /// <summary>By name.</summary>
    public static readonly IReadOnlyDictionary<string, ITable> ByName = All.ToDictionary(
        table => table.Name,
        StringComparer.Ordinal
    );

    /// <summary>
    /// Where other people's rows may hold an address of somebody who is erased: free texts, and what was given as it
    /// was given. The first column beside the program names a row.
    /// </summary>
    public static readonly IReadOnlyList<(string Table, string Row, string Column)> Free =
    [
        ("customers", "number", "metadata"),
        ("transactions", "number", "key"),
        ("transactions", "number", "customer_ref"),
        ("transactions", "number", "external_ids"),
        ("transactions", "number", "metadata"),
        ("refunds", "number", "key"),
        ("reward_notes", "reward", "note"),
        ("reward_notes", "reward", "reason"),
        ("payouts", "number", "reason"),
        ("leads", "number", "answers"),
        ("coupons", "number", "metadata"),
        ("promotion_codes", "number", "subscribers"),
        ("promotion_codes", "number", "metadata"),
        ("provider_events", "number", "body"),
    ];
}
