using Byway.Programs;
using Xunit;

namespace Byway.Tests.Customers;

/// <summary>Whatever stands for who referred a customer, the sign-up is accepted and explained.</summary>
public sealed class ReferralEvidenceTests(TestServer server) : ServerTests(server)
{
    private const string Nobody = "customer_not_referred";
    private const string Unknown = "partner_key_unknown";
    private const string Malformed = "partner_key_malformed";

    private static readonly string LongKey = new('x', 5000);

    /// <summary>What stands in <c>partner</c>, and the code of the decision; nobody is bound.</summary>
    public static TheoryData<string, string, string> Useless =>
        ForBothTypes(
            (null, Nobody),
            ("null", Nobody),
            ("\"\"", Nobody),
            ("{}", Nobody),
            ("[]", Nobody),
            ("""{"key":null}""", Nobody),
            ("""{"key":""}""", Nobody),
            ("""{"id":null,"key":"","email":null}""", Nobody),
            ("""{"colour":"red"}""", Nobody),
            ("\"anna\"", Malformed),
            ("5", Malformed),
            ("true", Malformed),
            ("false", Malformed),
            ("[1]", Malformed),
            ("""[{"key":"anna"}]""", Malformed),
            ("""{"key":true}""", Malformed),
            ("""{"key":1.5}""", Malformed),
            ("""{"key":1e400}""", Malformed),
            ("""{"key":{"key":"anna"}}""", Malformed),
            ("""{"key":["anna"]}""", Malformed),
            ("""{"key":"anna\u0000"}""", Malformed),
            ($$"""{"key":"{{LongKey}}"}""", Malformed),
            ($$"""{"id":"{{LongKey}}"}""", Malformed),
            ($"\"{LongKey}\"", Malformed),
            ("""{"key":5}""", Unknown),
            ("""{"key":-0}""", Unknown),
            ("""{"key":"😀"}""", Unknown),
            ("""{"key":"nobody"}""", Unknown),
            ("""{"key":"anna "}""", Unknown),
            ("""{"key":" "}""", Unknown),
            ("""{"key":"' or 1=1 --"}""", Unknown),
            ("""{"key":"%"}""", Unknown),
            ("""{"id":"ANNA-ID"}""", Unknown),
            ("""{"id":"nobody","key":"nobody either"}""", Unknown)
        );

    /// <summary>What stands in <c>partner</c>, and the id of who is bound.</summary>
    public static TheoryData<string, string, string> Useful =>
        ForBothTypes(
            ("""{"key":"anna"}""", "anna-id"),
            ("""{"key":"ANNA"}""", "anna-id"),
            ("""{"id":"anna-id"}""", "anna-id"),
            ("""{"key":"4711"}""", "4711-id"),
            ("""{"key":4711}""", "4711-id"),
            ("""{"id":"4711-id","key":"anna"}""", "4711-id"),
            ("""{"id":"nobody","key":"anna"}""", "anna-id"),
            ("""{"id":{},"key":"anna"}""", "anna-id"),
            ("""{"id":null,"key":"anna","colour":"red"}""", "anna-id")
        );

