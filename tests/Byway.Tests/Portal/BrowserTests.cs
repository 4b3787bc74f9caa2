using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Portal;

/// <summary>
/// The pages in a real browser, wide and narrow: nothing a person with a screen reader or a keyboard would trip over,
/// nothing too wide, no complaint of the browser, and the buttons do what they say.
/// </summary>
public sealed class BrowserTests(TestServer server) : ServerTests(server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_pages_are_sound_in_a_browser()
    {
        var seen = await Look();
        var control = seen.Where(page => NameOf(page).EndsWith("-control", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, control.Count);
        // The same look finds a picture without words and a page that is too wide.
        Assert.All(control, page => Assert.NotEmpty(page["faults"]!.AsArray()));
        Assert.All(control, page => Assert.True((bool)page["isTooWide"]!));

        var pages = seen.Except(control).ToList();
        Assert.Equal(3 * 2 * 4, pages.Count);
        Complaints.AssertNone(
            pages
                .SelectMany(page => page["faults"]!.AsArray().Select(fault => $"{NameOf(page)}: {fault}"))
                .Concat(pages.Where(page => (bool)page["isTooWide"]!).Select(page => $"{NameOf(page)} is too wide."))
                .Concat(
                    pages.SelectMany(page =>
                        (page["complaints"]?.AsArray() ?? []).Select(text => $"{NameOf(page)}: {text}")
                    )
                )
                .Concat(
                    pages.SelectMany(page =>
                        (page["referrers"]?.AsArray() ?? []).Select(text => $"{NameOf(page)}: told {text}")
                    )
                )
        );
        foreach (var home in pages.Where(page => page["copied"] is not null))
        {
            Assert.StartsWith("https://shop.example?aff=", (string)home["copied"]!, StringComparison.Ordinal);
            Assert.Equal(
                """[{"name":"__Host-byway","secure":true,"httpOnly":true,"sameSite":"Lax"}]""",
                home["cookies"]!.ToJsonString()
            );
        }
    }

    private static string NameOf(JsonNode page) => (string)page["name"]!;

    private static string ChromiumOrSkip()
    {
        var found = new[]
        {
            Environment.GetEnvironmentVariable("BYWAY_TEST_CHROMIUM"),
            "/usr/bin/chromium",
        }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, "No Chromium (Debian: chromium; elsewhere name it in BYWAY_TEST_CHROMIUM).");
        return found!;
    }

    private static string ScriptOrSkip()
    {
        var folder = Path.Combine(SourceTree.Root, "tests", "browser");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(folder, "node_modules", "playwright-core")),
            "tests/browser has no packages yet: npm ci there, or ./do test."
        );
        return Path.Combine(folder, "portal.mjs");
    }

    private async Task<List<JsonNode>> Look()
    {
        var chromium = ChromiumOrSkip();
        var script = ScriptOrSkip();
        var visits = new JsonArray(
            await Visit(await Busy(), "busy", isControl: true),
            await Visit(await Empty(), "empty", isControl: false),
            await Visit(await Long(), "long", isControl: false)
        );
        var start = new ProcessStartInfo("node", [script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var asked = new JsonObject
        {
            ["chromium"] = chromium,
            ["shots"] = Environment.GetEnvironmentVariable("BYWAY_TEST_SHOTS"),
            ["visits"] = visits,
        };
        await process.StandardInput.WriteAsync(asked.ToJsonString());
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, process.ExitCode);
        return [.. JsonNode.Parse(said)!.AsArray().Select(page => page!)];
    }

    private static async Task<JsonObject> Visit(ApiClient api, string name, bool isControl) =>
        new()
        {
            ["name"] = name,
            ["isControl"] = isControl,
            ["wide"] = await Visitor.LinkOf(api, more: ""","expires_in":900"""),
            ["narrow"] = await Visitor.LinkOf(api, more: ""","expires_in":900"""),
        };

    private async Task<ApiClient> Busy()
    {
        var api = await Server.Affiliate(s => s with { Name = "Example Shop", ReviewPeriodDays = 14 });
        await api.Post(
            "/v1/partners",
            """{"id":"a","key":"anna","email":"anna@example.com","name":"Anna","surname":"Ångström 🚀"}"""
        );
        await api.SignUp("carl", "anna");
        await api.Sale("o1", "1234.5", "carl");
        await api.Sale("o2", "99.99", "carl");
        await api.Sale("o3", "50", "carl", ""","rewarded":true""");
        await api.Sale("o4", "1000", "carl", ""","amount_units":"EUR" """);
        Server.Clock.Advance(TimeSpan.FromDays(14));
        await Server.RunJob<Byway.Rewards.ReleaseHeldRewards>();
        await api.Sale("o5", "20", "carl");
        await api.Refund("o2", "r1", "99.99");
        return api;
    }

    private async Task<ApiClient> Empty()
    {
        var api = await Server.Affiliate(s => s with { ApprovePartnersByHand = true });
        await api.Referrer("anna");
        return api;
    }

    private async Task<ApiClient> Long()
    {
        var word = string.Concat(Enumerable.Repeat("Donaudampfschiff", 12));
        var api = await Server.Affiliate(s => s with { Name = word });
        var body = new JsonObject
        {
            ["key"] = "anna",
            ["email"] = "anna@example.com",
            ["name"] = "שולמית בת־שבע 👩‍👩‍👧‍👦",
            ["surname"] = word,
        };
        (await api.Post("/v1/partners", body.ToJsonString())).Is(201);
        await api.SignUp("carl", "anna");
        await api.Sale(
            "o1",
            "8999999999999.999999",
            "carl",
            ""","amount_units":"a unit of thirty-two letters xy","is_currency":false"""
        );
        var suspended = await api.Post("/v1/partners/anna/suspend");
        suspended.Is(200);
        return api;
    }
}
