using Byway.Programs;
using Xunit;

namespace Byway.Tests.Links;

/// <summary>
/// Referral links of partners and of referring customers: made, read, changed, removed, found; what their keys mean.
/// </summary>
public sealed class LinkTests(TestServer server) : ServerTests(server)
{
    private const string Link =
        "default,direct_tracking,direct_tracking_redirect,direct_tracking_redirect_url,id,is_additional,key,url";

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Everybody_has_a_default_link(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var one = (await api.Get(Path(api, "anna"))).Is(200);
        Assert.Equal(Link, one.Members("data"));
        Assert.Equal("anna", one["data.id"]);
        Assert.Equal("anna", one["data.key"]);
        Assert.Equal(Url(api, "anna"), one["data.url"]);
        Assert.Equal("true", one["data.default"]);
        Assert.Equal("false", one["data.is_additional"]);
        Assert.Equal("null", one["data.direct_tracking_redirect_url"]);
        var all = (await api.Get(OwnPath(api))).Is(200);
        Assert.Equal("anna", all.Column("key"));
        Assert.Equal(one["data"], all["data.0"]);
        Assert.Equal(0, await api.CountOf("referral_links"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_further_link_is_made_and_listed(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var made = (await api.Post(Path(api), Body(api, "lk"))).Is(201);
        Assert.Equal("done", made.Decision);
        Assert.Equal("lk", made["data.id"]);
        Assert.Equal(Url(api, "lk"), made["data.url"]);
        Assert.Equal("false", made["data.default"]);
        Assert.Equal(made.Text, (await api.Get(Path(api, "LK"))).Is(200).Text);
        Assert.Equal("lk,anna", (await api.Get(OwnPath(api))).Column("key"));
        Assert.Equal("anna,lk", (await api.Get(OwnPath(api) + "?sort=asc")).Column("key"));
        var owner = (await api.Get(OwnerPath(api))).Is(200);
        Assert.Equal(Url(api, "anna"), owner["data.referral_link"]);
        Assert.Equal($"""["{Url(api, "anna")}","{Url(api, "lk")}"]""", owner["data.referral_links"]);
        var changed = (await api.Put(OwnerPath(api), """{"update":{"name":"n"}}""")).Is(200);
        Assert.Equal(owner["data.referral_links"], changed["data.referral_links"]);
        var entry = (await api.Get($"/v1/journal/{made.Entry}")).Is(200);
        Assert.Equal("link.created", entry["data.kind"]);
        Assert.Equal(made["data"], entry["data.answer"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sign_up_by_a_further_link_counts_for_its_owner_and_says_so(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var made = (await api.Post(Path(api), Body(api, "lk"))).Is(201);
        var number = (await api.Get($"/v1/journal/{made.Entry}"))["data.sequence"];
        Assert.Equal("anna-id", (await api.SignUp("carl", "lk")).CountsFor());
        var parameter = Parameter(api);
        foreach (
            var (customer, address) in new[]
            {
                ("c1", $"https://shop.example?{parameter}=lk"),
                ("c2", $"https://other.example/x?y=1&{parameter}=LK#z"),
                ("c3", $"https://shop.example/{parameter}/lk"),
                ("c4", $"https://shop.example/page/{parameter}/lk/?utm=1"),
            }
        )
        {
            var reply = await api.SignUp(customer, more: Landing(address));
            Assert.Equal("attributed", reply.Decision);
            Assert.Equal("anna-id", reply.CountsFor());
            var entry = await api.Get($"/v1/journal/{reply.Entry}");
            Assert.Equal($"link {number}", entry["data.decision.evidence.0.note"]);
            var bodies = await Server.Query<string>(
                "select body from journal_entries where program_id = @ProgramId",
                new { api.Program.ProgramId }
            );
            Assert.DoesNotContain(bodies, body => body.Contains("lk\"", StringComparison.OrdinalIgnoreCase));
        }

        var byDefault = await api.SignUp("c5", more: Landing(Url(api, "anna")));
        Assert.Equal("anna-id", byDefault.CountsFor());
        Assert.Equal("null", (await api.Get($"/v1/journal/{byDefault.Entry}"))["data.decision.evidence.0.note"]);
        var sale = await api.Post(
            "/v1/transactions",
            $$$"""
            {"key":"t","amount":10,"customer":{"{{{api.IdName()}}}":"c6"},
            "options":{"create_customer":true,"referral_url":"{{{Url(api, "lk")}}}"}}
            """
        );
        sale.Is(200);
        Assert.Equal("7", (await api.Get(OwnerPath(api)))["data.referrals_count"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_page_that_only_looks_like_a_link_says_nothing(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var reply = await api.SignUp("carl", more: Landing($"https://shop.example/{Parameter(api)}/pricing"));
        Assert.Equal("customer_not_referred", reply.Decision);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_renamed_links_former_key_keeps_working(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        (await api.Post(Path(api), Body(api, "lk"))).Is(201);
        var renamed = (await api.Put(Path(api, "lk"), """{"key":"lk2"}""")).Is(200);
        Assert.Equal("lk2", renamed["data.id"]);
        Assert.Equal(Url(api, "lk2"), renamed["data.url"]);
        Assert.Equal(renamed.Text, (await api.Get(Path(api, "lk"))).Is(200).Text);
        Assert.Equal("anna-id", (await api.SignUp("c1", "lk")).CountsFor());
        Assert.Equal("anna-id", (await api.SignUp("c2", "lk2")).CountsFor());
        Assert.Equal("lk2,anna", (await api.Get(OwnPath(api))).Column("key"));
        Assert.Equal("lk2", (await api.Get(Path(api) + ":search?key=lk")).Column("key"));
        await api.Referrer("bert");
        (await api.Post(Path(api), Body(api, "lk", "bert"))).IsRefused(422, "invalid_fields", "key");
        Assert.Equal("lk", (await api.Put(Path(api, "lk2"), """{"key":"lk"}""")).Is(200)["data.key"]);
        Assert.Equal("lk", (await api.Get(Path(api, "lk2")))["data.key"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_deleted_links_keys_stay_reserved_and_count_for_nobody(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        (await api.Post(Path(api), Body(api, "lk"))).Is(201);
        await api.SignUp("carl", "lk");
        (await api.Put(Path(api, "lk"), """{"key":"lk2"}""")).Is(200);
        var gone = (await api.Delete(Path(api, "lk2"), "[]")).Is(200);
        Assert.Equal("""{"status":1}""", gone.Text);
        Assert.Equal("lk2", (await api.Get($"/v1/journal/{gone.Entry}"))["data.answer.key"]);
        (await api.Get(Path(api, "lk2"))).IsRefused(404, "not_found");
        (await api.Delete(Path(api, "lk"))).IsRefused(404, "not_found");
        Assert.Equal("anna", (await api.Get(OwnPath(api))).Column("key"));
        Assert.Equal("", (await api.Get(Path(api) + ":search?key=lk")).Column("key"));
        Assert.Equal("partner_key_unknown", (await api.SignUp("c1", "lk")).Decision);
        Assert.Equal("partner_key_unknown", (await api.SignUp("c2", "LK2")).Decision);
        (await api.Get($"/v1/{Noun(api)}s/lk")).IsRefused(404, "not_found");
        await api.Referrer("bert");
        (await api.Post(Path(api), Body(api, "lk", "bert"))).IsRefused(422, "invalid_fields", "key");
        (await api.Post(Path(api), Body(api, "lk"))).Is(201);
        Assert.Equal("anna-id", (await api.SignUp("c3", "lk")).CountsFor());
        Assert.Equal("partner_key_unknown", (await api.SignUp("c4", "lk2")).Decision);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Another_link_becomes_the_default_one_and_the_former_stays(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        (await api.Post(Path(api), Body(api, "lk"))).Is(201);
        (await api.Delete(Path(api, "anna"))).IsRefused(400, "action_failed");
        (await api.Put(Path(api, "anna"), """{"default":false}""")).IsRefused(422, "invalid_fields", "default");
        Assert.Equal("true", (await api.Put(Path(api, "lk"), """{"default":true}""")).Is(200)["data.default"]);
        Assert.Equal("false", (await api.Get(Path(api, "anna")))["data.default"]);
        var owner = await api.Get(OwnerPath(api));
        Assert.Equal(Url(api, "lk"), owner["data.referral_link"]);
        Assert.Equal($"""["{Url(api, "lk")}","{Url(api, "anna")}"]""", owner["data.referral_links"]);
        (await api.Delete(Path(api, "lk"))).IsRefused(400, "action_failed");
        Assert.Equal("anna-id", (await api.SignUp("c1", "anna")).CountsFor());
        Assert.Equal("anna-id", (await api.SignUp("c2", "lk")).CountsFor());

        // The owner's key is the default link's: it renames that one, or changes places.
        (await api.Put(OwnerPath(api), """{"update":{"key":"lk3"}}""")).Is(200);
        Assert.Equal("lk3", (await api.Get(Path(api, "lk")))["data.key"]);
        var back = (await api.Put(OwnerPath(api), """{"update":{"key":"anna"}}""")).Is(200);
        Assert.Equal(Url(api, "anna"), back["data.referral_link"]);
        Assert.Equal("lk3,anna", (await api.Get(OwnPath(api))).Column("key"));
        Assert.Equal("false,true", (await api.Get(OwnPath(api))).Column("default").ToLowerInvariant());
        (await api.Delete(Path(api, "lk3"))).Is(200);
        Assert.Equal("anna", (await api.Get(OwnPath(api))).Column("key"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task The_first_link_can_go_once_it_is_not_the_default_one(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        (await api.Post(Path(api), Body(api, "lk", more: ""","default":true"""))).Is(201);
        (await api.Delete(Path(api, "anna"))).Is(200);
        Assert.Equal("lk", (await api.Get(OwnPath(api))).Column("key"));
        Assert.Equal($"""["{Url(api, "lk")}"]""", (await api.Get(OwnerPath(api)))["data.referral_links"]);
        Assert.Equal("partner_key_unknown", (await api.SignUp("c1", "anna")).Decision);
        Assert.Equal("anna-id", (await api.SignUp("c2", "lk")).CountsFor());
        Assert.Equal("anna-id", (await api.Get($"/v1/{Noun(api)}s/anna-id"))["data.id"]);
        Assert.Equal(
            Url(api, "lk4"),
            (await api.Put(OwnerPath(api), """{"key":"lk4"}""")).Is(200)["data.referral_link"]
        );
        Assert.Equal("lk4", (await api.Get(Path(api, "lk")))["data.key"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Sixteen_at_once_make_one_link(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(at => api.Post(Path(api), Body(api, at % 2 == 0 ? "lk" : "LK")))
        );
        Assert.Equal(2, replies.Count(reply => reply.Status == 201));
        Assert.Equal(14, replies.Count(reply => reply.Status == 422));
        Assert.Equal(2, await api.CountOf("referral_links"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_link_that_cannot_be_is_refused_in_order(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Referrer("bert");
        var noun = Noun(api);
        var before = await api.Sequence();
        (await api.Post(Path(api), "[]")).IsRefused(422, "invalid_fields", "key", noun);
        (await api.Post(Path(api), """{"key":"lk"}""")).IsRefused(422, "invalid_fields", noun);
        (await api.Post(Path(api), $$"""{"key":{},"{{noun}}":"anna"}""")).IsRefused(
            422,
            "invalid_fields",
            "key",
            noun
        );
        (await api.Post(Path(api), Body(api, "anna"))).IsRefused(422, "invalid_fields", "key");
        (await api.Post(Path(api), Body(api, "bert"))).IsRefused(422, "invalid_fields", "key");
        (await api.Post(Path(api), Body(api, "bert-id"))).IsRefused(422, "invalid_fields", "key");
        (await api.Post(Path(api), Body(api, "bert", "nobody"))).IsRefused(422, "invalid_fields", "key");
        (await api.Post(Path(api), Body(api, "lk").Replace("null", "7", StringComparison.Ordinal))).IsRefused(
            422,
            "invalid_fields",
            "domain_id"
        );
        (await api.Post(Path(api), Body(api, "lk", "nobody"))).IsRefused(404, "not_found");
        (await api.Put(Path(api, "nothing"), """{"key":"x"}""")).IsRefused(404, "not_found");
        (await api.Put(Path(api, "anna"), """{"key":"bert"}""")).IsRefused(422, "invalid_fields", "key");
        (await api.Delete(Path(api, "nothing"))).IsRefused(404, "not_found");
        (await api.Get(Path(api, "nothing"))).IsRefused(404, "not_found");
        (await api.Get(Path(api, "anna-id"))).IsRefused(404, "not_found");
        (await api.Get($"/v1/{noun}s/nobody/referral_links")).IsRefused(404, "not_found");
        Assert.Equal(before, await api.Sequence());
        var other = type == ProgramType.Affiliate ? "customer" : "partner";
        (await api.Get($"/v1/{other}_referral_links/anna")).IsRefused(403, "wrong_program_type");
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Another_programs_links_cannot_be_reached(string type)
    {
        var owner = await Server.NewProgram(type);
        await owner.Referrer("anna");
        (await owner.Post(Path(owner), Body(owner, "lk"))).Is(201);
        var api = await Server.NewProgram(type);
        (await api.Get(Path(api, "lk"))).IsRefused(404, "not_found");
        (await api.Put(Path(api, "lk"), """{"key":"x"}""")).IsRefused(404, "not_found");
        (await api.Delete(Path(api, "lk"))).IsRefused(404, "not_found");
        (await api.Get(OwnPath(api))).IsRefused(404, "not_found");
        Assert.Equal("[]", (await api.Get(Path(api) + ":search?key=lk"))["data"]);
        (await api.Post(Path(api), Body(api, "lk2"))).IsRefused(404, "not_found");
        await api.Referrer("anna");
        (await api.Post(Path(api), Body(api, "lk"))).Is(201);
        (await api.Delete(Path(api, "lk"))).Is(200);
        Assert.Equal("anna-id", (await owner.SignUp("carl", "lk")).CountsFor());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_search_finds_parts_and_pages(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Referrer("bert");
        foreach (var key in new[] { "summer-1", "summer-2", "Winter" })
        {
            (await api.Post(Path(api), Body(api, key))).Is(201);
        }

        var noun = Noun(api);
        async Task<string> Found(string query) => (await api.Get($"{Path(api)}:search?{query}")).Is(200).Column("key");
        Assert.Equal("summer-2,summer-1", await Found("key=SUMMER"));
        Assert.Equal("Winter", await Found("id=int"));
        Assert.Equal("bert", await Found($"{noun}%5Bid%5D=bert-id"));
        Assert.Equal("Winter,summer-2,summer-1,anna", await Found($"{noun}[key]=anna"));
        Assert.Equal("summer-2", await Found($"key=2&{noun}_email=anna@example.com"));
        Assert.Equal("", await Found($"key=2&{noun}.id=bert-id"));
        Assert.Equal("", await Found($"key=2&{noun}[id]=nobody"));
        Assert.Equal("", await Found("key=%25"));
        Assert.Equal("Winter,summer-2,summer-1,bert,anna", await Found(""));
        var seen = new List<string>();
        var next = $"{Path(api)}:search?limit=2";
        while (next is not "null")
        {
            var page = (await api.Get(next, "[]")).Is(200);
            seen.Add(page.Column("key"));
            next = page["links.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        }

        Assert.Equal(["Winter,summer-2", "summer-1,bert", "anna"], seen);
        Assert.Equal("Winter,summer-2", (await api.Get(OwnPath(api) + "?limit=2")).Column("key"));
        Assert.Equal("summer-1,anna", (await api.Get(OwnPath(api), """{"limit":2,"page":2}""")).Column("key"));
        (await api.Delete(OwnerPath(api))).Is(200);
        Assert.Equal("bert", await Found(""));
        (await api.Get(Path(api, "Winter"))).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Lists_of_friends_show_all_links_of_each()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        (await api.Post(Path(api), Body(api, "lk"))).Is(201);
        var signedUp = await api.SignUp("carl", "lk");
        Assert.Equal(2, signedUp.Count("data.referring_customer.referral_links"));
        var list = (await api.Get("/v1/customers")).Is(200);
        Assert.Equal(1, list.Count("data.0.referral_links"));
        Assert.Equal(2, list.Count("data.0.referring_customer.referral_links"));
        Assert.Equal(2, list.Count("data.1.referral_links"));
    }

    [Fact]
    public async Task A_hundred_links_are_the_most()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(at => api.Post(Path(api), Body(api, $"lk{at}")))
        );
        Assert.Equal(99, replies.Count(reply => reply.Status == 201));
        Assert.Single(replies, reply => reply.Status == 422).IsRefused(422, "invalid_fields", "partner");
        Assert.Equal(100, (await api.Get(OwnerPath(api))).Count("data.referral_links"));
        Assert.Equal(100, (await api.Get(OwnPath(api) + "?limit=250")).Count());
    }

    private static string Noun(ApiClient api) => api.IsAffiliate ? "partner" : "customer";

    private static string Path(ApiClient api, string? key = null) =>
        $"/v1/{Noun(api)}_referral_links" + (key is null ? "" : $"/{key}");

    private static string OwnerPath(ApiClient api) => $"/v1/{Noun(api)}s/anna-id";

    private static string OwnPath(ApiClient api) => $"{OwnerPath(api)}/referral_links";

    private static string Url(ApiClient api, string key) => $"https://shop.example?{Parameter(api)}={key}";

    private static string Parameter(ApiClient api) => api.IsAffiliate ? "aff" : "ref";

    private static string Landing(string address) => $$$""","options":{"referral_url":"{{{address}}}"}""";

    private static string Body(ApiClient api, string key, string owner = "anna", string more = "") =>
        $$"""{"key":"{{key}}","domain_id":null,"is_additional":false,"{{Noun(api)}}":{"id":"{{owner}}-id"}{{more}}}""";
}
