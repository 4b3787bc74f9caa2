using System.Text.RegularExpressions;
using Byway.Integrations;
using Byway.Integrations.Paddle;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Integrations.Paddle;

/// <summary>What Paddle's events say in Byway's words: one line an event.</summary>
public sealed partial class PaddleTranslationTests
{
    // Paddle's ids are long; the invented part of ours is short.
    [GeneratedRegex("(?<=[a-z]_)01kaw(?<name>[a-z]+)0*", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex LongId { get; }

    [Theory]
    [InlineData("01", "sign-up")]
    [InlineData("02", "sign-up / subscription txn_trial 0 EUR products=pro_notespro,pri_notespromonthly")]
    [InlineData("03", "sign-up")]
    [InlineData("04", "sign-up")]
    [InlineData("05", "sign-up")]
    [InlineData("06", "renewal txn_first 119 EUR tax=19 products=pro_notespro,pri_notespromonthly")]
    [InlineData("07", "renewal txn_second 119 EUR tax=19 products=pro_notespro,pri_notespromonthly")]
    [InlineData("08", "renewal txn_third 119 EUR tax=19 products=pro_notespro,pri_notespromonthly")]
    [InlineData("09", "renewal txn_fourth 119 EUR tax=19 products=pro_notespro,pri_notespromonthly")]
    [InlineData("10", "note The refund waits for Paddle's approval; it counts when it is approved.")]
    [InlineData("11", "refund adj_partial 47.6 EUR")]
    [InlineData("12", "dispute chargeback:txn_third Lost 119 EUR")]
    [InlineData("13", "dispute chargeback:txn_third Won 119 EUR")]
    [InlineData("20", "renewal txn_first 119 EUR tax=19 products=pro_notespro,pri_notespromonthly")]
    [InlineData("21", "renewal txn_first 119 EUR tax=19 products=pro_notespro,pri_notespromonthly")]
    [InlineData("22", "note The transaction is billed: nothing was paid yet.")]
    [InlineData("23", "note The transaction is past_due: nothing was paid yet.")]
    [InlineData("24", "renewal txn_first 119 EUR tax=19 products=pro_notespro,pri_notespromonthly")]
    [InlineData("30", "sale txn_once 27 USD discount=3 products=pro_sticker,pri_stickeronce codes=dsc_annaten")]
    [InlineData("31", "subscription txn_yen 2499 JPY tax=227 products=pro_notespro,pri_notespromonthly")]
    [InlineData("32", "proration txn_upgrade 119 EUR tax=19 products=pro_notesteam,pri_notesteammonthly")]
    [InlineData(
        "33",
        "note Nothing was charged: the change of the subscription gave the customer credit. It lowers *"
    )]
    [InlineData("34", "renewal txn_credited 59.5 EUR tax=9.5 products=pro_notespro,pri_notespromonthly")]
    [InlineData("35", "renewal txn_creditedold 59.5 EUR tax=9.5 products=pro_notespro,pri_notespromonthly")]
    [InlineData("36", "note Nothing was charged: all of it was paid from the customer's credit balance.")]
    [InlineData("37", "note Nothing was charged: the customer changed the payment method.")]
    [InlineData("38", "sale txn_addon 17.85 EUR tax=2.85 products=pro_sticker,pri_stickeronce")]
    [InlineData("39", "subscription txn_checkout 119 EUR tax=19 products=pro_notespro,pri_notespromonthly")]
    [InlineData("40", "refund adj_full 119 EUR")]
    [InlineData("41", "refund adj_partial 47.6 EUR failed")]
    [InlineData("42", "refund adj_partial 47.6 EUR failed")]
    [InlineData("43", "note Only tax was given back; what the sale counts for stays as it is.")]
    [InlineData("44", "note A credit lowers what is charged later; it takes back nothing that was paid.")]
    [InlineData("45", "dispute chargeback_warning:txn_first Lost 119 EUR")]
    [InlineData("46", "dispute chargeback_warning:txn_first Won 119 EUR")]
    [InlineData("47", "dispute chargeback:txn_third Won 119 EUR")]
    [InlineData("50", "sign-up")]
    [InlineData("51", "note The customer was archived at Paddle; here it stays as it is.")]
    [InlineData("52", "note What a subscription costs is told by its transactions.")]
    [InlineData("53", "sign-up")]
    [InlineData("54", "note What a subscription costs is told by its transactions.")]
    [InlineData("60", "code dsc_annaten ANNA10 'Anna's readers' partner=anna 100000ppm")]
    [InlineData("61", "code dsc_flat FIVEOFF 'Anna's readers' 5 USD most=100 until=2025-12-31")]
    [InlineData("62", "code dsc_annaten 'Anna's readers' partner=anna 125000ppm off")]
    [InlineData("70", "note Addresses are not needed here.")]
    [InlineData("71", "note What Paddle pays to the merchant is not needed here.")]
    [InlineData("72", "")]
    public void An_event_says(string name, string tale)
    {
        var told = Short(FactTale.Of(Facts(name)));
        if (tale.EndsWith('*'))
        {
            Assert.StartsWith(tale[..^1], told, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(tale, told);
        }
    }

    [Fact]
    public void Every_event_has_its_line_and_a_head()
    {
        var lines = typeof(PaddleTranslationTests)
            .GetMethod(nameof(An_event_says))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>()
            .Select(line => (string)line.Data[0]!);
        Assert.Equal(PaddleEvents.Names.Select(name => name[..2]), lines);
        foreach (var name in PaddleEvents.Names)
        {
            var head = new PaddleProvider().Read(PaddleEvents.Json(name))!;
            Assert.StartsWith("evt_", head.Id, StringComparison.Ordinal);
            Assert.StartsWith(head.Type, name[3..], StringComparison.Ordinal);
            Assert.StartsWith("2025-", UtcMicros.ToText(head.OccurredAt), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("01", "id=ctm_mira email=mira@example.com name='Mira Example'")]
    [InlineData("03", "key=user-4711 id=ctm_mira partner=anna with=plan:pro,seats:3")]
    [InlineData("06", "key=user-4711 id=ctm_mira partner=anna with=plan:pro,seats:3")]
    [InlineData("30", "id=ctm_mira referrer=user-1 click=clk_7Yd")]
    [InlineData("31", "id=ctm_mira")]
    [InlineData("50", "key=4711 id=ctm_mira email=mira@example.com name='Mira Example' partner=anna")]
    public void Custom_data_says_who_it_is(string name, string party) =>
        Assert.Equal(
            party,
            Short(
                FactTale.Of(
                    Assert.Single(Facts(name)) switch
                    {
                        BillingSale sale => sale.Party,
                        BillingSignUp signUp => signUp.Party,
                        var other => throw new Xunit.Sdk.XunitException($"{other} has no party."),
                    }
                )
            )
        );

    [Fact]
    public void A_sale_is_known_by_all_its_ids_and_what_follows_names_one_of_them()
    {
        Assert.Equal(
            "invoice_id:txn_first payment_id:txn_first invoice_id:inv_first invoice_id:731-10002 "
                + "charge_id:8f1d7a52-3c40-4b7e-9a61-666972737400",
            Short(FactTale.Of(Sale("06").Ids))
        );
        // The failed attempt before is no payment.
        Assert.Single(Sale("30").Ids, id => id.Name == "charge_id");
        Assert.Subset(Sale("07").Ids.ToHashSet(), Assert.IsType<BillingRefund>(Facts("11").Single()).Of.ToHashSet());
        Assert.Subset(Sale("08").Ids.ToHashSet(), Assert.IsType<BillingDispute>(Facts("12").Single()).Of.ToHashSet());
    }

    [Theory]
    [InlineData("20")]
    [InlineData("21")]
    [InlineData("24")]
    public void Whichever_event_tells_of_a_payment_first_it_is_the_same_sale(string name)
    {
        var completed = Sale("06");
        var other = Sale(name);
        Assert.Equal(FactTale.Of(completed), FactTale.Of(other));
        Assert.Equal(FactTale.Of(completed.Party), FactTale.Of(other.Party));
        Assert.Equal("2025-02-17T10:15:25.000000Z", UtcMicros.ToText(completed.OccurredAt));
        Assert.Equal(completed.OccurredAt, other.OccurredAt);
        Assert.Subset(completed.Ids.ToHashSet(), other.Ids.ToHashSet());
    }

    [Fact]
    public void Sign_ups_have_the_time_at_which_it_began()
    {
        Assert.Equal(Facts("01").Single().OccurredAt, Facts("50").Single().OccurredAt);
        Assert.Equal(Facts("03").Single().OccurredAt, Facts("53").Single().OccurredAt);
        Assert.Equal("2025-03-21T09:30:00.000000Z", UtcMicros.ToText(Facts("11").Single().OccurredAt));
    }

    [Theory]
    [InlineData("USD", "2499", "24.99")]
    [InlineData("JPY", "2499", "2499")]
    [InlineData("KRW", "15000", "15000")]
    [InlineData("CLP", "990", "990")]
    [InlineData("VND", "250000", "250000")]
    [InlineData("HUF", "399000", "3990")]
    [InlineData("TWD", "30000", "300")]
    [InlineData("KWD", "1500", "1.5")]
    [InlineData("EUR", "1", "0.01")]
    [InlineData("EUR", "-500", "-5")]
    [InlineData("EUR", "900000000000000", "9000000000000")]
    [InlineData("EUR", "900000000000001", null)]
    [InlineData("EUR", "99999999999999999999999999", null)]
    [InlineData("EUR", "12,50", null)]
    [InlineData("EUR", "", null)]
    public void Amounts_are_whole_numbers_of_the_smallest_unit(string unit, string text, string? amount) =>
        Assert.Equal(amount, PaddleAmount.OfMinor(text, new(unit)) is { } micros ? Micros.ToText(micros) : null);

    [Fact]
    public void What_an_included_customer_and_discount_say_is_used()
    {
        var text = PaddleEvents
            .Text("31")
            .Replace(
                "\"custom_data\": null,\n    \"currency_code\"",
                """
                "customer": {"id": "ctm_1", "email": "yuki@example.com", "custom_data": {"partner_key": ["anna"]}},
                    "discount": {"id": "dsc_1", "code": "NEKO"},
                    "currency_code"
                """,
                StringComparison.Ordinal
            );
        var sale = Assert.IsType<BillingSale>(PaddleTranslation.FactsOf(PaddleEvents.Parse(text)).Single());
        Assert.Equal("id=ctm_mira email=yuki@example.com partner=[\"anna\"]", Short(FactTale.Of(sale.Party)));
        Assert.Equal(["NEKO"], sale.Codes);
    }

    private static IReadOnlyList<BillingFact> Facts(string name) => PaddleTranslation.FactsOf(PaddleEvents.Json(name));

    private static BillingSale Sale(string name) => Assert.IsType<BillingSale>(Assert.Single(Facts(name)));

    private static string Short(string text) => LongId.Replace(text, "${name}");
}
