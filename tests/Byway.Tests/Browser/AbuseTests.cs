using System.Net;
using Byway.Browser;
using Byway.Programs;
using Byway.Tests.Http;
using Byway.Tests.Tidy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Browser;

/// <summary>
/// What the public routes answer to those who mean no good. The routes are those that are mapped, so a new one is in
/// the table by itself.
/// </summary>
public sealed class AbuseTests(TestServer server) : ServerTests(server)
{
    private const string Sound =
        """{"key":"zoe","amount":100,"customer":{"key":"zoe"},"partner":{"key":"anna"},"email":"z@example.net"}""";

    private const string OwnPage = "https://shop.example";
    private const string Stranger = "origin_not_allowed";

    private static readonly Abuse[] Table =
    [
        new("a page elsewhere", 403, Stranger) { Origin = "https://evil.example" },
        new("a page of a look-alike", 403, Stranger) { Origin = "https://shop.example.evil.example" },
        new("a page beside it", 403, Stranger) { Origin = "https://blog.shop.example" },
        new("a page at another port", 403, Stranger) { Origin = "https://shop.example:8443" },
        new("a sandboxed page", 403, Stranger) { Origin = "null" },
        new("no page at all", 403, Stranger) { Origin = null },
        new("a huge body", 413, "body_too_large") { Body = new string(' ', BrowserRoute.LargestBody + 1) },
        new("a body that is none", 400, "unreadable_body") { Body = "<xml/>" },
        new("a list", 400, "unreadable_body") { Body = "[1]" },
        new("somebody with a program that is none", 404, "not_found") { Program = _ => "AAAAAAAA" },
        new("somebody with half a program", 404, "not_found") { Program = program => program.PublicId[..7] },
        new("somebody with its number", 404, "not_found") { Program = program => $"{program.ProgramId}" },
    ];

    [Fact]
    public async Task Whoever_means_no_good_is_refused_learns_nothing_and_writes_nothing()
    {
        Assert.Equal(3, Posts(Server).Count);
        foreach (var type in new[] { ProgramType.Affiliate, ProgramType.ReferAFriend })
        {
            Complaints.AssertNone(await Wrongs(Server, type));
        }
    }

    [Fact]
    public async Task A_route_that_asks_nobody_where_they_are_is_caught()
    {
        await using var open = await TestServer.Start(
            new() { RateLimitPerSecond = 0 },
            routes =>
                routes
                    .MapMethods(
                        "/p/{program}/open",
                        ["POST"],
                        http => routes.ServiceProvider.GetRequiredService<BrowserPipeline>().Run(http, Open)
                    )
                    .WithMetadata(Open)
        );
        var wrong = await Wrongs(open, ProgramType.Affiliate);
        Assert.Contains(wrong, text => text.Contains("open: no page at all is told 200", StringComparison.Ordinal));
        Assert.All(wrong, text => Assert.StartsWith("open: ", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thousand_repeats_are_cut_off_and_the_next_minute_is_free_again()
    {
        await using var guarded = await TestServer.Start(new() { RateLimitPerSecond = 1000 });
        var api = await guarded.Affiliate();
        await api.Referrer("anna");
        var page = new ShopPage(api);
        var replies = new List<Reply>();
        for (var number = 0; number < 1000; number++)
        {
            replies.Add(await page.SignUpBy($"customer-{number}"));
        }

        Assert.Equal(30, replies.Count(reply => reply.Status == 200));
        Assert.All(replies.Skip(30), reply => reply.IsRefused(429, "too_many_requests"));
        Assert.InRange(int.Parse(replies[^1].Header("Retry-After")!, null), 1, 60);
        Assert.Equal(30, await api.CountOf("customers"));
        // Other routes and other programs have counts of their own.
        (await page.Config()).Is(200);
        (await new ShopPage(await guarded.Affiliate()).SignUpBy("carl")).Is(200);
        guarded.Clock.Advance(TimeSpan.FromMinutes(1));
        (await page.SignUpBy("later")).Is(200);
    }

    [Fact]
    public void One_address_cannot_use_up_what_all_others_may()
    {
        var rates = new VisitorRates(new MovingClock(), isOn: true);
        var one = IPAddress.Parse("192.0.2.1");
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => rates.Refuse("A", one, "x", 10) is null));
        Assert.Null(rates.Refuse("A", IPAddress.Parse("192.0.2.2"), "x", 10));
        // All addresses of one network of IPv6 are one, and IPv4 in the clothes of IPv6 is IPv4.
        var network = Enumerable.Range(0, 100).Select(at => IPAddress.Parse($"2001:db8::{at:x}"));
        Assert.Equal(10, network.Count(address => rates.Refuse("A", address, "x", 10) is null));
        Assert.NotNull(rates.Refuse("A", IPAddress.Parse("::ffff:192.0.2.1"), "x", 10));
        Assert.Null(new VisitorRates(new MovingClock(), isOn: false).Refuse("A", one, "x", 0));
    }

    [Fact]
    public void A_program_has_a_bound_of_its_own()
    {
        var rates = new VisitorRates(new MovingClock(), isOn: true);
        var taken = Enumerable
            .Range(0, 20_000)
            .Count(at => rates.Refuse("A", new IPAddress(0x0A000000L + at), "x", 30) is null);
        Assert.InRange(taken, 1000, 30 * VisitorRates.AddressesOfAProgram);
    }

    private static BrowserRoute Open =>
        new("open", 10, IsOfPages: false, _ => Task.FromResult(Byway.Http.Answer.Done));

    private static List<string> Posts(TestServer at) =>
        [
            .. at
                .Parts.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<BrowserRoute>() is not null)
                .Where(endpoint =>
                    endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Contains("POST")
                )
                .Select(endpoint => endpoint.RoutePattern.RawText!.Split('/')[^1]),
        ];

    private static async Task<List<string>> Wrongs(TestServer at, string type)
    {
        var wrong = new List<string>();
        var api = await at.NewProgram(type, settings => settings with { TakesBrowserSales = true });
        await RouteRows.Fill(api);
        var before = await api.Sequence();
        foreach (var path in Posts(at))
        {
            foreach (var abuse in Table)
            {
                var page = new ShopPage(api, abuse.Origin);
                var reply = await page.Send("POST", path, abuse.Body, abuse.Program(api.Program));
                if ((reply.Status, reply.Code) != (abuse.Status, abuse.Code))
                {
                    wrong.Add($"{path}: {abuse.Who} is told {reply.Status} {reply.Text}");
                }

                if (reply.Text.Contains(RouteRows.Canary, StringComparison.Ordinal))
                {
                    wrong.Add($"{path}: {abuse.Who} is shown {reply.Text}");
                }

                if (abuse.Status == 403 && reply.Header("Access-Control-Allow-Origin") is not null)
                {
                    wrong.Add($"{path}: the browser of {abuse.Who} may read the answer");
                }
            }
        }

        Assert.Equal(before, await api.Sequence());
        return wrong;
    }

    private sealed record Abuse(string Who, int Status, string Code)
    {
        public string? Origin { get; init; } = OwnPage;

        public string Body { get; init; } = Sound;

        public Func<ReferralProgram, string> Program { get; init; } = program => program.PublicId;
    }
}
