using Byway.Programs;
using Xunit;

namespace Byway.Tests.Newsletters;

/// <summary>Subscribers: create, get, update, delete, list.</summary>
public sealed class SubscriberTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task The_program_counts_subscribers_who_referred_and_who_was_referred()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        Assert.Equal("0/0/0", await Figures(api));
        await api.Post("/v1/subscribers", """{"id":"ann","email":"ann@example.com"}""");
        await api.Post("/v1/subscribers", """{"id":"bob","email":"bob@example.com","referral":{"id":"ann"}}""");
        await api.Post("/v1/subscribers", """{"id":"cy","email":"cy@example.com","referral":{"id":"ann"}}""");
        Assert.Equal("3/1/2", await Figures(api));
        await api.Delete("/v1/subscribers/bob");
        Assert.Equal("2/1/1", await Figures(api));
        await api.Put("/v1/subscribers/cy", """{"status":"suspended"}""");
        Assert.Equal("2/0/0", await Figures(api));
        await api.Put("/v1/subscribers/cy", """{"status":"active"}""");
        Assert.Equal("2/1/1", await Figures(api));

        static async Task<string> Figures(ApiClient api)
        {
            var reply = (await api.Get("/v1/program")).Is(200);
            return $"{reply["data.total_subscribers"]}/{reply["data.total_referring"]}/{reply["data.total_referred"]}";
        }
    }

    [Fact]
    public async Task A_subscriber_is_created_with_a_link_to_pass_on()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        var reply = await api.Post(
            "/v1/subscribers",
            """
            {"email":" Sue@Example.com","id":"s1","name":"Sue Brown","tos":true,"marketing_consent":false,
             "status":"active","approved":true}
            """
        );
        Assert.Equal("customer_not_referred", reply.Is(201).Decision);
        Assert.Equal(
            "approved,created_at,deleted_at,email,id,is_referred,marketing_consent,name,portal_link,referrals_count,"
                + "reward,share_link,status,tos,updated_at",
            reply.Members("data")
        );
        Assert.Equal("s1", reply["data.id"]);
        Assert.Equal("Sue@Example.com", reply["data.email"]);
        Assert.Equal("Active", reply["data.status"]);
        Assert.Equal("true", reply["data.tos"]);
        Assert.Equal("false", reply["data.marketing_consent"]);
        Assert.Equal("false", reply["data.is_referred"]);
        Assert.Equal("0", reply["data.referrals_count"]);
        Assert.Equal("[]", reply["data.reward"]);
        Assert.Matches(@"^https://shop\.example\?ref=[0-9a-z]{8}$", reply["data.share_link"]);
        var key = reply["data.share_link"]!.Split('=')[1];
        foreach (var path in new[] { "s1", "sue@example.com", "SUE@EXAMPLE.COM", key })
        {
            Assert.Equal(reply["data"], (await api.Get($"/v1/subscribers/{path}")).Is(200)["data"]);
        }

        Assert.Equal(reply["data"], (await api.Get("/v1/subscribers/", """{"id":"s1"}""")).Is(200)["data"]);
        Assert.Equal("subscriber.created", (await api.Explain(reply))["data.kind"]);
    }

    [Fact]
    public async Task Little_is_needed()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        var reply = (await api.Post("/v1/subscribers", """{"email":"s@example.com","id":null,"name":""}""")).Is(201);
        Assert.Equal("null", reply["data.id"]);
        Assert.Equal("null", reply["data.tos"]);
        Assert.Equal("true", reply["data.approved"]);
        Assert.Equal("Active", reply["data.status"]);
    }

    [Theory]
    [InlineData("{}", "email")]
    [InlineData("""{"email":"no address"}""", "email")]
    [InlineData("""{"email":"SUE@example.com"}""", "email")]
    [InlineData("""{"email":"t@example.com","id":"sue"}""", "id")]
    [InlineData("""{"email":"t@example.com","identifier":"sue"}""", "id")]
    [InlineData("""{"email":"t@example.com","status":"deleted"}""", "status")]
    [InlineData("""{"email":"t@example.com","tos":"maybe","approved":[]}""", "approved,tos")]
    public async Task A_subscriber_that_cannot_be_is_refused(string body, string fields)
    {
        var api = await WithSue();
        var before = await api.Sequence();
        (await api.Post("/v1/subscribers", body)).IsRefused(422, "invalid_fields", fields.Split(','));
        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [InlineData("""{"id":"sue"}""", "attributed")]
    [InlineData("""{"email":"SUE@example.com"}""", "attributed")]
    [InlineData("""{"id":"nobody","email":"sue@example.com"}""", "attributed")]
    [InlineData("""{"id":"nobody"}""", "partner_key_unknown")]
    [InlineData("""{"email":"nobody"}""", "partner_key_unknown")]
    [InlineData("""{"id":[]}""", "partner_key_malformed")]
    [InlineData("""{"id":"\u0000"}""", "partner_key_malformed")]
    [InlineData("\"sue\"", "partner_key_malformed")]
    [InlineData("5", "partner_key_malformed")]
    [InlineData("[1]", "partner_key_malformed")]
    [InlineData("[]", "customer_not_referred")]
    [InlineData("{}", "customer_not_referred")]
    [InlineData("null", "customer_not_referred")]
    [InlineData("\"\"", "customer_not_referred")]
    [InlineData("""{"id":"gone"}""", "partner_key_unknown")]
    [InlineData("""{"id":"idle"}""", "partner_inactive")]
    public async Task Whatever_is_said_about_the_referrer_a_subscription_is_taken(string referral, string decision)
    {
        var api = await WithSue();
        (await api.Post("/v1/subscribers", """{"email":"g@example.com","id":"gone"}""")).Is(201);
        (await api.Delete("/v1/subscribers/gone")).Is(200);
        (await api.Post("/v1/subscribers", """{"email":"i@example.com","id":"idle","status":"suspended"}""")).Is(201);
        var reply = await api.Post("/v1/subscribers", $$"""{"email":"t@example.com","referral":{{referral}}}""");
        Assert.Equal(decision, reply.Is(201).Decision);
        var isReferred = decision == "attributed";
        Assert.Equal(isReferred ? "true" : "false", reply["data.is_referred"]);
        Assert.Equal(isReferred ? "1" : "0", (await api.Get("/v1/subscribers/sue"))["data.referrals_count"]);
    }

    [Fact]
    public async Task Nobody_refers_herself()
    {
        var api = await WithSue();
        var reply = await api.Post("/v1/subscribers", """{"email":"sue+2@example.com","referral":{"id":"sue"}}""");
        Assert.Equal("self_referral", reply.Is(201).Decision);
        Assert.Equal("false", reply["data.is_referred"]);
    }

    [Theory]
    [InlineData("/v1/subscribers", """{"id":"sue","update":{"identifier":"new","tos":false}}""")]
    [InlineData("/v1/subscribers", """{"email":"sue@example.com","update":{"id":"new","tos":false}}""")]
    [InlineData("/v1/subscribers", """{"id":"sue","identifier":"new","tos":false}""")]
    [InlineData("/v1/subscribers/sue", """{"identifier":"new","tos":"0"}""")]
    [InlineData("/v1/subscribers/sue@example.com", """{"update":{"identifier":"new","tos":0}}""")]
    public async Task A_subscriber_is_changed_by_whatever_names_it(string path, string body)
    {
        var api = await WithSue();
        var reply = await api.Put(path, body);
        Assert.Equal("new", reply.Is(200)["data.id"]);
        Assert.Equal("false", reply["data.tos"]);
        Assert.Equal("sue@example.com", reply["data.email"]);
        Assert.Equal("subscriber.updated", (await api.Explain(reply))["data.kind"]);
        (await api.Get("/v1/subscribers/sue")).IsRefused(404, "not_found");
        Assert.Equal(reply["data"], (await api.Get("/v1/subscribers/new"))["data"]);
    }

    [Fact]
    public async Task An_address_is_changed_by_its_new_value()
    {
        var api = await WithSue();
        await api.Post("/v1/subscribers", """{"email":"t@example.com","id":"tom"}""");
        (await api.Put("/v1/subscribers/sue", """{"email":"T@example.com"}""")).IsRefused(
            422,
            "invalid_fields",
            "email"
        );
        (await api.Put("/v1/subscribers/sue", """{"identifier":"tom"}""")).IsRefused(
            422,
            "invalid_fields",
            "identifier"
        );
        Assert.Equal(
            "Sue@x.example",
            (
                await api.Put("/v1/subscribers", """{"email":"sue@example.com","update":{"email":"Sue@x.example"}}""")
            ).Is(200)["data.email"]
        );
        (await api.Get("/v1/subscribers/sue@example.com")).IsRefused(404, "not_found");
        (await api.Post("/v1/subscribers", """{"email":"sue@example.com"}""")).Is(201);
        (await api.Put("/v1/subscribers", "{}")).IsRefused(404, "not_found");
    }

    [Theory]
    [InlineData("/v1/subscribers/sue", null)]
    [InlineData("/v1/subscribers/SUE@example.com", "[]")]
    [InlineData("/v1/subscribers", """{"id":"sue"}""")]
    [InlineData("/v1/subscribers", """{"email":"sue@example.com"}""")]
    public async Task A_deleted_subscriber_is_gone_and_its_names_are_free(string path, string? body)
    {
        var api = await WithSue();
        var reply = await api.Delete(path, body);
        Assert.Equal("""{"status":1}""", reply.Is(200).Text);
        var entry = await api.Explain(reply);
        Assert.Equal("subscriber.deleted", entry["data.kind"]);
        Assert.Equal("Deleted", entry["data.answer.status"]);
        (await api.Delete(path, body)).IsRefused(404, "not_found");
        Assert.Equal(0, (await api.Get("/v1/subscribers")).Count());
        (await api.Post("/v1/subscribers", """{"email":"sue@example.com","id":"sue"}""")).Is(201);
    }

    [Fact]
    public async Task The_list_can_be_of_the_referred_or_of_the_others()
    {
        var api = await WithSue();
        foreach (var (name, by) in new[] { ("a", "sue"), ("b", "nobody"), ("c", "sue") })
        {
            await api.Post(
                "/v1/subscribers",
                $$$"""{"email":"{{{name}}}@example.com","id":"{{{name}}}","referral":{"id":"{{{by}}}"}}"""
            );
        }

        Assert.Equal("c,b,a,sue", (await api.Get("/v1/subscribers")).Column("id"));
        Assert.Equal("c,a", (await api.Get("/v1/subscribers?refer_status=referred")).Column("id"));
        Assert.Equal("b,sue", (await api.Get("/v1/subscribers", """{"refer_status":"non_referred"}""")).Column("id"));
        Assert.Equal("b", (await api.Get("/v1/subscribers?refer_status=non_referred&limit=1")).Column("id"));
        Assert.Equal("2", (await api.Get("/v1/subscribers?sort=asc"))["data.0.referrals_count"]);
    }

    [Fact]
    public async Task Another_programs_subscriber_cannot_be_touched()
    {
        var owner = await WithSue();
        var api = await Server.NewProgram(ProgramType.Newsletter);
        (await api.Get("/v1/subscribers/sue")).IsRefused(404, "not_found");
        (await api.Put("/v1/subscribers/sue", """{"name":"x"}""")).IsRefused(404, "not_found");
        (await api.Delete("/v1/subscribers/sue")).IsRefused(404, "not_found");
        Assert.Equal(0, (await api.Get("/v1/subscribers:search?email=sue")).Count());
        Assert.Equal(
            "partner_key_unknown",
            (await api.Post("/v1/subscribers", """{"email":"t@example.com","referral":{"id":"sue"}}""")).Decision
        );
        Assert.Equal("0", (await owner.Get("/v1/subscribers/sue"))["data.referrals_count"]);
    }

    [Fact]
    public async Task Sixteen_at_once_make_one_subscriber()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => api.Post("/v1/subscribers", """{"email":"s@example.com"}"""))
        );
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(15, replies.Count(reply => reply.Status == 422));
    }

    private async Task<ApiClient> WithSue()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        (await api.Post("/v1/subscribers", """{"email":"sue@example.com","id":"sue"}""")).Is(201);
        return api;
    }
}
