using System.Text.Json.Nodes;
using Xunit;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>
/// Whose Stripe's events are: a charge names who paid and says nothing for the books, so it belongs to a person by the
/// payment or by Stripe's id of them. And a sale that waits under several names is one sale.
/// </summary>
public sealed class StripePeopleTests : ServerTests
{
    private const string Payer = "Kim Payer";

    /// <summary>Begins after all that the events tell of.</summary>
    public StripePeopleTests(TestServer server)
        : base(server) => Server.Clock.Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("cus_Byw1", true)]
    [InlineData(null, true)]
    [InlineData("cus_Byw1", false)]
    [InlineData(null, false)]
    public async Task A_charge_is_that_persons_whose_sale_came_by_the_invoice(string? customer, bool isChargeFirst)
    {
        var shop = await Shop();
        var charge = Charge("charge.succeeded", customer);
        JsonObject[] sale =
        [
            EventFile.Read("customer.created"),
            EventFile.Read("invoice.paid"),
            EventFile.Read("invoice_payment.paid"),
        ];
        await shop.SendAll(isChargeFirst ? [charge, .. sale] : [.. sale, charge]);
        await shop.SendAll([Stranger("charge.succeeded")]);
        Assert.Equal("14.7", await shop.Api.Balance());

        var export = (await shop.Api.Get("/v1/customers/4711/export")).Is(200).Text;
        Assert.Contains(Payer, export, StringComparison.Ordinal);
        Assert.DoesNotContain("Some Stranger", export, StringComparison.Ordinal);

        (await shop.Api.Post("/v1/customers/4711/erase")).Is(200);
        Assert.Contains("Some Stranger", Assert.Single(await Bodies(shop)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cus_Byw1")]
    [InlineData(null)]
    public async Task What_comes_after_the_erasure_is_not_kept(string? customer)
    {
        var shop = await Shop();
        await shop.SendAll([
            EventFile.Read("customer.created"),
            EventFile.Read("invoice.paid"),
            EventFile.Read("invoice_payment.paid"),
        ]);
        (await shop.Api.Post("/v1/customers/4711/erase")).Is(200);
        Assert.Empty(await Bodies(shop));

        await shop.SendAll([
            Charge("charge.succeeded", customer),
            Charge("charge.updated", customer),
            Charge("charge.refunded", customer),
            EventFile.Read("refund.created"),
            EventFile.Read("charge.dispute.created"),
        ]);
        // Nothing follows from these, but they name somebody by Stripe's id.
        await shop.SendAll([
            Charge("charge.failed", "cus_Byw1"),
            EventFile.Read("customer.deleted"),
            Unknown("cus_Byw1"),
        ]);
        Assert.Empty(await Bodies(shop));

        // The control: the same of a stranger stays.
        string[] names = ["charge.succeeded", "charge.refunded", "charge.failed"];
        await shop.SendAll([.. names.Select(Stranger), Unknown("cus_Stranger")]);
        Assert.Equal(4, (await Bodies(shop)).Count);
    }

    [Theory]
    [InlineData("ics")]
    [InlineData("isc")]
    [InlineData("cis")]
    [InlineData("csi")]
    [InlineData("sic")]
    [InlineData("sci")]
    public async Task A_sale_that_waits_by_id_and_by_address_is_rewarded_once(string order)
    {
        var shop = await Shop();
        foreach (var step in order)
        {
            await (
                step switch
                {
                    'i' => shop.SendAll([Unreferred("invoice.paid")]),
                    'c' => shop.SendAll([Unreferred("customer.created")]),
                    _ => shop.Api.SignUp("shop-41", "anna", ""","email":"Carla@example.net" """),
                }
            );
        }

        Assert.Equal("14.7", await shop.Api.Balance());
        Assert.Equal(1, await shop.Api.CountOf("rewards"));
        Assert.Equal("shop-41", (await shop.Api.Get("/v1/customers")).Is(200).Column("key"));

        // A key of the merchant's that comes later changes nothing of it, and Stripe's id is taken.
        var named = Unreferred("customer.created");
        named["id"] = "evt_named";
        named.Carried()["metadata"]!["customer_key"] = "shop-41";
        await shop.SendAll([named]);
        (await shop.Api.Post("/v1/customers", shop.Api.SignUpBody("cus_Byw1", "anna"))).IsRefused(
            422,
            "key_reused",
            "key"
        );
        Assert.Equal("14.7", await shop.Api.Balance());
        Assert.Equal(1, await shop.Api.CountOf("rewards"));

        // Stripe's id alone is enough from then on.
        var renewal = Unreferred("invoice.paid");
        renewal["id"] = "evt_renewal";
        renewal.Carried()["id"] = "in_Second";
        renewal.Carried()["customer_email"] = null;
        await shop.SendAll([renewal]);
        Assert.Equal("29.4", await shop.Api.Balance());
        Assert.Equal(2, await shop.Api.CountOf("rewards"));
        await Server.BooksAreWhole();
    }

    [Fact]
    public async Task Another_address_than_the_sales_earns_nothing()
    {
        var shop = await Shop();
        await shop.SendAll([Unreferred("invoice.paid")]);
        await shop.Api.SignUp("shop-41", "anna", ""","email":"other@example.net" """);
        await shop.SendAll([Unreferred("customer.created")]);
        Assert.Equal("0", await shop.Api.Balance());
    }

    private async Task<StripeMerchant> Shop()
    {
        var shop = await StripeMerchant.Connect(Server.Affiliate());
        await shop.Api.Referrer("anna");
        return shop;
    }

    private static Task<List<string>> Bodies(StripeMerchant shop) =>
        shop.Api.Server.Query<string>(
            "select body from provider_events where program_id = @ProgramId and body is not null",
            new { shop.Api.Program.ProgramId }
        );

    private static JsonObject Charge(string name, string? customer)
    {
        var one = EventFile.Read(name);
        var charge = one.Carried();
        charge["customer"] = customer;
        charge["billing_details"] = new JsonObject { ["name"] = Payer, ["email"] = "kim@payer.example" };
        return one;
    }

    private static JsonObject Stranger(string name)
    {
        var one = Charge(name, "cus_Stranger");
        one["id"] = $"evt_{name}_of_a_stranger";
        var charge = one.Carried();
        charge["id"] = "ch_Stranger";
        charge["payment_intent"] = "pi_Stranger";
        charge["billing_details"]!["name"] = "Some Stranger";
        return one;
    }

    /// <summary>An event of a type that means nothing here, with somebody's name in it.</summary>
    private static JsonObject Unknown(string customer)
    {
        var one = Charge("charge.failed", customer);
        one["id"] = $"evt_attached_{customer}";
        one["type"] = "payment_method.attached";
        one.Carried()["object"] = "payment_method";
        return one;
    }

    /// <summary>An event without a word of Byway's in its metadata.</summary>
    private static JsonObject Unreferred(string name)
    {
        var text = EventFile.Read(name).ToJsonString();
        foreach (var word in new[] { "partner_key", "customer_key", "click_id" })
        {
            text = text.Replace($"\"{word}\":", $"\"other_{word}\":", StringComparison.Ordinal);
        }

        return JsonNode.Parse(text)!.AsObject();
    }
}
