using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Byway.Tests.Wire;

/// <summary>
/// Requests in the shapes of the public WordPress plugin, read the way it reads answers: the HTTP status is ignored;
/// <c>data</c> counts when <c>status</c> is true and there is some, else <c>status</c> itself; what is not empty
/// exists.
/// </summary>
public sealed class WordPressTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task The_plugin_is_attached_by_its_key()
    {
        var api = await Server.Affiliate();
        var program = await Call(api, "GET", "test");
        Assert.Equal(api.Program.PublicId, program.GetProperty("program").GetProperty("pub_id").GetString());
        Assert.False(Exists(await Call(api.With("bw_live_nonsense"), "GET", "test")));
    }

    [Fact]
    public async Task Its_dashboard_shows_the_program()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("t1", "99.99", "carl");
        await api.Sale("t2", "10", "carl", ""","amount_units":"EUR","rewarded":true""");
        var overview = await Call(api, "GET", "program/overview");
        var settings = overview.GetProperty("overview_program_current_settings");
        foreach (
            var name in new[]
            {
                "program_initials",
                "program_type_title",
                "program_name",
                "partner_portal_url",
                "commission_description",
                "cookie_lifetime",
                "payout_threshold",
                "currency",
            }
        )
        {
            Assert.False(string.IsNullOrEmpty(settings.GetProperty(name).ToString()), name);
        }

        Assert.Equal("1", overview.GetProperty("total_partners").ToString());
        Assert.Equal("1", overview.GetProperty("total_signups").ToString());
        Assert.Equal("1", overview.GetProperty("total_paid_accounts").ToString());
        Assert.Equal("2", overview.GetProperty("total_purchases").ToString());
        foreach (var name in new[] { "partners", "signups", "paid_accounts", "purchases", "revenue", "reward" })
        {
            var growth = overview.GetProperty($"total_{name}_growth").ToString();
            Assert.True(decimal.TryParse(growth, CultureInfo.InvariantCulture, out _), $"{name}: {growth}");
        }

        Assert.Equal(2, Printed(overview.GetProperty("total_revenue")).Count);
        Assert.Equal(2, Printed(overview.GetProperty("total_reward")).Count);
        Assert.Single(Printed(overview.GetProperty("total_paid")));
    }

    [Fact]
    public async Task A_sign_up_is_sent_once()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        Assert.False(Exists(await Call(api, "GET", "customers/wp_7")));
        var created = await Call(api, "POST", "customers", Customer("anna", "wp_7", "carl@example.net", "Carl"));
        Assert.Equal("wp_7", created.GetProperty("key").GetString());
        Assert.Equal("anna-id", created.GetProperty("partner").GetString());
        Assert.True(Exists(await Call(api, "GET", "customers/wp_7")));

        // A cookie of a partner who is gone must not lose the customer.
        var stray = await Call(api, "POST", "customers", Customer("nobody", "wp_8", "dora@example.net", "Dora"));
        Assert.Equal("wp_8", stray.GetProperty("key").GetString());
    }

    [Theory]
    [InlineData("12", "5", "12", "5")]
    [InlineData("[12,13]", "[5,6]", """["12","13"]""", """["5","6"]""")]
    [InlineData("[]", "[]", null, null)]
    public async Task An_order_of_a_known_customer_is_tracked_once(
        string products,
        string types,
        string? product,
        string? type
    )
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await Call(api, "POST", "customers", Customer("anna", "wp_7", "carl@example.net", "Carl"));
        Assert.False(Exists(await Call(api, "GET", "transactions/wc_100")));
        var sale = await Call(api, "POST", "transactions", Order("wp_7", "wc_100", products, types));
        var reward = sale.GetProperty("rewards")[0];
        Assert.Equal("29.997", reward.GetProperty("amount").GetRawText());
        var sold = reward.GetProperty("product_type_data");
        Assert.Equal(product, sold.TryGetProperty("product_id", out var id) ? id.ToString() : null);
        Assert.Equal(type, sold.TryGetProperty("product_type", out var kind) ? kind.ToString() : null);
        Assert.True(Exists(await Call(api, "GET", "transactions/wc_100")));
    }

    [Fact]
    public async Task A_guests_order_is_refunded_and_the_guest_removed()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        Assert.False(Exists(await Call(api, "GET", "customers/wc_100")));
        await Call(api, "POST", "customers", Customer("anna", "wc_100", "guest@example.net", "Gerd"));
        await Call(api, "POST", "transactions", Order("wc_100", "wc_100", "12", "5"));
        Assert.Equal("29.997", await api.Balance());

        Assert.True(Exists(await Call(api, "DELETE", "transactions", """{"key":"wc_100"}""")));
        Assert.True(Exists(await Call(api, "DELETE", "customers/wc_100")));
        Assert.Equal("0", await api.Balance());
        Assert.False(Exists(await Call(api, "GET", "transactions/wc_100")));
        Assert.False(Exists(await Call(api, "GET", "customers/wc_100")));
        Assert.False(Exists(await Call(api, "DELETE", "transactions", """{"key":"wc_100"}""")));
    }

    private static string Customer(string partner, string key, string email, string name) =>
        $$$"""
            {"partner":{"key":"{{{partner}}}"},
             "customer":{"key":"{{{key}}}","email":"{{{email}}}","name":"{{{name}}}","surname":""}}
            """;

    private static string Order(string customer, string key, string products, string types) =>
        $$"""
            {"customer":{"key":"{{customer}}"},"key":"{{key}}","amount":99.99,"amount_units":"USD","action":"sale",
             "product_id":{{products}},"product_type":{{types}}}
            """;

    /// <summary>What its loop over an amount prints: the values of a list or of an object, all text.</summary>
    private static List<string> Printed(JsonElement amounts)
    {
        var values =
            amounts.ValueKind == JsonValueKind.Array
                ? [.. amounts.EnumerateArray()]
                : amounts.EnumerateObject().Select(amount => amount.Value).ToList();
        Assert.All(values, value => Assert.Equal(JsonValueKind.String, value.ValueKind));
        return [.. values.Select(value => value.GetString()!)];
    }

    /// <summary>PHP's <c>!empty()</c>.</summary>
    private static bool Exists(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object or JsonValueKind.True => true,
            JsonValueKind.Array => value.GetArrayLength() > 0,
            JsonValueKind.String => value.GetString() is not ("" or "0"),
            JsonValueKind.Number => value.GetDecimal() != 0,
            _ => false,
        };

    private static async Task<JsonElement> Call(ApiClient api, string method, string path, string? body = null)
    {
        var reply = await api.Send(method, $"/v1/{path}", body, ("Accept", "application/json"));
        if (!reply.Json.TryGetProperty("status", out var status))
        {
            return default;
        }

        return Exists(status) && reply.Json.TryGetProperty("data", out var data) && Exists(data) ? data : status;
    }
}
