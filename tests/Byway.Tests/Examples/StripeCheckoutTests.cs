using System.Net;
using System.Text.Json;
using Byway.Tests.Integrations.Stripe;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Byway.Tests.Examples;

/// <summary>The example with Stripe Checkout: the shop against a stand-in for Stripe's API, and the event by itself.</summary>
public sealed class StripeCheckoutTests : ServerTests
{
    /// <summary>The example signs with the machine's time.</summary>
    public StripeCheckoutTests(TestServer server)
        : base(server) => Server.Clock.Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("anna", "27")]
    [InlineData("nobody", null)]
    public async Task A_test_event_becomes_a_sale(string partner, string? reward)
    {
        var shop = await StripeMerchant.Connect(Server.Affiliate());
        await shop.Api.Referrer("anna");
        await using var script = Start(shop, "test-event.mjs", ("PARTNER_KEY", partner));
        Assert.Equal("200 {\"status\":1}", await script.Line("event "));
        await shop.Book();
        var sale = new Reply(200, new Dictionary<string, string>(), await script.Line("sale "));
        Assert.Equal(("90", "USD"), (sale["data.amount"], sale["data.amount_units"]));
        Assert.Equal(reward, sale["data.rewards.0.amount"]);
        await script.End();
    }

    [Fact]
    public async Task Whoever_comes_through_a_link_and_buys_earns_the_partner_a_reward()
    {
        var shop = await StripeMerchant.Connect(Server.Affiliate());
        await shop.Api.Referrer("anna");
        var asked = new List<Dictionary<string, string>>();
        await using var stripe = await StripeApi(asked);
        await using var server = Start(shop, "server.mjs", ("STRIPE_API", stripe.Urls.First()));
        using var visitor = new HttpClient(
            new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }
        )
        {
            BaseAddress = await server.Address(),
        };

        await visitor.GetStringAsync("/?aff=anna");
        using var bought = await visitor.PostAsync("/buy", null);
        Assert.Equal(HttpStatusCode.SeeOther, bought.StatusCode);
        Assert.Equal("https://checkout.stripe.invalid/cs_test_1", bought.Headers.Location!.ToString());
        var session = Assert.Single(asked);
        Assert.Equal("anna", session["metadata[partner_key]"]);
        Assert.StartsWith("guest-", session["client_reference_id"], StringComparison.Ordinal);

        await visitor.GetStringAsync("/thanks?session_id=cs_test_1");
        Assert.Equal("yet", await server.Line("no sale "));
        await using var script = Start(shop, "test-event.mjs", ("SESSION_ID", "cs_test_1"));
        await script.Line("event ");
        await shop.Book();
        await script.End();
        await visitor.GetStringAsync("/thanks?session_id=cs_test_1");
        Assert.Equal("pi_test_1: 90 USD, reward: 27 USD", await server.Line("sale "));
    }

    private static ExampleProcess Start(StripeMerchant shop, string file, params (string Name, string Value)[] more) =>
        ExampleProcess.Start(
            "../stripe-checkout",
            Interpreter.Node,
            [file],
            shop.Api,
            [
                ("BYWAY_PROGRAM", shop.Api.Program.PublicId),
                ("STRIPE_WEBHOOK_SECRET", StripeMerchant.Secret),
                ("STRIPE_SECRET_KEY", "sk_test_none"),
                .. more,
            ]
        );

    /// <summary>What the shop needs of Stripe's API: one session.</summary>
    private static async Task<WebApplication> StripeApi(List<Dictionary<string, string>> asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost(
            "/v1/checkout/sessions",
            async (HttpContext http) =>
            {
                var form = await http.Request.ReadFormAsync();
                asked.Add(form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal));
                await Answer(http, new { id = "cs_test_1", url = "https://checkout.stripe.invalid/cs_test_1" });
            }
        );
        app.MapGet(
            "/v1/checkout/sessions/cs_test_1",
            http =>
                Answer(
                    http,
                    new
                    {
                        id = "cs_test_1",
                        invoice = (string?)null,
                        payment_intent = "pi_test_1",
                    }
                )
        );
        await app.StartAsync();
        return app;
    }

    private static Task Answer(HttpContext http, object value)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(value));
    }
}
