using Byway.Programs;
using Xunit;

namespace Byway.Tests.Newsletters;

/// <summary>Milestones: what subscribers get for bringing others, once each, exactly.</summary>
public sealed class MilestoneTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task A_milestone_is_made_shown_and_listed()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        var reply = await api.Post(
            "/v1/rewards",
            """
            {"name":"A mug","description":"For two","subscribers_count":"2","fulfillment_type":"generic_coupon",
             "fulfillment_value":"MUG"}
            """
        );
        Assert.Equal(
            """
            {"id":2,"name":"A mug","description":"For two","status":"active","type":"default",
            "fulfillment_type":"generic_coupon","fulfillment_type_name":"Coupon code",
            "fulfillment_value":"MUG","subscriber_count":2,"times_triggered":0,
            "created_at":"2026-01-15T12:00:00.000000Z","updated_at":"2026-01-15T12:00:00.000000Z"}
            """.Replace("\n", "", StringComparison.Ordinal),
            reply.Is(201)["data"]
        );
        Assert.Equal(reply["data"], (await api.Get("/v1/rewards/2")).Is(200)["data"]);
        Assert.Equal(reply["data"], (await api.Get("/v1/rewards")).Is(200)["data.0"]);
        (await api.Get("/v1/rewards/3")).IsRefused(404, "not_found");
        (await api.Get("/v1/rewards/x")).IsRefused(404, "not_found");
        (await (await Server.NewProgram(ProgramType.Newsletter)).Get("/v1/rewards/2")).IsRefused(404, "not_found");
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name":"A mug","subscribers_count":0}""", "subscribers_count")]
    [InlineData("""{"name":"A mug","subscribers_count":1.5}""", "subscribers_count")]
    [InlineData("""{"name":"A mug","fulfillment_type":"money"}""", "fulfillment_type")]
    public async Task A_milestone_that_cannot_be_is_refused(string body, string field)
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        (await api.Post("/v1/rewards", body)).IsRefused(422, "invalid_fields", field);
    }

    [Fact]
    public async Task A_milestone_is_reached_with_the_last_confirmed_subscriber_it_asks_for()
    {
        var api = await WithSue(1, 3);
        Assert.Equal("subscriber.rewarded", (await api.Explain(await Bring(api, "a")))["data.kind"]);
        Assert.Equal("1", (await Sue(api))["data.referrals_count"]);
        Assert.Equal("2", (await Sue(api)).Column("id", "data.reward"));
        await Bring(api, "b", ",\"status\":\"suspended\"");
        await Bring(api, "c", ",\"approved\":false");
        await Bring(api, "d");
        Assert.Equal("2", (await Sue(api))["data.referrals_count"]);
        Assert.Equal(1, (await Sue(api)).Count("data.reward"));
        var confirmed = await api.Put("/v1/subscribers/c", """{"approved":true}""");
        Assert.Equal("milestone_reached", confirmed.Is(200).Decision);
        var sue = await Sue(api);
        Assert.Equal("3", sue["data.referrals_count"]);
        Assert.Equal("2,3", sue.Column("id", "data.reward"));
        Assert.Equal("2026-01-15T12:00:00.000000Z", sue["data.reward.1.reached_at"]);
        var entry = await api.Explain(confirmed);
        Assert.Equal("subscriber.rewarded", entry["data.kind"]);
        Assert.Equal(sue["data"], entry["data.answer"]);
        Assert.Equal("1,1", (await api.Get("/v1/rewards")).Column("times_triggered"));
    }

    [Fact]
    public async Task Who_leaves_no_longer_counts_and_what_was_reached_stays()
    {
        var api = await WithSue(1, 2);
        await Bring(api, "a");
        await Bring(api, "b");
        Assert.Equal(2, (await Sue(api)).Count("data.reward"));
        await api.Put("/v1/subscribers/a", """{"status":"rejected"}""");
        await api.Delete("/v1/subscribers/b");
        Assert.Equal("0", (await Sue(api))["data.referrals_count"]);
        Assert.Equal(2, (await Sue(api)).Count("data.reward"));
        await Bring(api, "c");
        await api.Put("/v1/subscribers/a", """{"status":"active"}""");
        Assert.Equal("2", (await Sue(api))["data.referrals_count"]);
        Assert.Equal("1,1", (await api.Get("/v1/rewards")).Column("times_triggered"));
    }

    [Fact]
    public async Task A_later_milestone_counts_those_brought_before_with_the_next_one()
    {
        var api = await WithSue();
        await Bring(api, "a");
        await Bring(api, "b");
        await api.Post("/v1/rewards", """{"name":"x","subscribers_count":2}""");
        Assert.Equal(0, (await Sue(api)).Count("data.reward"));
        await Bring(api, "c");
        Assert.Equal(1, (await Sue(api)).Count("data.reward"));
    }

    [Fact]
    public async Task Who_is_suspended_reaches_nothing_until_active_again()
    {
        var api = await WithSue(2);
        await Bring(api, "a");
        await Bring(api, "b", ",\"approved\":false");
        await api.Put("/v1/subscribers/sue", """{"status":"suspended"}""");
        await api.Put("/v1/subscribers/b", """{"approved":true}""");
        Assert.Equal("2", (await Sue(api))["data.referrals_count"]);
        Assert.Equal(0, (await Sue(api)).Count("data.reward"));
        await api.Put("/v1/subscribers/sue", """{"status":"active"}""");
        Assert.Equal(1, (await Sue(api)).Count("data.reward"));
    }

    [Fact]
    public async Task Each_milestone_is_reached_once_however_many_come_at_once()
    {
        var api = await WithSue(1, 5, 16, 17);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Bring(api, $"a{number}")));
        var sue = await Sue(api);
        Assert.Equal("16", sue["data.referrals_count"]);
        Assert.Equal(3, sue.Count("data.reward"));
        Assert.Equal("0,1,1,1", (await api.Get("/v1/rewards")).Column("times_triggered"));
        // Off and on again, all at once: nothing is reached twice.
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async number =>
                {
                    (await api.Put($"/v1/subscribers/a{number}", """{"status":"suspended"}""")).Is(200);
                    (await api.Put($"/v1/subscribers/a{number}", """{"status":"active"}""")).Is(200);
                })
        );
        Assert.Equal("16", (await Sue(api))["data.referrals_count"]);
        Assert.Equal("0,1,1,1", (await api.Get("/v1/rewards")).Column("times_triggered"));
        var entries = await api.Server.Query<long>(
            "select count(*) from journal_entries where program_id = @ProgramId and body like '%subscriber.rewarded%'",
            new { api.Program.ProgramId }
        );
        Assert.Equal(3, entries[0]);
    }

    private static async Task<Reply> Bring(ApiClient api, string name, string more = "") =>
        (
            await api.Post(
                "/v1/subscribers",
                $$$"""{"email":"{{{name}}}@x.example","id":"{{{name}}}","referral":{"id":"sue"}{{{more}}}}"""
            )
        ).Is(201);

    private static Task<Reply> Sue(ApiClient api) => api.Get("/v1/subscribers/sue");

    private async Task<ApiClient> WithSue(params int[] milestones)
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        foreach (var asks in milestones)
        {
            (await api.Post("/v1/rewards", $$"""{"name":"{{asks}}","subscribers_count":{{asks}}}""")).Is(201);
        }

        (await api.Post("/v1/subscribers", """{"email":"sue@example.com","id":"sue"}""")).Is(201);
        return api;
    }
}
