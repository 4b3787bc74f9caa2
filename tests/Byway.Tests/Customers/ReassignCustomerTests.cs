using Byway.Programs;
using Byway.Tests.PromotionCodes;
using Xunit;

namespace Byway.Tests.Customers;

/// <summary>The owner binds a customer to somebody else, or to nobody: later sales only.</summary>
public sealed class ReassignCustomerTests(TestServer server) : ServerTests(server)
{
    private const string Path = "/v1/customers/carl/reassign";

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Later_sales_follow_the_new_one_and_earlier_ones_stay(string type)
    {
        var api = await WithTwo(type);
        await api.Sale("o1", "100", "carl");
        var reply = (await api.Post(Path, To(api, "bert", ""","reason":"Ticket 1" """))).Is(200);
        Assert.Equal("reassigned", reply.Decision);
        Assert.Equal("bert-id", reply.CountsFor());
        Assert.Equal(reply.Text, (await api.Get("/v1/customers/carl")).Text);
        var entry = await api.Explain(reply);
        Assert.Equal("customer.reassigned", entry["data.kind"]);
        Assert.Equal("Ticket 1", entry["data.request.compared.reason"]);
        Assert.Equal(
            "Reassigned by the program's owner: the customer belonged to anna-id, and belongs to bert-id from now on. "
                + "Earlier sales stay as they were.",
            entry["data.decision.sentence"]
        );

        var sale = await api.Sale("o2", "100", "carl");
        Assert.Equal("rewarded", sale.Decision);
        Assert.Equal("bert-id", sale.CountsFor());
        await api.Refund("o1", "r1", "50");
        Assert.Equal("15", await api.Balance());
        Assert.Equal("30", await api.Balance(referrer: "bert"));
        Assert.Equal("anna-id", (await api.Get("/v1/transactions/o1")).CountsFor());
        Assert.Equal("reassigned", (await api.Get("/v1/customers/carl/decision"))["data.code"]);
        Assert.Equal("bert-id", (await api.Get("/v1/customers/carl/decision"))["data.bound_to"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Nobody_is_a_word_too_and_no_evidence_overrules_it(string type)
    {
        var api = await WithTwo(type);
        var name = api.ReferrerName();
        var reply = (await api.Post(Path, $$"""{"{{name}}":null}""")).Is(200);
        Assert.Equal("unbound", reply.Decision);
        Assert.Null(reply.CountsFor());
        Assert.Equal("customer_not_referred", (await api.Sale("o1", "100", "carl")).Decision);
        var evidence = $$"""{"{{api.IdName()}}":"carl","{{name}}":{"key":"anna"} }""";
        var more = $$""","options":{"create_customer":true},"{{name}}":{"key":"anna"}""";
        var body = $$"""{"key":"o2","amount":100,"customer":{{evidence}}{{more}} }""";
        Assert.Null((await api.Post("/v1/transactions", body)).Is(200).CountsFor());
        Assert.Equal("0", await api.Balance());
        Assert.Equal("unbound", (await api.Get("/v1/customers/carl/decision"))["data.code"]);

        (await api.Post(Path, To(api, "bert"))).Is(200);
        Assert.Equal("bert-id", (await api.Sale("o3", "100", "carl")).CountsFor());
    }

    [Fact]
    public async Task A_customer_nobody_had_referred_is_counted_once()
    {
        var api = await WithTwo(ProgramType.ReferAFriend);
        await api.SignUp("dora");
        const string Dora = "/v1/customers/dora/reassign";
        (await api.Post(Dora, To(api, "anna"))).Is(200);
        Assert.Equal("2", (await api.Get("/v1/customers/anna-id"))["data.referrals_count"]);
        (await api.Post(Dora, To(api, "bert"))).Is(200);
        (await api.Post(Dora, """{"referring_customer":null}""")).Is(200);
        (await api.Post(Dora, To(api, "bert"))).Is(200);
        Assert.Equal("2", (await api.Get("/v1/customers/anna-id"))["data.referrals_count"]);
        Assert.Equal("0", (await api.Get("/v1/customers/bert-id"))["data.referrals_count"]);
    }

    [Theory]
    [InlineData("", "rewarded")]
    [InlineData(""","keep_since":true""", "earning_period_over")]
    [InlineData(""","at":"2025-01-01T00:00:00Z" """, "earning_period_over")]
    [InlineData(""","keep_since":true,"at":"2026-02-20T00:00:00Z" """, "rewarded")]
    public async Task The_earning_period_begins_anew_unless_told_otherwise(string more, string decision)
    {
        var api = await WithTwo(ProgramType.Affiliate);
        (await api.Put("/v1/program/settings", """{"earning_period":"days","earning_period_length":30}""")).Is(200);
        Server.Clock.Advance(TimeSpan.FromDays(40));
        (await api.Post(Path, To(api, "bert", more))).Is(200);
        Assert.Equal(decision, (await api.Sale("o1", "100", "carl")).Decision);
    }

    [Fact]
    public async Task Goals_count_where_it_was_counted_also_when_rules_begin_to_ask_later()
    {
        var api = await WithTwo(ProgramType.Affiliate);
        await api.Sale("o1", "100", "carl");
        (await api.Post(Path, To(api, "bert"))).Is(200);
        const string Goals = """
            {"goals":[{"name":"S","of":"sign_ups","at":2,"bonus":{"fixed":7}},
            {"name":"C","of":"customers","at":2,"bonus":{"fixed":5}}]}
            """;
        (await api.Put("/v1/program/rules", Goals)).Is(200);
        // Carl counts for Anna, as a sign-up and as a buyer: one more of hers reaches both goals, one of Bert's none.
        await api.SignUp("dora", "bert");
        await api.Sale("o2", "10", "dora");
        await api.Sale("o3", "10", "carl");
        Assert.Equal("6", await api.Balance(referrer: "bert"));
        await api.SignUp("emma", "anna");
        await api.Sale("o4", "10", "emma");
        Assert.Equal("45", await api.Balance());
    }

    [Fact]
    public async Task The_partners_read_that_the_owner_did_it()
    {
        var api = await WithTwo(ProgramType.Affiliate);
        await api.Sale("o1", "100", "carl");
        Assert.Null((await api.Get("/v1/transactions/o1/decision?for=partner"))["data.binding"]);
        (await api.Post(Path, To(api, "bert"))).Is(200);
        await api.Sale("o2", "100", "carl");
        Assert.Equal(
            "Reassigned by the program's owner on 2026-01-15: "
                + "later sales of the customer do not count as this one did.",
            (await api.Get("/v1/transactions/o1/decision?for=partner"))["data.binding"]
        );
        Assert.Equal(
            "Reassigned by the program's owner on 2026-01-15: the customer's sales count for you since then.",
            (await api.Get("/v1/transactions/o2/decision?for=partner"))["data.binding"]
        );
    }

    [Fact]
    public async Task What_is_already_so_writes_nothing_and_sixteen_at_once_are_one()
    {
        var api = await WithTwo(ProgramType.Affiliate);
        var sequence = await api.Sequence();
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post(Path, To(api, "bert"))));
        Assert.All(replies, reply => Assert.Equal("bert-id", reply.Is(200).CountsFor()));
        Assert.Equal(sequence + 1, await api.Sequence());
    }

    [Fact]
    public async Task A_self_referral_is_noted_and_earns_nothing()
    {
        var api = await WithTwo(ProgramType.Affiliate);
        await api.SignUp("bertha", more: ""","email":"bert+shop@example.com" """);
        var reply = (await api.Post("/v1/customers/bertha/reassign", To(api, "bert"))).Is(200);
        Assert.Contains("self_referral", (await api.Explain(reply)).Text, StringComparison.Ordinal);
        Assert.Equal("self_referral", (await api.Sale("o1", "100", "bertha")).Decision);
    }

    [Theory]
    [InlineData("{}", "partner")]
    [InlineData("""{"partner":""}""", "partner")]
    [InlineData("""{"partner":{}}""", "partner")]
    [InlineData("""{"partner":{"key":"nobody"}}""", "partner")]
    [InlineData("""{"partner":{"key":"other"}}""", "partner")]
    [InlineData("""{"partner":{"key":"bert"},"at":"2026-02-01T00:00:00Z"}""", "at")]
    [InlineData("""{"partner":{"key":"bert"},"keep_since":"perhaps"}""", "keep_since")]
    public async Task What_cannot_be_is_refused_and_writes_nothing(string body, string fault)
    {
        var api = await WithTwo(ProgramType.Affiliate);
        await (await Server.Affiliate()).Referrer("other");
        var sequence = await api.Sequence();
        (await api.Post(Path, body)).IsRefused(422, "invalid_fields", fault);
        Assert.Equal(sequence, await api.Sequence());
    }

    [Fact]
    public async Task Nobody_can_be_said_of_whom_nobody_had_referred_and_taken_back()
    {
        var api = await WithTwo(ProgramType.Affiliate);
        await api.Coupon();
        await api.Code("ANNA25", "anna-id");
        await api.SignUp("dora");
        await api.SignUp("emma");
        (await api.Post("/v1/customers/dora/reassign", """{"partner":null}""")).Is(200);
        var sequence = await api.Sequence();
        (await api.Post("/v1/customers/dora/reassign", """{"partner":null}""")).Is(200);
        Assert.Equal(sequence, await api.Sequence());
        Assert.Null((await api.SaleWith("ANNA25", "o1", "dora")).CountsFor());
        // Of whom the owner said nothing, the code binds.
        Assert.Equal("anna-id", (await api.SaleWith("ANNA25", "o2", "emma")).CountsFor());

        // Given to somebody after all, she is counted once, for that one.
        (await api.Post("/v1/customers/dora/reassign", To(api, "bert"))).Is(200);
        (await api.Post("/v1/customers/dora/reassign", To(api, "anna"))).Is(200);
        Assert.Equal("1", (await api.Get("/v1/partners/bert"))["data.referrals.signups"]);
        Assert.Equal("2", (await api.Get("/v1/partners/anna"))["data.referrals.signups"]);
    }

    [Fact]
    public async Task A_partner_is_told_nothing_of_decisions_that_were_not_about_them()
    {
        var api = await Server.Affiliate(settings => settings with { PromotionCodeWins = true });
        await api.Referrer("anna");
        await api.Referrer("bert");
        await api.SignUp("carl", "anna");
        await api.Coupon();
        await api.Code("ANNA25", "anna-id");
        await api.Sale("o1", "100", "carl");
        (await api.Post(Path, To(api, "bert"))).Is(200);
        Assert.Equal("anna-id", (await api.SaleWith("ANNA25", "o2", "carl")).CountsFor());
        Assert.Null((await api.Get("/v1/transactions/o2/decision?for=partner"))["data.binding"]);
        (await api.Post(Path, To(api, "anna"))).Is(200);
        Assert.Null((await api.Get("/v1/transactions/o1/decision?for=partner"))["data.binding"]);
    }

    [Fact]
    public async Task Nobody_is_given_to_who_is_away_or_to_itself()
    {
        var api = await WithTwo(ProgramType.Affiliate);
        (await api.Post("/v1/partners/bert-id/suspend")).Is(200);
        (await api.Post(Path, To(api, "bert"))).IsRefused(422, "invalid_fields", "partner");
        var friends = await WithTwo(ProgramType.ReferAFriend);
        (await friends.Post(Path, """{"referring_customer":{"id":"carl"}}""")).IsRefused(
            422,
            "invalid_fields",
            "referring_customer"
        );
        (await api.Post("/v1/customers/nobody/reassign", To(api, "anna"))).IsRefused(404, "not_found");
    }

    private static string To(ApiClient api, string key, string more = "") =>
        $$"""{"{{api.ReferrerName()}}":{"key":"{{key}}"}{{more}}}""";

    private async Task<ApiClient> WithTwo(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Referrer("bert");
        await api.SignUp("carl", "anna");
        return api;
    }
}
