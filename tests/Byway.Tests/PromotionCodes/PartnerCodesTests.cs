using Byway.PromotionCodes;
using Xunit;

namespace Byway.Tests.PromotionCodes;

/// <summary>Codes that partners get by the program's pattern.</summary>
public sealed class PartnerCodesTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData("{name}{discount}", "Anna", "ANNA25")]
    [InlineData("{name}{discount}", "Zoë", "ZOE25")]
    [InlineData("{name}{discount}", "Łukasz Jr.", "LUKASZJR25")]
    [InlineData("{name}{discount}", "李", "XXXXX25")]
    [InlineData("{name}{discount}", null, "XXXXX25")]
    [InlineData("{key}-{random}", "Anna", "ANNA1-XXXXX")]
    [InlineData("HELLO-{surname}", "Anna", "HELLO")]
    [InlineData("{surname}", "Anna", "XXXXX")]
    [InlineData("FIX", "Anna", "FIX")]
    public void A_pattern_is_filled(string pattern, string? name, string code) =>
        Assert.Equal(code, CodePattern.Fill(pattern, new(name, null, "anna_1", "25", "XXXXX")));

    [Fact]
    public void What_is_drawn_forms_no_words_and_is_not_misread() =>
        Assert.DoesNotContain(
            CodePattern.Plain,
            letter => "AEIOUYLZSB01258".Contains(letter, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("{name} {discount}")]
    [InlineData("{nome}")]
    [InlineData("ä")]
    [InlineData("<script>")]
    public async Task What_is_no_pattern_is_refused(string pattern)
    {
        var api = await Server.Affiliate();
        (await api.Put("/v1/program/settings", $$"""{"promotion_code_pattern":"{{pattern}}"}""")).IsRefused(
            422,
            "invalid_fields",
            "promotion_code_pattern"
        );
    }

    [Fact]
    public async Task A_new_partner_gets_a_code_that_works()
    {
        var api = await Program();
        await Partner(api, "p1", "Anna");
        var code = await api.Get("/v1/promotion-codes/ANNA25");
        Assert.Equal("p1-id", code.Is(200).Column("id", "data.coupon_specific_partners"));
        await api.SignUp("carl");
        await api.SaleWith("anna25", "t1", "carl");
        Assert.Equal("30", await api.Balance(referrer: "p1"));

        // Another of that name gets another one.
        await Partner(api, "p2", "anna");
        var codes = await api.Get("/v1/promotion-codes");
        Assert.Equal(2, codes.Count());
        Assert.Matches("^ANNA25[CDFGHJKMNPQRTVWX34679]{2}$", codes["data.0.code"]);
    }

    [Fact]
    public async Task A_partner_who_waits_for_approval_gets_it_with_that_and_once()
    {
        var api = await Program(",\"approve_partners\":\"manual\"");
        await Partner(api, "p1", "Anna");
        Assert.Equal(0, (await api.Get("/v1/promotion-codes")).Count());
        foreach (var verb in new[] { "approve", "suspend", "approve" })
        {
            (await api.Post($"/v1/partners/p1/{verb}", "{}")).Is(200);
        }

        Assert.Equal("ANNA25", (await api.Get("/v1/promotion-codes")).Column("code"));
    }

    [Fact]
    public async Task Partners_there_are_get_theirs_when_asked_for()
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/promotion-codes:generate", "{}")).IsRefused(400, "action_failed");
        foreach (var at in Enumerable.Range(0, 5))
        {
            await Partner(api, $"p{at}", "Anna");
        }

        (await api.Post("/v1/partners/p4/suspend", "{}")).Is(200);
        await Set(api, "");
        (await api.Post("/v1/promotion-codes:generate", "{}")).IsRefused(400, "action_failed");
        await api.Coupon("PARTNERS");
        var some = (await api.Post("/v1/promotion-codes:generate", """{"limit":3}""")).Is(200);
        Assert.Equal("""{"made":3,"has_more":true}""", some["data"]);
        var rest = (await api.Post("/v1/promotion-codes:generate")).Is(200);
        Assert.Equal("""{"made":1,"has_more":false}""", rest["data"]);

        // A code that was removed is not made again.
        (await api.Delete("/v1/promotion-codes/ANNA25")).Is(200);
        var none = (await api.Post("/v1/promotion-codes:generate")).Is(200);
        Assert.Equal("""{"made":0,"has_more":false}""", none["data"]);
        Assert.Null(none.Entry);
    }

    [Fact]
    public async Task Sixteen_of_one_name_at_once_get_sixteen_codes()
    {
        var api = await Program();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(at => Partner(api, $"p{at}", "Anna")));
        var codes = await Server.Query<string>(
            "select distinct code_folded from promotion_codes where program_id = @ProgramId",
            new { api.Program.ProgramId }
        );
        Assert.Equal(16, codes.Count);
    }

    [Theory]
    [InlineData("none", "PARTNERS")]
    [InlineData("{name}", "MISSING")]
    public async Task Without_pattern_or_coupon_a_partner_is_made_without_a_code(string pattern, string coupon)
    {
        var api = await Program();
        var settings = $$"""{"promotion_code_pattern":"{{pattern}}","promotion_code_coupon":"{{coupon}}"}""";
        (await api.Put("/v1/program/settings", settings)).Is(200);
        await Partner(api, "p1", "Anna");
        Assert.Equal(0, await api.CountOf("promotion_codes"));
    }

    private async Task<ApiClient> Program(string more = "")
    {
        var api = await Server.Affiliate();
        await api.Coupon("PARTNERS");
        await Set(api, more);
        return api;
    }

    private static async Task Set(ApiClient api, string more)
    {
        const string Settings =
            "\"promotion_code_pattern\":\"{name}{discount}\",\"promotion_code_coupon\":\"partners\"";
        (await api.Put("/v1/program/settings", $"{{{Settings}{more}}}")).Is(200);
    }

    private static async Task Partner(ApiClient api, string key, string name) =>
        (
            await api.Post(
                "/v1/partners",
                $$"""{"id":"{{key}}-id","key":"{{key}}","email":"{{key}}@example.com","name":"{{name}}"}"""
            )
        ).Is(201);
}
