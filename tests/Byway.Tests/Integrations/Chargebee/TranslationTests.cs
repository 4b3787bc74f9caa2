using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Integrations.Chargebee;
using Xunit;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>What each of Chargebee's events says: <c>events/*.json</c>, one line a case.</summary>
public sealed class TranslationTests
{
    private const string Lena = "shop-41/cbc_lena/lena@garden.example by anna";
    private const string Bare = "-/cbc_lena/- by -";
    private const string Garden = "[garden-EUR-Monthly]";

    /// <summary>The table: an event, and its facts.</summary>
    public static TheoryData<string, string> Events { get; } =
        new()
        {
            { "customer_created", $"sign-up {Lena}" },
            { "customer_deleted", "note" },
            { "subscription_created_in_trial", $"sign-up {Lena}" },
            { "subscription_trial_end_reminder", $"sign-up {Lena}" },
            { "subscription_cancelled", $"sign-up {Lena}" },
            {
                "subscription_activated",
                $"sign-up {Lena}\n"
                    + "sale INV-101 119 EUR tax 19 off 0 subscription"
                    + $" [invoice:INV-101 payment:txn_1] {Garden} [] {Lena}"
            },
            {
                "subscription_changed_prorated",
                $"sign-up {Lena}\n"
                    + "sale INV-109 59.5 EUR tax 9.5 off 0 proration"
                    + $" [invoice:INV-109 payment:txn_9] {Garden} [] {Lena}"
            },
            {
                "invoice_generated",
                $"sale INV-101 119 EUR tax 19 off 0 subscription [invoice:INV-101 payment:txn_1] {Garden} [] {Bare}"
            },
            { "invoice_generated_unpaid", "note" },
            {
                "invoice_updated_paid",
                $"sale INV-104 119 EUR tax 19 off 0 renewal [invoice:INV-104] {Garden} [] {Bare}"
            },
            { "invoice_updated_address", "note" },
            { "invoice_updated_voided", "refund void:INV-104 of [invoice:INV-104] all EUR" },
            {
                "invoice_updated_written_off",
                $"sale INV-108 40 EUR tax 6.386555 off 0 renewal [invoice:INV-108 payment:txn_8] {Garden} [] {Lena}"
            },
            { "invoice_deleted", "note" },
            {
                "payment_succeeded_first",
                "sale INV-101 119 EUR tax 19 off 0 subscription"
                    + $" [invoice:INV-101 payment:txn_1 charge:ch_txn_1] {Garden} [] {Lena}\n"
                    + "link [invoice:INV-101 payment:txn_1 charge:ch_txn_1]"
            },
            {
                "payment_succeeded_coupon",
                "sale INV-102 95.2 EUR tax 15.2 off 23.8 renewal"
                    + $" [invoice:INV-102 payment:txn_2 charge:ch_txn_2] {Garden} [LENA-7Q SPRING20] {Lena}\n"
                    + "link [invoice:INV-102 payment:txn_2 charge:ch_txn_2]"
            },
            { "payment_succeeded_partial", "link [invoice:INV-103 payment:txn_3 charge:ch_txn_3]" },
            {
                "payment_succeeded_rest",
                "sale INV-103 119 EUR tax 19 off 0 renewal"
                    + " [invoice:INV-103 payment:txn_3 payment:txn_4 charge:ch_txn_4]"
                    + $" {Garden} [] {Lena}\n"
                    + "link [invoice:INV-103 payment:txn_4 charge:ch_txn_4]"
            },
            { "payment_succeeded_two_invoices", "note" },
            {
                "payment_succeeded_credits_applied",
                "sale INV-107 89.25 EUR tax 14.25 off 0 renewal"
                    + $" [invoice:INV-107 payment:txn_7 charge:ch_txn_7] {Garden} [] {Lena}\n"
                    + "link [invoice:INV-107 payment:txn_7 charge:ch_txn_7]"
            },
            {
                "payment_succeeded_yen",
                $"sale INV-110 1500 JPY tax 136 off 0 sale [invoice:INV-110 payment:txn_10] [seeds-JPY] [] {Lena}\n"
                    + "link [invoice:INV-110 payment:txn_10]"
            },
            {
                "payment_succeeded_dinar",
                "sale INV-111 12.5 KWD tax 0 off 0 renewal"
                    + $" [invoice:INV-111 payment:txn_11 charge:ch_txn_11] {Garden} [] {Lena}\n"
                    + "link [invoice:INV-111 payment:txn_11 charge:ch_txn_11]"
            },
            { "payment_succeeded_advance", "note" },
            {
                "payment_succeeded_again",
                "no refund reversal:txn_2 of [invoice:INV-102] 95.2 EUR\n"
                    + "sale INV-102 95.2 EUR tax 15.2 off 0 renewal"
                    + $" [invoice:INV-102 payment:txn_15 payment:txn_2 charge:ch_txn_15] {Garden} [] {Lena}\n"
                    + "link [invoice:INV-102 payment:txn_15 charge:ch_txn_15]"
            },
            { "payment_failed", "note" },
            { "payment_initiated", "note" },
            { "payment_refunded_partial", "refund txn_r1 of [invoice:INV-101] 29.75 EUR" },
            {
                "payment_refunded_two_notes",
                "refund txn_r2:CN-20 of [invoice:INV-104] 10 EUR\nrefund txn_r2:CN-21 of [invoice:INV-105] 20 EUR"
            },
            { "refund_without_credit_note", "refund txn_r3 of [payment:txn_2] 10 EUR" },
            { "refund_failed", "no refund txn_r1 of [invoice:INV-101] 29.75 EUR" },
            { "refund_initiated", "note" },
            { "credit_note_created", "note" },
            { "credit_note_refunded", "refund txn_r1 of [invoice:INV-101] 29.75 EUR" },
            { "credit_note_chargeback", "note" },
            { "credit_note_deleted", "note" },
            { "chargeback", "dispute chargeback:txn_1 of [invoice:INV-101] 119 EUR Lost" },
            { "chargeback_won", "dispute chargeback:txn_1 of [payment:txn_1] 119 EUR Won" },
            { "dispute_won", "dispute chargeback:txn_1 of [payment:txn_1] 119 EUR Won" },
            { "dispute_inquiry", "note" },
            { "payment_reversal", "refund reversal:txn_2 of [payment:txn_2] 95.2 EUR" },
            { "offline_payment_deleted", "refund reversal:txn_2 of [invoice:INV-102] 95.2 EUR" },
            { "coupon_created", "code SPRING20 of - by anna 125000 ppm most 100 active" },
            { "coupon_fixed_archived", "code TENOFF of - by - 10 EUR most 100 off" },
            { "coupon_deleted", "code SPRING20 of - by anna 125000 ppm most 100 off" },
            { "coupon_codes_added", "note" },
            { "coupon_codes_deleted", "code LENA-7Q of SPRING20 by bruno 125000 ppm most 1 off" },
            { "order_created", "note" },
            { "item_price_created", "" },
        };

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_says(string name, string facts) => Assert.Equal(facts, Told.Lines(Told.Facts(name)));

