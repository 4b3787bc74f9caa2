using Byway.Customers;
using Byway.Http;
using Byway.Partners;

namespace Byway.Transactions;

/// <summary>What the API's document says about the fields of a sale.</summary>
public sealed partial record SaleRequest
{
    /// <summary>The sale itself: also of the sale that rides on a sign-up.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Key("key", "The merchant's key, which makes the sale repeatable. Made up when absent.", "order_1"),
        FieldNote.Amount("amount", "What rewards are a share of, in major units; or give a `reward`.", "99.99"),
        FieldNote.Amount("reward", "Sets the reward, in major units, in place of the program's rule.", "15"),
        .. UnitField.Notes,
        FieldNote.Text("action", "A free label.", "sale").UpTo(100).Otherwise("\"sale\""),
        FieldNote.Texts("product_id", "What was sold.", "\"prod_1\""),
        FieldNote.Texts("product_type", "What kind of thing was sold.", "\"monthly\""),
        FieldNote.Amount("gross_amount", "What the customer paid, kept beside the amount.", "118.99"),
        FieldNote.Amount("discount_amount", "Discount, kept beside the amount.", "5"),
        FieldNote.Amount("tax_amount", "Tax, kept beside the amount.", "19"),
        FieldNote.Amount("shipping_amount", "Shipping, kept beside the amount.", "4.9"),
        FieldNote.Text("discount_code", "The code used, kept beside the amount.", "SPRING").UpTo(100),
        FieldNote.Text("source", "Who reports the sale.", "api").UpTo(50).Otherwise("\"api\""),
        FieldNote.Key("invoice_id", "The invoice; a second report of it is the same sale.", "in_1"),
        FieldNote.Key("charge_id", "The charge; a second report of it is the same sale.", "ch_1"),
        FieldNote.Key("order_id", "The order; a second report of it is the same sale.", "or_1"),
        FieldNote.Key("payment_id", "The payment; a second report of it is the same sale.", "pi_1"),
        FieldNote.Key("checkout_id", "The checkout; a second report of it is the same sale.", "cs_1"),
        FieldNote.Free("metadata", "The merchant's own fields, 8,000 characters at most.", """{"channel":"web"}"""),
        FieldNote.Flag("rewardable", "False when the sale earns nothing.", "true").Otherwise("true"),
        FieldNote.Flag("rewarded", "True when the reward was paid elsewhere already.", "false").Otherwise("false"),
        OccurredAt.Note,
    ];

    /// <summary>Who bought, and what is to be done when nobody knows them.</summary>
    public static readonly IReadOnlyList<FieldNote> BuyerNotes =
    [
        FieldNote.Object(
            "customer",
            "Who bought: `key`, `id` or `email`, one of them required. The other fields count with `create_customer`.",
            [.. CustomerFields.Notes, .. ReferralEvidence.Notes]
        ),
        FieldNote.Object(
            "options",
            "How to take the sale.",
            FieldNote
                .Flag("create_customer", "Create the customer when there is none; it awaits its sign-up.", "true")
                .Otherwise("false"),
            ReferralEvidence.AddressNote,
            ReferralEvidence.ClickedAtNote
        ),
    ];
}
