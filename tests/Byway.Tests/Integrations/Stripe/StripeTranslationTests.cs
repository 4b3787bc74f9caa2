using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Integrations.Stripe;
using Xunit;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>What each of Stripe's events says: the table is <c>events/said.txt</c>, the variations stand here.</summary>
public sealed class StripeTranslationTests
{
    /// <summary>The events, for theories.</summary>
    public static TheoryData<string> Names => [.. EventFile.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_says_what_the_table_says(string name) =>
        Assert.Equal(EventFile.Table[name], EventFile.Facts(EventFile.Read(name)));

    [Fact]
    public void The_table_has_a_line_for_each_event_and_no_other() =>
        Assert.Equal(EventFile.Names, EventFile.Table.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_has_a_head(string name)
    {
        var one = EventFile.Read(name);
        var head = new StripeProvider().Read(System.Text.Json.JsonElement.Parse(one.ToJsonString()))!;
        Assert.Equal((string?)one["id"], head.Id);
        Assert.Equal((string?)one["type"], head.Type);
        Assert.True(head.OccurredAt is > 1_700_000_000_000_000 and < 1_900_000_000_000_000, $"{head.OccurredAt}");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":"evt_1","type":"invoice.paid","created":1764590400}""")]
    [InlineData("""{"object":"event","type":"invoice.paid","created":1764590400}""")]
    [InlineData("""{"object":"event","id":"evt_1","created":1764590400}""")]
    [InlineData("""{"object":"event","id":"evt_1","type":"invoice.paid","created":"yesterday"}""")]
    [InlineData("""{"object":"invoice","id":"in_1","type":"invoice.paid","created":1764590400}""")]
    public void What_is_no_event_has_no_head(string body) =>
        Assert.Null(new StripeProvider().Read(System.Text.Json.JsonElement.Parse(body)));

    [Theory]
    [InlineData("subscription_create", "subscription")]
    [InlineData("subscription_cycle", "renewal")]
    [InlineData("subscription_threshold", "renewal")]
    [InlineData("subscription", "renewal")]
    [InlineData("subscription_update", "proration")]
    [InlineData("manual", "sale")]
    [InlineData("quote_accept", "sale")]
    [InlineData(null, "sale")]
    public void Why_an_invoice_was_made_says_what_kind_of_sale_it_is(string? reason, string action)
    {
        var one = EventFile.Read("invoice.paid");
        one.Carried()["billing_reason"] = reason;
        Assert.Contains($" {action} 59.29 USD", EventFile.Said(one), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jpy", 5929, "5929 JPY")]
    [InlineData("kwd", 5930, "5.93 KWD")]
    [InlineData("isk", 592_900, "5929 ISK")]
    [InlineData("ugx", 592_900, "5929 UGX")]
    [InlineData("huf", 592_900, "5929 HUF")]
    [InlineData("twd", 592_900, "5929 TWD")]
    [InlineData("mga", 5929, "5929 MGA")]
    [InlineData("EUR", 5929, "59.29 EUR")]
    public void An_amount_is_counted_as_Stripe_counts_its_currency(string currency, long amount, string expected)
    {
        var one = EventFile.Read("invoice.paid.trial");
        one.Carried()["currency"] = currency;
        one.Carried()["amount_paid"] = amount;
        Assert.Contains($" {expected} ", EventFile.Said(one), StringComparison.Ordinal);
    }

    [Fact]
    public void The_nearest_metadata_that_names_somebody_counts()
    {
        var one = EventFile.Read("invoice.paid");
        var invoice = one.Carried();
        Assert.Contains(" partner anna ", EventFile.Said(one), StringComparison.Ordinal);
        invoice["metadata"] = new JsonObject { ["partner_key"] = "bert", ["note"] = "1" };
        Assert.Contains(" partner bert click clk_1 (note=1)", EventFile.Said(one), StringComparison.Ordinal);
        invoice["metadata"] = new JsonObject();
        invoice["parent"] = null;
        Assert.Contains(" partner anna ", EventFile.Said(one), StringComparison.Ordinal);
        invoice["lines"]!["data"]![0]!["metadata"] = null;
        Assert.DoesNotContain(" partner ", EventFile.Said(one), StringComparison.Ordinal);
    }

    [Fact]
    public void Payments_that_an_export_expands_are_ids_of_the_sale()
    {
        var one = EventFile.Read("invoice.paid");
        one.Carried()["payments"] = JsonNode.Parse(
            """
            {"object":"list","data":[
              {"object":"invoice_payment","status":"paid","payment":{"type":"payment_intent","payment_intent":"pi_1"}},
              {"object":"invoice_payment","status":"canceled","payment":{"payment_intent":"pi_2"}},
              {"object":"invoice_payment","status":"paid","payment":{"type":"charge","charge":{"id":"ch_3"}}}]}
            """
        );
        Assert.Contains("[invoice:in_First payment:pi_1 charge:ch_3]", EventFile.Said(one), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12_100, 2_100, 12_100, "121 USD tax 21 ")]
    [InlineData(12_100, 2_100, 6_050, "60.5 USD tax 10.5 ")]
    [InlineData(12_100, 2_100, 13_000, "130 USD tax 21 ")]
    [InlineData(0, 0, 40, "0.4 USD of")]
    [InlineData(-5_000, 0, 0, "0 USD of")]
    public void Tax_is_in_what_was_paid_in_the_part_in_which_it_is_in_the_total(
        long total,
        long tax,
        long paid,
        string expected
    )
    {
        var one = EventFile.Read("invoice.paid");
        one.Carried()["total"] = total;
        one.Carried()["amount_paid"] = paid;
        one.Carried()["total_taxes"]![0]!["amount"] = tax;
        Assert.Contains(expected, EventFile.Said(one), StringComparison.Ordinal);
    }

    [Fact]
    public void Tax_is_found_whichever_field_has_it()
    {
        var one = EventFile.Read("invoice.paid");
        one.Carried().Remove("total_taxes");
        Assert.Contains(" tax 10.29 ", EventFile.Said(one), StringComparison.Ordinal);
        one.Carried().Remove("total_excluding_tax");
        Assert.DoesNotContain(" tax ", EventFile.Said(one), StringComparison.Ordinal);
        one.Carried()["tax"] = 900;
        Assert.Contains(" tax 9 ", EventFile.Said(one), StringComparison.Ordinal);
        one.Carried()["total_tax_amounts"] = JsonNode.Parse("""[{"amount":500},{"amount":300}]""");
        Assert.Contains(" tax 8 ", EventFile.Said(one), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_events_of_one_invoice_say_the_same() =>
        Assert.Equal(
            EventFile.Said(EventFile.Read("invoice.paid")),
            EventFile.Said(EventFile.Read("invoice.payment_succeeded"))
        );

    [Theory]
    [InlineData("needs_response", "Opened")]
    [InlineData("under_review", "Opened")]
    [InlineData("lost", "Lost")]
    [InlineData("appeal_under_review", "Lost")]
    [InlineData("won", "Won")]
    [InlineData("warning_under_review", null)]
    [InlineData("warning_closed", null)]
    [InlineData("prevented", null)]
    [InlineData("charge_refunded", null)]
    public void A_disputes_status_says_how_far_it_is(string status, string? stage)
    {
        var one = EventFile.Read("charge.dispute.updated");
        one.Carried()["status"] = status;
        var said = EventFile.Said(one);
        Assert.Equal(
            stage is null ? "note" : $"dispute {stage}",
            said[..Math.Min(said.Length, 8 + stage?.Length ?? 4)]
        );
    }

    [Fact]
    public void A_payment_intent_is_a_sale_only_if_its_own_metadata_names_somebody()
    {
        var one = EventFile.Read("payment_intent.succeeded");
        one.Carried()["metadata"] = new JsonObject { ["order"] = "815" };
        Assert.Equal("link [payment:pi_Own charge:ch_Own]", EventFile.Said(one));
        one.Carried()["metadata"] = new JsonObject { ["click_id"] = "clk_1" };
        Assert.StartsWith("sale pi_Own", EventFile.Said(one), StringComparison.Ordinal);
        one.Carried()["invoice"] = "in_1";
        Assert.Equal("link [invoice:in_1 payment:pi_Own charge:ch_Own]", EventFile.Said(one));
    }

    [Fact]
    public void Metadata_wins_over_the_client_reference()
    {
        var one = EventFile.Read("checkout.session.completed.subscription");
        Assert.Contains(" customer 4711 ", EventFile.Said(one), StringComparison.Ordinal);
        one.Carried()["metadata"]!["customer_key"] = "4712";
        Assert.Contains(" customer 4712 ", EventFile.Said(one), StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_are_sentences() =>
        Assert.All(
            EventFile
                .Names.SelectMany(name =>
                    new StripeProvider().Translate(
                        System.Text.Json.JsonElement.Parse(EventFile.Read(name).ToJsonString())
                    )
                )
                .OfType<BillingNote>(),
            note => Assert.True(char.IsUpper(note.Sentence[0]) && note.Sentence.EndsWith('.'), note.Sentence)
        );
}
