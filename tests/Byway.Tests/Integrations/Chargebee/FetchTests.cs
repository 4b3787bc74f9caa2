using Byway.Tests.Scenarios;
using Xunit;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>What arrives is a hint; what counts is what the merchant's site hands out.</summary>
public sealed class FetchTests
{
    [Fact]
    public async Task An_event_that_was_changed_on_its_way_is_booked_as_the_site_has_it()
    {
        var (site, server) = await FakeSite.Start();
        await using var _ = site;
        await using var __ = server;
        var api = await Connected(server);
        var path = await FakeSite.Connect(api);
        var genuine = LifeCycleStory.FirstPayment;
        site.Happen(genuine);
        var changed = genuine.Replace("11900", "99999900", StringComparison.Ordinal);
        (await FakeSite.Send(api, path, changed)).Is(200);
        await FakeSite.Book(server);

        Assert.Equal(["/acme-test/api/v2/events/ev_payment_succeeded_first"], site.Asked);
        Assert.Equal("100", (await api.Get("/v1/transactions/INV-101")).Is(200)["data.amount"]);
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task An_event_that_the_site_does_not_know_is_never_booked()
    {
        var (site, server) = await FakeSite.Start();
        await using var _ = site;
        await using var __ = server;
        var api = await Connected(server);
        var path = await FakeSite.Connect(api);
        (await FakeSite.Send(api, path, LifeCycleStory.FirstPayment)).Is(200);
        for (var day = 0; day < 3; day++)
        {
            await FakeSite.Book(server);
            server.Clock.Now += TimeSpan.FromDays(1);
        }

        (await api.Get("/v1/transactions/INV-101")).Is(404);
        var told = await api.Get("/v1/integrations/chargebee/events/ev_payment_succeeded_first");
        Assert.Equal("failed", told.Is(200)["data.status"]);
        Assert.True(site.Asked.Count > 1);

        // The control: once the site knows it, it counts.
        site.Happen(LifeCycleStory.FirstPayment);
        server.Clock.Now += TimeSpan.FromDays(1);
        await FakeSite.Book(server);
        (await api.Get("/v1/transactions/INV-101")).Is(200);
    }

    [Fact]
    public async Task Who_does_not_know_the_password_or_the_path_leaves_nothing_behind()
    {
        var (site, server) = await FakeSite.Start();
        await using var _ = site;
        await using var __ = server;
        var api = await Connected(server);
        var path = await FakeSite.Connect(api);
        site.Happen(LifeCycleStory.FirstPayment);

        (await FakeSite.Send(api, path, LifeCycleStory.FirstPayment, "byway:guess")).Is(400);
        var secret = path.Split('/')[^2];
        var guessed = path.Replace(secret, new string('0', secret.Length), StringComparison.Ordinal);
        (await FakeSite.Send(api, guessed, LifeCycleStory.FirstPayment)).Is(404);
        var bare = path.Replace(secret + "/", "", StringComparison.Ordinal);
        (await FakeSite.Send(api, bare, LifeCycleStory.FirstPayment)).Is(404);

        await FakeSite.Book(server);
        Assert.Empty(site.Asked);
        Assert.Equal(0, (await api.Get("/v1/integrations/chargebee/events")).Is(200).Count("data"));
    }

    private static async Task<ApiClient> Connected(TestServer server)
    {
        var api = await server.Affiliate(settings => settings with { ReviewPeriodDays = 0 });
        await api.Referrer("anna");
        return api;
    }
}
