using Xunit;

namespace Byway.Tests.Partners;

/// <summary>Partners: create, get, update, archive, restore, delete, list, search.</summary>
public sealed class PartnerTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData("/v1/partners")]
    [InlineData("/v1/partner")]
    public async Task A_partner_is_created_with_a_link(string path)
    {
        var api = await Server.Affiliate();
        var reply = await api.Post(
            path,
            """{"id":"i","key":"k","email":" Anna@Example.com","surname":"Ångström","tags":["vip","vip"]}"""
        );
        Assert.Equal("done", reply.Is(201).Decision);
        Assert.Equal("i", reply["data.id"]);
        Assert.Equal("k", reply["data.key"]);
        Assert.Equal("Anna@Example.com", reply["data.email"]);
        Assert.Equal("Ångström", reply["data.surname"]);
        Assert.Equal("active", reply["data.status"]);
        Assert.Equal("true", reply["data.approved"]);
        Assert.Equal("""[{"value":"vip"}]""", reply["data.tags"]);
        Assert.Equal("https://shop.example?aff=k", reply["data.referral_link"]);
        Assert.Equal("""["https://shop.example?aff=k"]""", reply["data.referral_links"]);
        Assert.Equal("0", reply["data.referrals_count"]);
        Assert.Equal("2026-01-15T12:00:00.000000Z", reply["data.created_at"]);
    }

    [Fact]
    public async Task Id_and_key_are_made_when_absent()
    {
        var api = await Server.Affiliate(s => s with { LinkForm = "path", Website = "https://shop.example/" });
        var reply = await api.Post("/v1/partners", """{"id":null,"key":"","email":"a@example.com","name":null}""");
        Assert.StartsWith("par_", reply.Is(201)["data.id"], StringComparison.Ordinal);
        Assert.Matches("^[0-9a-z]{8}$", reply["data.key"]);
        Assert.Equal($"https://shop.example/aff/{reply["data.key"]}", reply["data.referral_link"]);
    }

    [Theory]
    [InlineData("{}", "email")]
    [InlineData("[]", "email")]
    [InlineData("""{"email":"no address"}""", "email")]
    [InlineData("""{"email":"a@b"}""", "email")]
    [InlineData("""{"email":5}""", "email")]
    [InlineData("""{"email":["a@example.com"]}""", "email")]
    [InlineData("""{"email":"a@example.com","id":true,"key":{},"name":[],"tags":5.5}""", "id,key,name,tags")]
    [InlineData("""{"email":"a@example.com","tags":[[]]}""", "tags.0")]
    [InlineData("""{"email":"a@example.com","password":"short"}""", "password")]
    [InlineData("""{"email":"a@example.com","password":"alllowercase1"}""", "password")]
    [InlineData("""{"email":"a@example.com","referring_partner":{"key":"nobody"}}""", "referring_partner")]
    [InlineData("""{"email":"a@example.com","referring_partner":"x"}""", "referring_partner")]
    [InlineData("""{"email":"ANNA@example.com"}""", "email")]
    [InlineData("""{"email":"a@example.com","id":"anna-id"}""", "id")]
    [InlineData("""{"email":"a@example.com","id":"anna"}""", "id")]
    [InlineData("""{"email":"a@example.com","key":"anna"}""", "key")]
    [InlineData("""{"email":"a@example.com","key":"anna-id"}""", "key")]
    [InlineData("""{"email":"anna@example.com","id":"anna-id","key":"anna"}""", "email,id,key")]
    public async Task A_partner_that_cannot_be_is_refused(string body, string fields)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var before = await api.Sequence();
        (await api.Post("/v1/partners", body)).IsRefused(422, "invalid_fields", fields.Split(','));
        Assert.Equal(before, await api.Sequence());
        Assert.Equal(1, await api.CountOf("partners"));
    }

    [Fact]
    public async Task A_referring_partner_is_noted()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        foreach (var name in new[] { "\"id\":\"anna-id\"", "\"key\":\"anna\"", "\"email\":\"anna@example.com\"" })
        {
            var email = Guid.NewGuid().ToString("N") + "@example.com";
            (await api.Post("/v1/partners", $$$"""{"email":"{{{email}}}","referring_partner":{ {{{name}}} } }""")).Is(
                201
            );
        }

        var referred = await Server.Query<long>(
            "select count(*) from partners where program_id = @ProgramId and referred_by is not null",
            new { api.Program.ProgramId }
        );
        Assert.Equal(3, referred[0]);
    }

    [Fact]
    public async Task A_password_is_kept_as_a_slow_hash_only()
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/partners", """{"email":"a@example.com","password":"Passw0rdX"}""")).Is(201);
        var found = await Server.Query<string>(
            "select password_hash from partners where program_id = @ProgramId",
            new { api.Program.ProgramId }
        );
        Assert.DoesNotContain("Passw0rdX", found[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Passw0rdX", (await api.Get("/v1/journal")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(found[0], (await api.Get("/v1/journal")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sixteen_at_once_make_one_partner()
    {
        var api = await Server.Affiliate();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => api.Post("/v1/partners", """{"key":"k","email":"a@example.com"}"""))
        );
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(15, replies.Count(reply => reply.Status == 422));
        Assert.Equal(1, await api.CountOf("partners"));
    }

    [Theory]
    [InlineData("/v1/partners/anna-id", null)]
    [InlineData("/v1/partners/anna-id", "[]")]
    [InlineData("/v1/partners/anna", """{"key":"anna"}""")]
    [InlineData("/v1/partners/ANNA", null)]
    [InlineData("/v1/partners/anna@example.com", null)]
    [InlineData("/v1/partners/", """{"email":"anna@example.com"}""")]
    [InlineData("/v1/partners/", """{"key":"anna"}""")]
    [InlineData("/v1/partners/", """{"id":"anna-id"}""")]
    [InlineData("/v1/partner?key=anna", null)]
    [InlineData("/v1/partner?id=anna-id", null)]
    [InlineData("/v1/partner?email=anna@example.com", null)]
    [InlineData("/v1/partner", """{"email":"anna@example.com"}""")]
    public async Task One_partner_is_found_in_many_ways(string path, string? body)
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 1 }).WithCarl();
        await api.Referrer("bert");
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "50", "carl", ""","rewarded":true""");
        var reply = (await api.Get(path, body)).Is(200);
        Assert.Equal("anna-id", reply["data.id"]);
        Assert.Equal("1", reply["data.referrals.signups"]);
        Assert.Equal("2", reply["data.referrals.sales_count"]);
        Assert.Equal("1", reply["data.referrals.paid_accounts"]);
        Assert.Equal("""[{"currency":"USD","amount":150}]""", reply["data.referrals.revenue"]);
        Assert.Equal("15", reply["data.commissions.paid"]);
        Assert.Equal("""[{"currency":"USD","amount":30}]""", reply["data.commissions.pending"]);
        Assert.Equal("[]", reply["data.commissions.not_paid"]);
    }

    [Theory]
    [InlineData("/v1/partners/anna-id", """{"update":{"name":"New","surname":"S","tags":["t"]}}""")]
    [InlineData("/v1/partners/anna-id", """{"name":"New","surname":"S","tags":["t"]}""")]
    [InlineData("/v1/partners/anna", """{"name":"New","surname":"S","tags":["t"]}""")]
    [InlineData("/v1/partners", """{"id":"anna-id","update":{"name":"New","surname":"S","tags":["t"]}}""")]
    [InlineData("/v1/partners", """{"key":"anna","update":{"name":"New","surname":"S","tags":["t"]}}""")]
    [InlineData("/v1/partners", """{"email":"anna@example.com","update":{"name":"New","surname":"S","tags":["t"]}}""")]
    [InlineData("/v1/partner", """{"key":"anna","update":{"name":"New","surname":"S","tags":["t"]}}""")]
    public async Task What_is_given_changes_and_the_rest_stays(string path, string body)
    {
        var api = await Server.Affiliate().WithCarl();
        var reply = (await api.Put(path, body)).Is(200);
        Assert.Equal("New", reply["data.name"]);
        Assert.Equal("anna", reply["data.key"]);
        Assert.Equal("anna@example.com", reply["data.email"]);
        Assert.Equal("""[{"value":"t"}]""", reply["data.tags"]);
        Assert.Equal("1", reply["data.referrals_count"]);
        Assert.Equal("New", (await api.Get("/v1/partners/anna-id"))["data.name"]);
    }

    [Theory]
    [InlineData("""{"update":{"email":"bert@example.com"}}""", "email")]
    [InlineData("""{"update":{"key":"bert"}}""", "key")]
    [InlineData("""{"update":{"key":"bert-id"}}""", "key")]
    [InlineData("""{"update":{"key":"bert-old"}}""", "key")]
    [InlineData("""{"update":{"email":"x"}}""", "update.email")]
    [InlineData("""{"update":"x"}""", "update")]
    public async Task An_update_that_cannot_be_is_refused(string body, string field)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert-old");
        await api.Put("/v1/partners/bert-old", """{"key":"bert","email":"bert@example.com"}""");
        (await api.Post("/v1/partners", """{"id":"bert-id","email":"b2@example.com"}""")).Is(201);
        var before = await api.Sequence();
        (await api.Put("/v1/partners/anna-id", body)).IsRefused(422, "invalid_fields", field);
        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task A_partner_may_take_a_former_key_back()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Put("/v1/partners/anna-id", """{"key":"anna2"}""");
        Assert.Equal("anna", (await api.Put("/v1/partners/anna-id", """{"key":"anna"}""")).Is(200)["data.key"]);
        Assert.Equal("anna-id", (await api.SignUp("carl", "anna2")).CountsFor());
    }

    [Theory]
    [InlineData("/v1/partners/anna-id", null)]
    [InlineData("/v1/partners", """{"key":"anna"}""")]
    [InlineData("/v1/partners", """{"email":"anna@example.com"}""")]
    [InlineData("/v1/partner", """{"key":"anna"}""")]
    public async Task A_deleted_partner_is_gone_and_its_key_is_reserved(string path, string? body)
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        Assert.Equal("""{"status":1}""", (await api.Delete(path, body)).Is(200).Text);
        (await api.Get("/v1/partners/anna-id")).IsRefused(404, "not_found");
        (await api.Delete(path, body)).IsRefused(404, "not_found");
        Assert.Equal("[]", (await api.Get("/v1/partners"))["data"]);
        Assert.Equal("30", await api.Balance());
        (await api.Post("/v1/partners", """{"key":"anna","email":"x@example.com"}""")).IsRefused(
            422,
            "invalid_fields",
            "key"
        );
        (await api.Post("/v1/partners", """{"email":"anna@example.com"}""")).Is(201);
        Assert.Equal("partner_inactive", (await api.Sale("o2", "100", "carl")).Decision);
    }

    [Fact]
    public async Task Archiving_and_restoring_have_an_order()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        (await api.Post("/v1/partners/anna-id/revoke-archive")).IsRefused(400, "action_failed");
        Assert.Equal("""{"status":1}""", (await api.Post("/v1/partners/anna-id/archive", "[]")).Is(200).Text);
        (await api.Post("/v1/partners/anna-id/archive")).IsRefused(400, "action_failed");
        Assert.Equal("archived", (await api.Get("/v1/partners/anna-id"))["data.status"]);
        Assert.Equal("""{"status":1}""", (await api.Post("/v1/partners/anna/revoke-archive")).Is(200).Text);
        Assert.Equal("active", (await api.Get("/v1/partners/anna-id"))["data.status"]);
    }

    [Fact]
    public async Task Another_programs_partner_cannot_be_touched()
    {
        var owner = await Server.Affiliate();
        await owner.Referrer("anna");
        var api = await Server.Affiliate();
        (await api.Get("/v1/partners/anna-id")).IsRefused(404, "not_found");
        (await api.Get("/v1/partners/", """{"email":"anna@example.com"}""")).IsRefused(404, "not_found");
        (await api.Put("/v1/partners/anna-id", """{"name":"x"}""")).IsRefused(404, "not_found");
        (await api.Delete("/v1/partners/anna-id")).IsRefused(404, "not_found");
        (await api.Post("/v1/partners/anna-id/archive")).IsRefused(404, "not_found");
        Assert.Equal("[]", (await api.Get("/v1/partners:search?email=anna"))["data"]);
        await api.Referrer("anna");
        Assert.Equal("active", (await owner.Get("/v1/partners/anna-id"))["data.status"]);
    }

    [Theory]
    [InlineData("email=ANNA", "anna-id")]
    [InlineData("email=example.com", "bert-id,anna-id")]
    [InlineData("key=nna", "anna-id")]
    [InlineData("key=OLD", "bert-id")]
    [InlineData("id=-ID", "bert-id,anna-id")]
    [InlineData("name=bert%20b", "bert-id")]
    [InlineData("name=%25", "")]
    [InlineData("key=anna-id", "")]
    [InlineData("limit=1", "bert-id")]
    [InlineData("", "bert-id,anna-id")]
    public async Task A_search_finds_parts(string query, string found)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Post("/v1/partners", """{"id":"bert-id","key":"old","email":"bert@example.com"}""");
        await api.Put("/v1/partners/bert-id", """{"key":"new","name":"Bert","surname":"B."}""");
        Assert.Equal(found, (await api.Get($"/v1/partners:search?{query}")).Is(200).Column("id"));
    }

    [Fact]
    public async Task A_list_is_newest_first_and_in_pages()
    {
        var api = await Server.Affiliate();
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
        {
            await api.Referrer(name);
        }

        var seen = new List<string>();
        var next = "/v1/partners?limit=2";
        while (next is not "null")
        {
            var page = (await api.Get(next, "[]")).Is(200);
            seen.Add(page.Column("key"));
            next = page["links.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        }

        Assert.Equal(["e,d", "c,b", "a"], seen);
        Assert.Equal("a", (await api.Get("/v1/partners", """{"sort":"ASC","limit":1}""")).Column("key"));
    }
}
