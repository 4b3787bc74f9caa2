using Byway.Programs;
using Xunit;

namespace Byway.Tests.Scenarios;

/// <summary>A newsletter whose readers bring readers: a mug for two, a shirt for four.</summary>
public sealed class NewsletterStory(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Readers_are_rewarded_for_confirmed_readers_once()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        (await api.Post("/v1/rewards", """{"name":"Mug","subscribers_count":2}""")).Is(201);
        (await api.Post("/v1/rewards", """{"name":"Shirt","subscribers_count":4}""")).Is(201);
        await Subscribe(api, "sue");
        await Subscribe(api, "r1", "sue");

        // The second does not confirm at once: the mug comes when it does.
        await Subscribe(api, "r2", "sue", ",\"approved\":false");
        Assert.Equal(0, await Rewards(api));
        await api.Days(2);
        var confirmed = (await api.Put("/v1/subscribers/r2", """{"approved":true}""")).Is(200);
        Assert.Equal("milestone_reached", confirmed.Decision);
        Assert.Equal(
            "The subscriber has brought as many others as the milestone asks for.",
            await api.Sentence(confirmed)
        );
        Assert.Equal(1, await Rewards(api));

        // One leaves and another comes: the mug is not earned twice.
        (await api.Delete("/v1/subscribers/r1")).Is(200);
        await Subscribe(api, "r3", "sue");
        Assert.Equal(1, await Rewards(api));
        await Subscribe(api, "r4", "sue");
        await Subscribe(api, "r5", "sue");
        Assert.Equal(2, await Rewards(api));
        Assert.Equal("1,1", (await api.Get("/v1/rewards")).Column("times_triggered"));
        Assert.Equal("4", (await api.Get("/v1/subscribers/sue"))["data.referrals_count"]);

        // What a reader's readers bring is theirs.
        await Subscribe(api, "r6", "r5");
        Assert.Equal("4", (await api.Get("/v1/subscribers/sue"))["data.referrals_count"]);
    }

    private static async Task Subscribe(ApiClient api, string id, string? by = null, string more = "")
    {
        var referral = by is null ? "" : $$""","referral":{"id":"{{by}}"}""";
        var body = $$"""{"id":"{{id}}","email":"{{id}}@example.com"{{referral}}{{more}}}""";
        (await api.Post("/v1/subscribers", body)).Is(201);
    }

    private static async Task<int> Rewards(ApiClient api) =>
        (await api.Get("/v1/subscribers/sue")).Is(200).Count("data.reward");
}
