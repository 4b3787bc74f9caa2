using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Integrations.Stripe;
using Xunit;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>
/// Exports of past payments: what Stripe's command line and API list, and what the Dashboard writes as CSV. A payment
/// has the same key and ids as in its events.
/// </summary>
public sealed class StripeExportTests
{
    private const string Payments =
        "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Description,PaymentIntent ID,Status,"
        + "Customer ID,Customer Email,Invoice ID,Checkout Session ID,Client Reference ID,partner_key (metadata),"
        + "color (metadata)\n";

    private const string Invoices =
        "id,Amount Due,Amount Paid,Currency,Customer,Customer Email,Customer Name,Date (UTC),Paid At (UTC),Charge,"
        + "Number,Paid,Status,Subtotal,Tax,Total,Total Discount Amount\n";

    [Theory]
    [InlineData("invoice.paid")]
    [InlineData("invoice.paid.2020")]
    [InlineData("invoice.paid.credit")]
    [InlineData("checkout.session.completed.payment")]
    [InlineData("checkout.session.completed.subscription")]
    [InlineData("payment_intent.succeeded")]
    [InlineData("charge.succeeded")]
    [InlineData("refund.created")]
    [InlineData("refund.failed")]
    [InlineData("charge.dispute.closed.lost")]
    [InlineData("charge.dispute.created.inquiry")]
    [InlineData("customer.created")]
    [InlineData("customer.subscription.created")]
    [InlineData("coupon.created")]
    [InlineData("promotion_code.created")]
    [InlineData("credit_note.voided")]
    [InlineData("invoice_payment.paid")]
    public void A_listed_object_says_what_its_event_says(string name)
    {
        var one = EventFile.Read(name);
        var list = new JsonObject { ["object"] = "list", ["data"] = new JsonArray(one.Carried().DeepClone()) };
        var line = Assert.Single(Json(list.ToJsonString()));
        Assert.Null(line.Fault);
        Assert.Equal(EventFile.Facts(one), line.Facts.Select(FactLine.Of));
        Assert.StartsWith($"export:{one.Carried()["id"]}", line.Id, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invoice_that_is_not_paid_yet_has_another_name_than_when_it_is()
    {
        var invoice = EventFile.Read("invoice.paid").Carried();
        var paid = Assert.Single(Json(invoice.ToJsonString()));
        invoice["status"] = "open";
        var open = Assert.Single(Json(invoice.ToJsonString()));
        Assert.Equal(("export:in_First/paid", "export:in_First/open"), (paid.Id, open.Id));
        Assert.IsType<BillingNote>(Assert.Single(open.Facts));
    }

    [Fact]
    public void A_refunded_charge_is_a_link_and_a_total()
    {
        var charge = EventFile.Read("charge.refunded").Carried();
        var line = Assert.Single(Json(charge.ToJsonString()));
        Assert.Equal("export:ch_First/succeeded/2000", line.Id);
        Assert.Equal(
            ["link [payment:pi_First charge:ch_First]", "refunded 20 USD of [payment:pi_First charge:ch_First]"],
            line.Facts.Select(FactLine.Of)
        );
    }

    [Fact]
    public void A_listed_event_keeps_its_own_id()
    {
        var one = EventFile.Read("invoice.paid");
        Assert.Equal((string?)one["id"], Assert.Single(Json($"[{one.ToJsonString()}]")).Id);
    }

    [Fact]
    public void Lists_arrays_and_objects_may_follow_one_another_and_the_oldest_comes_first()
    {
        var trial = EventFile.Read("invoice.paid.trial").Carried().ToJsonString();
        var first = EventFile.Read("invoice.paid").Carried().ToJsonString();
        var credit = EventFile.Read("invoice.paid.credit").Carried().ToJsonString();
        var lines = Json($$"""{"object":"list","data":[{{credit}},{{first}}]}""" + "\n" + $"[{trial}]\n{first}");
        Assert.Equal(
            ["export:in_Trial/paid", "export:in_First/paid", "export:in_First/paid", "export:in_Credit/paid"],
            lines.Select(line => line.Id)
        );
        Assert.Equal([3, 2, 4, 1], lines.Select(line => line.Number));
    }

    [Theory]
    [InlineData("{", 1)]
    [InlineData("\n\n[1,2", 3)]
    [InlineData("nonsense", 1)]
    public void What_is_no_JSON_is_a_fault_with_its_line(string text, int line) =>
        Assert.Contains($" line {line} ", Assert.Single(Json(text), one => one.Fault is not null).Fault, default);

    [Theory]
    [InlineData("7")]
    [InlineData("""{"id":"in_1"}""")]
    [InlineData("""{"object":"invoice"}""")]
    [InlineData("""{"object":"product","id":"prod_1"}""")]
    public void What_is_no_object_of_interest_is_a_fault(string text)
    {
        var line = Assert.Single(Json(text));
        Assert.Empty(line.Facts);
        Assert.EndsWith(".", line.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Payments_are_sales_where_no_invoice_is()
    {
        var lines = Csv(
            Payments
                + "ch_2,2025-12-03 10:00:00,59.29,20.00,usd,true,\"Team, monthly\",pi_First,Paid,cus_Byw1,"
                + "carla@example.net,in_First,,,,\n"
                + "ch_1,2025-12-01 12:00,\"1,114.95\",0.00,usd,true,Lamp,pi_Pay,Paid,cus_Byw1,carla@example.net,,"
                + "cs_test_Pay,4711,anna,blue\n"
                + "ch_3,2025-12-04 10:00:00,12.00,12.00,usd,true,\"Own \"\"order\"\"\",pi_Own,Refunded,,,,,,anna,\n"
                + "ch_4,2025-12-05 10:00:00,12.00,0.00,usd,false,,pi_No,Failed,,,,,,anna,\n"
                + "ch_5,2025-12-06 10:00:00,500,0,jpy,true,,pi_Other,Paid,,,,,,,\n"
        );
        Assert.Equal(
            [
                "export:ch_1/Paid: sale pi_Pay [payment:pi_Pay charge:ch_1 checkout:cs_test_Pay] sale 1114.95 USD "
                    + "customer 4711 cus_Byw1 carla@example.net partner anna (color=blue)",
                "export:ch_2/Paid/20: link [invoice:in_First payment:pi_First charge:ch_2]",
                "export:ch_2/Paid/20: refunded 20 USD of [invoice:in_First payment:pi_First charge:ch_2]",
                "export:ch_3/Refunded/12: sale pi_Own [payment:pi_Own charge:ch_3] sale 12 USD partner anna",
                "export:ch_3/Refunded/12: refunded 12 USD of [payment:pi_Own charge:ch_3]",
                "export:ch_4/Failed: note",
                "export:ch_5/Paid: link [payment:pi_Other charge:ch_5]",
            ],
            lines.SelectMany(line => line.Facts.Select(fact => $"{line.Id}: {FactLine.Of(fact)}"))
        );
        Assert.Equal([3, 2, 4, 5, 6], lines.Select(line => line.Number));
    }

    [Fact]
    public void Invoices_are_sales_when_they_are_paid()
    {
        var lines = Csv(
            Invoices
                + "in_First,59.29,59.29,usd,cus_Byw1,carla@example.net,Carla,2025-12-15 13:00,2025-12-15 13:00,ch_First,"
                + "BYW1-1,true,paid,49.00,10.29,59.29,\n"
                + "in_Credit,60.50,30.25,usd,cus_Byw1,,,2026-01-15 13:00,2026-01-15 13:00,,BYW1-2,true,paid,50.00,10.50,"
                + "60.50,5.00\n"
                + "in_Open,60.50,0.00,usd,cus_Byw1,,,2026-02-15 13:00,,,BYW1-3,false,open,50.00,10.50,60.50,\n"
        );
        Assert.Equal(
            [
                "sale in_First [invoice:in_First charge:ch_First] sale 59.29 USD tax 10.29 cus_Byw1 carla@example.net "
                    + "named Carla",
                "sale in_Credit [invoice:in_Credit] sale 30.25 USD tax 5.25 discount 5 cus_Byw1",
                "note",
            ],
            lines.SelectMany(line => line.Facts).Select(FactLine.Of)
        );
    }

    [Fact]
    public void Refunds_are_refunds()
    {
        var lines = Csv(
            "id,Created (UTC),Amount,Currency,Charge ID,PaymentIntent ID,Status\n"
                + "re_1,2025-12-20 10:00,20.00,usd,ch_First,pi_First,succeeded\n"
                + "re_2,2025-12-21 10:00,-10.00,usd,ch_First,pi_First,failed\n"
        );
        Assert.Equal(
            [
                "refund re_1 20 USD of [payment:pi_First charge:ch_First]",
                "no refund re_2 10 USD of [payment:pi_First charge:ch_First]",
            ],
            lines.SelectMany(line => line.Facts).Select(FactLine.Of)
        );
    }

    [Theory]
    [InlineData("id,Amount,Currency\n1,2,usd", 1)]
    [InlineData("id,Amount,Amount Refunded,Currency,Status\nch_1,2.00,0.00,usd,Paid", 1)]
    [InlineData("Payee,Total\nx,y", 1)]
    [InlineData(Payments + "ch_1,yesterday,1.00,0.00,usd,true,,pi_1,Paid,,,,,,,", 2)]
    [InlineData(Payments + "ch_1,2025-12-01 12:00,one,0.00,usd,true,,pi_1,Paid,,,,,,,", 2)]
    [InlineData(Payments + "ch_1,2025-12-01 12:00,1.00,0.00,dollars,true,,pi_1,Paid,,,,,,,", 2)]
    [InlineData(Payments + ",2025-12-01 12:00,1.00,0.00,usd,true,,pi_1,Paid,,,,,,,", 2)]
    [InlineData(Payments + "ch_1", 2)]
    [InlineData(Payments + "\"ch_1", 2)]
    public void A_line_that_cannot_be_read_is_a_fault_with_its_number(string text, long number)
    {
        var line = Assert.Single(Csv(text));
        Assert.Equal(number, line.Number);
        Assert.EndsWith(".", line.Fault, StringComparison.Ordinal);
        Assert.Empty(line.Facts);
    }

    private static List<ExportedLine> Json(string text) => Read(text, "invoices.json");

    private static List<ExportedLine> Csv(string text) => Read(text, "unified_payments.CSV");

    private static List<ExportedLine> Read(string text, string name)
    {
        using var reader = new StringReader(text);
        return [.. new StripeProvider().ReadExport(reader, name)];
    }
}
