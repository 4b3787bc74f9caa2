using Byway.Programs;
using Byway.Rewards;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>Rewards as things of their own: one, lists, and every filter.</summary>
public sealed class ListRewardsTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task A_reward_says_everything_about_itself()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 14 }).WithCarl();
        await api.Sale("o1", "99.99", "carl");
        var reward = (await api.Get("/v1/rewards/1")).Is(200);
        Assert.Equal(
            "action,amount,amount_units,created_at,customer,explanation,held_by_signals,held_until,is_currency,note,"
                + "number,paid,partner,payout_request,reason,reversed_amount,signals,status,transaction,updated_at",
            reward.Members("data")
        );
        Assert.Equal("1", reward["data.number"]);
        Assert.Equal("review_period", reward["data.status"]);
        Assert.Equal("29.997", reward["data.amount"]);
        Assert.Equal("0", reward["data.reversed_amount"]);
        Assert.Equal("USD", reward["data.amount_units"]);
        Assert.Equal("anna-id", reward["data.partner"]);
        Assert.Equal("carl", reward["data.customer"]);
        Assert.Equal("o1", reward["data.transaction"]);
        Assert.Equal("2026-01-29T12:00:00.000000Z", reward["data.held_until"]);
        Assert.Equal("false", reward["data.paid"]);
        Assert.Equal(
            "30 % of 99.99 USD is 29.997 USD, by the program's default, version 1; payable from 2026-01-29.",
            reward["data.explanation"]
        );
    }

    [Fact]
    public async Task In_a_refer_a_friend_program_a_customer_earned_it()
    {
        var api = await Server.ReferAFriend().WithCarl();
        await api.Sale("o1", "10", "carl");
        var reward = (await api.Get("/v1/rewards/1")).Is(200);
        Assert.Null(reward["data.partner"]);
        Assert.Equal("anna-id", reward["data.customer"]);
        Assert.Equal("carl", reward["data.referred_customer"]);
        Assert.Equal(1, (await api.Get("/v1/rewards?referring_customer_id=anna-id")).Count());
        Assert.Equal(1, (await api.Get("/v1/rewards?customer.id=carl")).Count());
        Assert.Equal(0, (await api.Get("/v1/rewards?customer.id=anna-id")).Count());
        Assert.Equal(0, (await api.Get("/v1/rewards?partner_key=anna")).Count());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Its_status_follows_its_sale_and_says_reversed_when_all_of_it_was_taken_back(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Refund("o1", "r1", "50");
        var partly = await api.Get("/v1/rewards/1");
        Assert.Equal("ok", partly["data.status"]);
        Assert.Equal("15", partly["data.reversed_amount"]);
        Assert.EndsWith("payable now. 15 USD of it was taken back.", partly["data.explanation"]);
        await api.Refund("o1", "r2", "50");
        var wholly = await api.Get("/v1/rewards/1");
        Assert.Equal("reversed", wholly["data.status"]);
        Assert.Equal("reversed", (await api.Get("/v1/transactions/o1"))["data.rewards.0.status"]);
        Assert.EndsWith("It was taken back with its sale.", wholly["data.explanation"]);
        Assert.Equal("30", wholly["data.amount"]);
    }

    [Fact]
    public async Task A_reward_paid_elsewhere_is_paid()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl", ""","rewarded":true""");
        Assert.Equal("true", (await api.Get("/v1/rewards/1"))["data.paid"]);
    }

    [Fact]
    public async Task A_sale_that_waited_explains_its_reward_by_the_entry_that_decided_it()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Sale("o1", "100", "carl");
        await api.SignUp("carl", "anna");
        Assert.StartsWith("30 % of 100 USD", (await api.Get("/v1/rewards/1"))["data.explanation"]);
    }

    [Theory]
    [InlineData("", "9,8,7,6,5,4,3,2,1")]
    [InlineData("sort=asc", "1,2,3,4,5,6,7,8,9")]
    [InlineData("limit=2", "9,8")]
    [InlineData("limit=2&page=2", "7,6")]
    [InlineData("partner_key=anna", "9,5,4,2,1")]
    [InlineData("partner_id=anna-id", "9,5,4,2,1")]
    [InlineData("partner.key=anna&limit=2&page=2", "4,2")]
    [InlineData("partner[email]=anna@example.com&sort=asc", "1,2,4,5,9")]
    [InlineData("partner_key=nobody", "")]
    [InlineData("status=ok", "9,8,7,6,3,2")]
    [InlineData("status=rejected", "4")]
    [InlineData("status=reversed", "1")]
    [InlineData("status=review_period", "5")]
    [InlineData("status=rejected&partner_key=anna", "4")]
    [InlineData("status=rejected&partner_key=bert", "")]
    [InlineData("status=ok&partner_key=anna", "9,2")]
    [InlineData("customer_key=carl", "5,4,2,1")]
    [InlineData("customer.email=carl@example.net", "5,4,2,1")]
    [InlineData("customer[id]=carl&status=ok", "2")]
    [InlineData("customer_key=carl&partner_key=bert", "")]
    [InlineData("customer_key=carl&transaction_key=o2", "2")]
    [InlineData("transaction_key=o3", "3")]
    [InlineData("transaction_key=o3&partner_key=anna", "")]
    [InlineData("transaction_key=nothing", "")]
    [InlineData("amount_units=eur", "6")]
    [InlineData("amount_units=points", "7")]
    [InlineData("amount_units=gold", "")]
    [InlineData("created_from=2026-01-10&created_until=2026-01-11", "8")]
    [InlineData("created_until=2026-01-10", "9")]
    public async Task Rewards_are_listed_by_what_is_asked(string query, string numbers)
    {
        var api = await NineRewards();
        var list = (await api.Get($"/v1/rewards?{query}")).Is(200);
        Assert.Equal(numbers, list.Column("number"));
    }

    [Fact]
    public async Task Filters_may_stand_in_the_body()
    {
        var api = await NineRewards();
        const string Body = """{"partner":{"key":"anna"},"limit":2,"sort":"asc"}""";
        var first = await api.Get("/v1/rewards", Body);
        Assert.Equal("1,2", first.Column("number"));
        var next = first["links.next"]!;
        var seen = first.Column("number");
        while (next != "null")
        {
            var page = (await api.Get(next[Server.Url.Length..])).Is(200);
            seen += "," + page.Column("number");
            next = page["links.next"]!;
        }

        Assert.Equal("1,2,4,5,9", seen);
    }

    [Theory]
    [InlineData("status=odd", "status")]
    [InlineData("created_from=soon", "created_from")]
    [InlineData("created_until=2026-02-30", "created_until")]
    [InlineData("limit=0", "limit")]
    [InlineData("amount_units=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "amount_units")]
    public async Task A_wrong_filter_is_refused(string query, string fault) =>
        (await (await Server.Affiliate()).Get($"/v1/rewards?{query}")).IsRefused(422, "invalid_fields", fault);

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("one")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task An_unknown_reward_is_not_found(string number)
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "10", "carl");
        (await api.Get($"/v1/rewards/{number}")).IsRefused(404, "not_found");
        (await api.Post($"/v1/rewards/{number}/approve")).IsRefused(404, "not_found");
        (await api.Post($"/v1/rewards/{number}/reject")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Another_program_sees_nothing_of_it()
    {
        var api = await Server.Affiliate(s => s with { ReviewPeriodDays = 1 }).WithCarl();
        await api.Sale("o1", "10", "carl");
        var other = await Server.Affiliate();
        (await other.Get("/v1/rewards/1")).IsRefused(404, "not_found");
        (await other.Post("/v1/rewards/1/approve")).IsRefused(404, "not_found");
        (await other.Post("/v1/rewards:reject", """{"numbers":[1]}""")).IsRefused(422, "invalid_fields", "numbers.0");
        Assert.Equal(0, (await other.Get("/v1/rewards")).Count());
        Assert.Equal(0, (await other.Get("/v1/rewards?partner_key=anna&customer_key=carl")).Count());
        (await (await Server.NewProgram(ProgramType.Newsletter)).Post("/v1/rewards/1/approve")).Is(403);
    }

    /// <summary>Nine rewards of two partners, in every status and in three units; 8 and 9 are given by hand.</summary>
    private async Task<ApiClient> NineRewards()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        await api.Referrer("bert");
        await api.SignUp("carl", "anna", ""","email":"carl@example.net" """);
        await api.SignUp("dora", "bert");
        await api.Sale("o1", "10", "carl");
        await api.Sale("o2", "10", "carl");
        await api.Sale("o3", "10", "dora");
        await api.Put("/v1/program/settings", """{"review_period_days":5}""");
        await api.Sale("o4", "10", "carl");
        await api.Sale("o5", "10", "carl");
        await api.Put("/v1/program/settings", """{"review_period_days":0}""");
        await api.Sale("o6", "10", "dora", ""","amount_units":"EUR" """);
        await api.Sale("o7", "10", "dora", ""","amount_units":"points","is_currency":false""");
        (await api.Post("/v1/partners/bert-id/reward", """{"amount":5,"date":"2026-01-10T08:00:00Z"}""")).Is(201);
        (await api.Post("/v1/partners/anna-id/reward", """{"amount":5,"date":"2026-01-09T08:00:00Z"}""")).Is(201);
        (await api.Post("/v1/rewards/4/reject")).Is(200);
        (await api.Delete("/v1/transactions/o1")).Is(200);
        return api;
    }
}