    [Fact]
    public void Every_event_is_in_the_table() =>
        Assert.Equal(Told.Names, Events.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void The_API_wraps_an_event_and_it_says_the_same()
    {
        var wrapped = $$"""{"event":{{Told.Text("payment_succeeded_first")}}}""";
        var facts = new ChargebeeProvider().Translate(System.Text.Json.JsonElement.Parse(wrapped));
        Assert.Equal(Told.Lines(Told.Facts("payment_succeeded_first")), Told.Lines(facts));
    }

    [Fact]
    public void A_sale_occurred_when_its_invoice_was_settled_whichever_event_tells_it()
    {
        string[] names = ["subscription_activated", "invoice_generated", "payment_succeeded_first"];
        var times = names.SelectMany(name => Told.Facts(name).OfType<BillingSale>()).Select(sale => sale.OccurredAt);
        Assert.Equal([(1_767_225_600L + (14 * 86_400) + 2) * 1_000_000], times.Distinct());
    }

    [Fact]
    public void What_the_merchant_attached_to_the_invoice_counts_before_subscription_and_customer()
    {
        var body = JsonNode.Parse(Told.Text("payment_succeeded_first"))!;
        var content = body["content"]!;
        content["subscription"]!["meta_data"] = new JsonObject { ["partner_key"] = "bruno", ["tier"] = 3 };
        content["invoice"]!["cf_partner_key"] = "clara";
        content["customer"]!["cf_shoe_size"] = "39";
        var party = Sale(body).Party;
        Assert.Equal("clara", party.PartnerKey);
        Assert.Equal("clk_7", party.ClickId);
        Assert.Equal("campaign=spring shoe_size=39 tier=3", string.Join(' ', party.Metadata.Select(Pair)));
    }

    [Fact]
    public void A_charge_of_a_gateway_other_than_Stripe_is_no_charge_id()
    {
        var body = JsonNode.Parse(Told.Text("payment_succeeded_first"))!;
        body["content"]!["transaction"]!["gateway"] = "braintree";
        Assert.DoesNotContain(Sale(body).Ids, id => id.Name == "charge_id");
    }

    [Fact]
    public void A_payment_that_settles_more_than_the_invoice_is_not_the_invoices_id()
    {
        var body = JsonNode.Parse(Told.Text("payment_succeeded_first"))!;
        body["content"]!["transaction"]!["amount"] = 20_000;
        body["content"]!["invoice"]!["linked_payments"]![0]!["txn_amount"] = 20_000;
        Assert.Equal([new("invoice_id", "INV-101")], Sale(body).Ids);
    }

    [Theory]
    [InlineData("total", "null")]
    [InlineData("total", "-1")]
    [InlineData("total", "119.5")]
    [InlineData("total", "\"11900\"")]
    [InlineData("total", "9223372036854775807")]
    [InlineData("credits_applied", "-2")]
    [InlineData("currency_code", "\"XXX\"")]
    [InlineData("currency_code", "978")]
    [InlineData("id", "\"\"")]
    public void An_invoice_whose_money_cannot_be_read_is_no_sale(string name, string value)
    {
        var body = JsonNode.Parse(Told.Text("invoice_generated"))!;
        body["content"]!["invoice"]![name] = JsonNode.Parse(value);
        Assert.Equal("note", Told.Lines(Translate(body)));
    }

    [Theory]
    [InlineData("initiated", "chargeback", "Opened")]
    [InlineData("in_review", "chargeback", "Opened")]
    [InlineData("funds_withdrawn", "inquiry", "Opened")]
    [InlineData("in_review", "inquiry", null)]
    [InlineData("lost", "chargeback", "Lost")]
    [InlineData("won", "chargeback", "Won")]
    [InlineData("cancelled", "chargeback", "Won")]
    [InlineData("unheard_of", "chargeback", null)]
    public void A_dispute_has_a_stage(string status, string type, string? stage)
    {
        var body = JsonNode.Parse(Told.Text("dispute_won"))!;
        body["content"]!["dispute"]!["status"] = status;
        body["content"]!["dispute"]!["type"] = type;
        Assert.Equal(stage, Translate(body).OfType<BillingDispute>().SingleOrDefault()?.Stage.ToString());
    }

    private static BillingSale Sale(JsonNode body) => Translate(body).OfType<BillingSale>().Single();

    private static IReadOnlyList<BillingFact> Translate(JsonNode body) =>
        new ChargebeeProvider().Translate(System.Text.Json.JsonElement.Parse(body.ToJsonString()));

    private static string Pair(KeyValuePair<string, string> pair) => $"{pair.Key}={pair.Value}";
}
