using Xunit;

namespace Byway.Tests.Customers;

/// <summary><c>PUT</c>, <c>DELETE</c> and <c>GET</c> of customers.</summary>
public sealed class PutCustomerTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData("PUT", "/v1/customers/carl", """{"update":{"name":"New","email":"new@example.net"}}""")]
    [InlineData("PUT", "/v1/customers/carl", """{"name":"New","email":"new@example.net"}""")]
    [InlineData("PUT", "/v1/customers/carl@example.net", """{"name":"New","email":"new@example.net"}""")]
    [InlineData("PUT", "/v1/customers", """{"key":"carl","update":{"name":"New","email":"new@example.net"}}""")]
    [InlineData("PUT", "/v1/customers", """{"id":"carl","update":{"name":"New","email":"new@example.net"}}""")]
    [InlineData("PUT", "/v1/customer", """{"key":"carl","update":{"name":"New","email":"new@example.net"}}""")]
    public async Task What_is_given_changes_and_the_rest_stays(string method, string path, string body)
    {
        foreach (var program in new[] { Server.Affiliate(), Server.ReferAFriend() })
        {
            var api = await program.WithCarl();
            await api.Put("/v1/customers/carl", """{"surname":"Stays","email":"carl@example.net","tags":["t"]}""");
            Server.Clock.Advance(TimeSpan.FromMinutes(1));
            var reply = (await api.Send(method, path, body)).Is(200);
            Assert.Equal("New", reply["data.name"]);
            Assert.Equal("Stays", reply["data.surname"]);
            Assert.Equal("new@example.net", reply["data.email"]);
            Assert.Equal("anna-id", reply.CountsFor());
            Assert.NotEqual(reply["data.created_at"], reply["data.updated_at"]);
            Assert.Equal(reply.Text, (await api.Get("/v1/customers/carl")).Text);
            Assert.Equal("done", reply.Decision);
        }
    }

    [Theory]
    [InlineData("""{"tags":["a","b"]}""", """[{"value":"a"},{"value":"b"}]""")]
    [InlineData("""{"tags":[]}""", "[]")]
    [InlineData("""{"tags":null}""", """[{"value":"old"}]""")]
    [InlineData("""{"name":"x"}""", """[{"value":"old"}]""")]
    public async Task Tags_are_replaced_cleared_or_left(string body, string tags)
    {
        var api = await Server.Affiliate();
        await api.SignUp("carl", more: ""","tags":["old"]""");
        Assert.Equal(tags, (await api.Put("/v1/customers/carl", body))["data.tags"]);
    }

    [Fact]
    public async Task A_former_key_stays_an_alias_for_sales()
    {
        var api = await Server.Affiliate().WithCarl();
        (await api.Put("/v1/customers/carl", """{"update":{"key":"carl2"}}""")).Is(200);
        Assert.Equal("carl2", (await api.Get("/v1/customers/carl2")).Is(200)["data.key"]);
        Assert.Equal("carl2", (await api.Sale("o1", "10", "carl"))["data.customer"]);
        Assert.Equal("carl2", (await api.Sale("o2", "10", "carl2"))["data.customer"]);
        Assert.Equal("6", await api.Balance());
    }

    [Fact]
    public async Task A_former_id_of_a_friend_stays_an_alias_for_sales()
    {
        var api = await Server.ReferAFriend().WithCarl();
        (await api.Put("/v1/customers/carl", """{"update":{"id":"carl2"}}""")).Is(200);
        Assert.Equal("carl2", (await api.Sale("o1", "10", "carl"))["data.referred_customer"]);
        Assert.Equal("carl2", (await api.Sale("o2", "10", "carl2"))["data.referred_customer"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_key_of_another_customer_is_refused(string type)
    {
        var api = await Server.NewProgram(type);
        await api.SignUp("carl");
        await api.SignUp("dora");
        var before = await api.Sequence();
        var reply = await api.Put("/v1/customers/carl", $$$"""{"update":{"{{{api.IdName()}}}":"dora"}}""");
        reply.IsRefused(422, "invalid_fields", api.IdName());
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task An_unknown_customer_is_not_found(string type)
    {
        var api = await Server.NewProgram(type);
        var other = await Server.NewProgram(type);
        await other.SignUp("carl");
        (await api.Get("/v1/customers/carl")).IsRefused(404, "not_found");
        (await api.Put("/v1/customers/carl", """{"name":"x"}""")).IsRefused(404, "not_found");
        (await api.Put("/v1/customers", """{"key":"carl","update":{"name":"x"}}""")).IsRefused(404, "not_found");
        (await api.Put("/v1/customers", """{"update":{"name":"x"}}""")).IsRefused(404, "not_found");
        (await api.Delete("/v1/customers/carl")).IsRefused(404, "not_found");
        (await api.Delete("/v1/customers", """{"key":"carl"}""")).IsRefused(404, "not_found");
        (await api.Delete("/v1/customers", "[]")).IsRefused(404, "not_found");
        (await api.Get("/v1/customers/carl/transactions")).IsRefused(404, "not_found");
        (await other.Get("/v1/customers/carl")).Is(200);
    }

    [Theory]
    [InlineData("/v1/customers/carl", null)]
    [InlineData("/v1/customers/carl", "[]")]
    [InlineData("/v1/customers", """{"key":"carl"}""")]
    [InlineData("/v1/customer", """{"key":"carl"}""")]
    public async Task A_deleted_customer_is_hidden_with_its_transactions_and_the_books_keep_it(
        string path,
        string? body
    )
    {
        foreach (var program in new[] { Server.Affiliate(), Server.ReferAFriend() })
        {
            var api = await program.WithCarl();
            await api.SignUp("dora", "anna");
            await api.Sale("o1", "100", "carl");
            await api.Sale("o2", "50", "dora");
            var deleted = (await api.Delete(path, body)).Is(200);
            Assert.Equal("""{"status":1}""", deleted.Text);
            (await api.Get("/v1/customers/carl")).Is(404);
            (await api.Get("/v1/customers/carl/transactions")).Is(404);
            (await api.Get("/v1/transactions/o1")).Is(404);
            Assert.Equal("o2", (await api.Get("/v1/transactions")).Column("key"));
            Assert.DoesNotContain(
                "carl",
                (await api.Get("/v1/customers")).Column(api.IdName()),
                StringComparison.Ordinal
            );
            Assert.Equal("45", await api.Balance());
            Assert.Equal("customer_unknown", (await api.Sale("o3", "10", "carl")).Decision);
            Assert.Equal("45", await api.Balance());
            (await api.Delete(path, body)).Is(404);
        }
    }

    [Fact]
    public async Task A_deleted_customers_key_is_free_for_another_sign_up()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Delete("/v1/customers/carl");
        var again = await api.SignUp("carl", more: ""","name":"Another" """);
        Assert.False(again.IsReplay);
        Assert.Null(again.CountsFor());
        Assert.Equal("Another", (await api.Get("/v1/customers/carl"))["data.name"]);
    }

    [Fact]
    public async Task Keys_with_any_characters_are_found_in_paths()
    {
        foreach (
            var key in new[]
            {
                "a b",
                "a/b",
                "a%b",
                "a%2Fb",
                "ü😀",
                "p:q",
                "a+b",
                "a@b.c",
                "..",
                "%",
                "x?y",
                "x#y",
                "a;b=c",
            }
        )
        {
            var api = await Server.Affiliate();
            await api.SignUp(key);
            var reply = await api.Get(
                "/v1/customers/" + Uri.EscapeDataString(key).Replace(".", "%2E", StringComparison.Ordinal)
            );
            Assert.Equal(key, key == ".." ? key : reply.Is(200)["data.key"]);
            Assert.Equal(key, (await api.Get("/v1/customers/", $$"""{"key":"{{key}}"}""")).Is(200)["data.key"]);
        }
    }
}
