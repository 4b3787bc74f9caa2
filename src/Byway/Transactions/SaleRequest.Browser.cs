using Byway.Customers;
using Byway.Http;

namespace Byway.Transactions;

/// <content>A sale as a page reports it: nothing in it sets a reward, a time or a source.</content>
public sealed partial record SaleRequest
{
    /// <summary>What of a sale is read from browsers.</summary>
    public static readonly IReadOnlyList<FieldNote> BrowserNotes =
    [
        FieldNote
            .Key("key", "The merchant's key; a page that is loaded again reports the same sale.", "order_1")
            .Required(),
        FieldNote.Amount("amount", "What rewards are a share of, in major units.", "99.99").Required(),
        .. UnitField.Notes,
        FieldNote.Text("action", "A free label.", "sale").UpTo(100).Otherwise("\"sale\""),
        FieldNote.Texts("product_id", "What was sold.", "\"prod_1\""),
        FieldNote.Texts("product_type", "What kind of thing was sold.", "\"monthly\""),
        FieldNote.Object(
            "customer",
            "Who bought: the key or the e-mail. The name counts with `create_customer`.",
            FieldNote.Key("key", "The customer's key.", "customer_1"),
            FieldNote.Text("email", "As typed.", "carl@example.net"),
            FieldNote.Text("name", "First name.", "Carl"),
            FieldNote.Text("surname", "Last name.", "Brown")
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
        .. ReferralEvidence.Notes,
    ];

    /// <summary>A sale of <c>POST /p/{program}/transactions</c>.</summary>
    /// <param name="call">The call.</param>
    public static SaleRequest OfBrowser(ApiCall call)
    {
        var fields = call.Fields;
        var customer = fields.Object("customer");
        var key = customer?.Key("key");
        var email = customer is null ? null : CustomerFields.EmailOf(customer);
        var options = fields.Object("options");
        var evidence = ReferralEvidence.Of(call, options, ("", fields));
        var isNew = options?.Flag("create_customer") == true && key is not null;
        var amount = fields.Amount("amount");
        var sale = new SaleRequest
        {
            Path = "",
            Key = fields.Key("key"),
            Amount = amount ?? 0,
            Unit = UnitField.Of(fields),
            Action = fields.Text("action", 100) ?? "sale",
            ProductIds = ListOf(fields, "product_id"),
            ProductTypes = ListOf(fields, "product_type"),
            Source = Transaction.UnverifiedSource,
            Customer = new(null, key, email),
            NewCustomer = new(
                new()
                {
                    Key = key,
                    ReferralKey = call.IsAffiliate ? null : key,
                    Email = email,
                    Name = customer?.Text("name"),
                    Surname = customer?.Text("surname"),
                    ClickId = evidence.ClickId,
                },
                evidence
            ),
            Request = new(),
        };
        sale.Require(fields, amount);
        sale.Describe(amount);
        evidence.AddTo(sale.Request);
        return isNew ? sale : sale with { NewCustomer = null };
    }

    private void Require(Fields fields, long? amount)
    {
        if (Key is null)
        {
            fields.Fault("key", "The key is required.");
        }

        if (amount is null)
        {
            fields.Fault("amount", "The amount is required.");
        }

        if (Customer.IsEmpty)
        {
            fields.Fault("customer", "The customer is required: its key or email.");
        }
    }
}