    [Theory]
    [MemberData(nameof(Useless))]
    public async Task Useless_evidence_never_fails_a_sign_up(string type, string partner, string code)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var reply = await SignUpWith(api, partner);
        Assert.Equal(code, reply.Is(201).Decision);
        Assert.Null(reply.CountsFor());
        var entry = await api.Explain(reply);
        Assert.Equal(code, entry["data.decision.code"]);
        Assert.Equal(code == Nobody ? null : code, entry["data.decision.evidence.0.verdict"]);
        Assert.True(entry.Text.Length < 3000, "Evidence is kept in short.");
    }

    [Theory]
    [MemberData(nameof(Useful))]
    public async Task Good_evidence_binds(string type, string partner, string boundTo)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Referrer("4711");
        var reply = await SignUpWith(api, partner);
        Assert.Equal("attributed", reply.Is(201).Decision);
        Assert.Equal(boundTo, reply.CountsFor());
        Assert.Equal(boundTo, (await api.Get("/v1/customers/carl")).CountsFor());
    }

    [Theory]
    [InlineData("""{"email":"anna@example.com"}""", "anna-id")]
    [InlineData("""{"email":" ANNA@Example.com "}""", "anna-id")]
    [InlineData("""{"id":"nobody","key":"nobody","email":"anna@example.com"}""", "anna-id")]
    [InlineData("""{"key":"bert","email":"anna@example.com"}""", "bert-id")]
    public async Task A_partners_email_counts_last(string partner, string boundTo)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        Assert.Equal(boundTo, (await SignUpWith(api, partner)).Is(201).CountsFor());
    }

    [Fact]
    public async Task Each_piece_of_evidence_is_explained_in_order()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        var reply = await SignUpWith(
            api,
            """{"email":"bert@example.com","key":"anna","id":"nobody"}""",
            ""","options":{"referral_url":"https://shop.example?aff=bert"}"""
        );
        var entry = await api.Explain(reply.Is(201));
        Assert.Equal(
            "partner.id,partner.key,partner.email,options.referral_url",
            entry.Column("field", "data.decision.evidence")
        );
        Assert.Equal("partner_key_unknown,resolved,noted,noted", entry.Column("verdict", "data.decision.evidence"));
        Assert.Equal(
            "nobody,anna,bert@example.com,https://shop.example?aff=bert",
            entry.Column("given", "data.decision.evidence")
        );
        Assert.Equal(",anna-id,bert-id,bert-id", entry.Column("leads_to", "data.decision.evidence"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Another_programs_key_leads_to_nobody(string type)
    {
        var other = await Server.NewProgram(type);
        await other.Referrer("anna");
        var api = await Server.NewProgram(type);
        var reply = await SignUpWith(api, """{"id":"anna-id","key":"anna","email":"anna@example.com"}""");
        Assert.Equal(Unknown, reply.Is(201).Decision);
        Assert.Null(reply.CountsFor());
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("rejected")]
    [InlineData("suspended")]
    public async Task A_partner_who_is_not_active_does_not_bind(string status)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        await Server.Execute(
            "update partners set status = @status where program_id = @ProgramId and key = 'anna'",
            new { status, api.Program.ProgramId }
        );
        await Server.Restart();
        var reply = await api.SignUp("carl", "anna");
        Assert.Equal("partner_inactive", reply.Decision);
        Assert.Null(reply.CountsFor());
        Assert.Equal("bert-id", (await SignUpWith(api, """{"id":"anna-id","key":"bert"}""", id: "dora")).CountsFor());
    }

    [Theory]
    [InlineData("POST", "/v1/partners/anna-id/archive")]
    [InlineData("DELETE", "/v1/partners/anna-id")]
    public async Task A_partner_who_was_put_away_does_not_bind(string method, string path)
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        (await api.Send(method, path, null)).Is(200);
        Assert.Equal("partner_inactive", (await api.SignUp("carl", "anna")).Decision);
        Assert.Equal("partner_inactive", (await SignUpWith(api, """{"id":"anna-id"}""", id: "dora")).Decision);
    }

    [Fact]
    public async Task A_restored_partner_binds_again()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Post("/v1/partners/anna-id/archive");
        await api.Post("/v1/partners/anna-id/revoke-archive");
        Assert.Equal("anna-id", (await api.SignUp("carl", "anna")).CountsFor());
    }

    [Fact]
    public async Task A_deleted_referring_customer_does_not_bind()
    {
        var api = await Server.ReferAFriend();
        await api.Referrer("anna");
        (await api.Delete("/v1/customers/anna-id")).Is(200);
        Assert.Equal("partner_inactive", (await api.SignUp("carl", "anna")).Decision);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_former_referral_key_keeps_binding(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var path = api.IsAffiliate ? "/v1/partners/anna-id" : "/v1/customers/anna-id";
        var renamed = (await api.Put(path, """{"update":{"key":"anna2"}}""")).Is(200);
        Assert.EndsWith("=anna2", renamed["data.referral_link"], StringComparison.Ordinal);
        Assert.Equal("anna-id", (await api.SignUp("carl", "anna")).CountsFor());
        Assert.Equal("anna-id", (await api.SignUp("dora", "anna2")).CountsFor());
        Assert.Equal("anna-id", (await api.SignUp("emil", "Anna")).CountsFor());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Letter_case_that_fits_two_keys_leads_to_nobody(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("bob");
        await api.Referrer("BOB", "robert@example.com");
        Assert.Equal(Unknown, (await api.SignUp("carl", "Bob")).Decision);
        Assert.Equal("bob-id", (await api.SignUp("dora", "bob")).CountsFor());
        Assert.Equal("BOB-id", (await api.SignUp("emil", "BOB")).CountsFor());
    }

    [Theory]
    [InlineData("query", "https://shop.example?aff=anna", "anna-id")]
    [InlineData("query", "https://shop.example/page?x=1&aff=anna&y=2#top", "anna-id")]
    [InlineData("query", "/page?aff=an%6Ea", "anna-id")]
    [InlineData("query", "https://shop.example/aff/anna", "anna-id")]
    [InlineData("query", "https://shop.example?ref=anna", null)]
    [InlineData("query", "https://shop.example?aff=", null)]
    [InlineData("query", "https://shop.example?aff=%00", null)]
    [InlineData("query", "https://shop.example?aff=nobody", null)]
    [InlineData("query", "%%%?aff=%zz", null)]
    [InlineData("query", "no address", null)]
    [InlineData("path", "https://shop.example/aff/anna", "anna-id")]
    [InlineData("path", "https://shop.example/de/aff/anna/page?x=1", "anna-id")]
    [InlineData("path", "https://shop.example?aff=anna", "anna-id")]
    [InlineData("path", "https://shop.example/aff/", null)]
    public async Task The_key_in_a_referral_url_binds(string form, string url, string? boundTo)
    {
        var api = await Server.Affiliate(settings => settings with { LinkForm = form });
        await api.Referrer("anna");
        var reply = await api.SignUp("carl", more: $$""","options":{"referral_url":"{{url}}"}""");
        Assert.Equal(boundTo, reply.CountsFor());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    public async Task A_referral_url_that_is_none_never_fails_a_sign_up(string url)
    {
        var api = await Server.Affiliate();
        var reply = await api.SignUp("carl", more: $$""","options":{"referral_url":{{url}}}""");
        Assert.Equal(Nobody, reply.Decision);
    }

    [Fact]
    public async Task An_explicit_key_comes_before_a_referral_url()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        var url = ""","options":{"referral_url":"https://shop.example?aff=bert"}""";
        Assert.Equal("anna-id", (await api.SignUp("carl", "anna", url)).CountsFor());
        Assert.Equal("bert-id", (await api.SignUp("dora", "nobody", url)).CountsFor());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_program_may_reject_an_unknown_referrer(string type)
    {
        var api = await Server.NewProgram(type, settings => settings with { RejectUnknownPartner = true });
        await api.Referrer("anna");
        var before = await api.Sequence();
        (await SignUpWith(api, """{"key":"nobody"}""")).IsRefused(400, "invalid_partner_key");
        (await SignUpWith(api, "\"anna\"")).IsRefused(400, "invalid_partner_key");
        Assert.Equal(before, await api.Sequence());
        (await api.Get("/v1/customers/carl")).Is(404);
        Assert.Equal("anna-id", (await api.SignUp("carl", "anna")).CountsFor());
        Assert.Equal(Nobody, (await api.SignUp("dora")).Decision);
    }

    private static Task<Reply> SignUpWith(ApiClient api, string? partner, string more = "", string id = "carl")
    {
        var referrer = partner is null or "" ? "" : $""","{api.ReferrerName()}":{partner}""";
        return api.Post("/v1/customers", api.SignUpBody(id, more: referrer + more));
    }

    private static TheoryData<string, string, string> ForBothTypes(params (string? Partner, string Expected)[] rows)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var type in new[] { ProgramType.Affiliate, ProgramType.ReferAFriend })
        {
            foreach (var (partner, expected) in rows)
            {
                data.Add(type, partner ?? "", expected);
            }
        }

        return data;
    }
}
