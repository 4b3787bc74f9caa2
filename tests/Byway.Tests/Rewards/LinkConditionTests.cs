using Byway.Tests.Scenarios;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>The condition <c>link</c>: by which of somebody's links a customer came.</summary>
public sealed class LinkConditionTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Customers_of_a_link_earn_by_its_rule(string type)
    {
        var api = await WithBlog(type);
        await api.SignUp("carl", "blog");
        await api.SignUp("dora", "anna");
        Assert.Equal("rule 1", await RuleOf(api, "o1", "carl"));
        Assert.Equal("default", await RuleOf(api, "o2", "dora"));
        var differs = await api.Explain(await api.Sale("o3", "10", "dora"));
        Assert.Equal("link_differs", differs["data.decision.evidence.1.verdict"]);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_renamed_or_deleted_link_is_still_the_one_by_which_they_came(string type)
    {
        var api = await WithBlog(type);
        await api.SignUp("carl", "blog");
        (await api.Put(LinkPath(api, "blog"), """{"key":"diary"}""")).Is(200);
        await api.SignUp("dora", "diary");
        Assert.Equal("rule 1", await RuleOf(api, "o1", "carl"));
        Assert.Equal("rule 1", await RuleOf(api, "o2", "dora"));
        (await api.Delete(LinkPath(api, "diary"))).Is(200);
        Assert.Equal("rule 1", await RuleOf(api, "o3", "carl"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task An_address_leads_by_its_key_and_an_id_by_no_link(string type)
    {
        var api = await WithBlog(type);
        var parameter = api.IsAffiliate ? "aff" : "ref";
        await api.SignUp(
            "carl",
            more: $$$""","options":{"referral_url":"https://shop.example?{{{parameter}}}=BLOG"}"""
        );
        Assert.Equal("rule 1", await RuleOf(api, "o1", "carl"));
        await api.Post(
            "/v1/customers",
            $$"""{"{{api.IdName()}}":"dora","{{api.ReferrerName()}}":{"id":"anna-id"} }"""
        );
        Assert.Equal("default", await RuleOf(api, "o2", "dora"));
        // A sale that binds its customer keeps the link as well.
        var bound = $$""","options":{"create_customer":true},"{{api.ReferrerName()}}":{"key":"blog"}""";
        await api.Sale("o3", "10", "emil", bound);
        Assert.Equal("rule 1", await RuleOf(api, "o4", "emil"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task The_default_links_key_names_it_too(string type)
    {
        var api = await WithBlog(type, "anna");
        await api.SignUp("carl", "anna");
        await api.SignUp("dora", "blog");
        Assert.Equal("rule 1", await RuleOf(api, "o1", "carl"));
        Assert.Equal("default", await RuleOf(api, "o2", "dora"));
    }

    private async Task<ApiClient> WithBlog(string type, string link = "blog")
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var noun = api.IsAffiliate ? "partner" : "customer";
        (await api.Post(LinkPath(api), $$"""{"key":"blog","{{noun}}":{"id":"anna-id"} }""")).Is(201);
        await api.Rules($$"""{"rules":[{"conditions":{"link":["{{link}}"]},"percent":50}]}""");
        return api;
    }

    private static async Task<string?> RuleOf(ApiClient api, string key, string customer) =>
        (await api.Explain(await api.Sale(key, "10", customer)))["data.decision.arithmetic.0.rule"];

    private static string LinkPath(ApiClient api, string? key = null) =>
        $"/v1/{(api.IsAffiliate ? "partner" : "customer")}_referral_links{(key is null ? "" : $"/{key}")}";
}
