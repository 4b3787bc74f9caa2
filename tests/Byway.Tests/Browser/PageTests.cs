using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Programs;
using Xunit;

namespace Byway.Tests.Browser;

/// <summary>
/// The snippet in Chromium, on pages as they are: with the hosted service's loader, with a strict policy, with a
/// consent banner. Each visit has a program of its own.
/// </summary>
public sealed class PageTests(TestServer server) : ServerTests(server)
{
    private const string SignUp =
        "po('customers', 'signup', { data: { key: 'carl', email: 'carl@example.net', name: 'Carl' } })";

    private const string Policy =
        "default-src 'none'; script-src BYWAY_URL; connect-src BYWAY_URL; img-src data:; form-action 'self'";

    private readonly Dictionary<string, ApiClient> programs = [];
    private readonly List<JsonObject> visits = [];

    [Fact]
    public async Task A_page_with_only_the_hosted_services_loader_works_unchanged()
    {
        await Add("landing", "loader.html", ["/?aff=anna"], [SignUp]);
        await Add("later", "loader.html", ["/?utm_source=x&aff=anna", "/pricing", "/sign-up"], [SignUp]);
        await Add("linked", "loader.html", ["/?aff=anna&bw_click=clk_01jd8xk3q2h5v7w9n4c6t8b0fz"], [SignUp]);
        await Add("nobody", "loader.html", ["/"], [SignUp]);
        await Add("alias", "loader.html", ["/?aff=anna"], ["po('createCustomer', { key: 'carl', email: 'c@x.net' })"]);
        await Add("friend", "loader.html", ["/?ref=anna"], [SignUp], type: ProgramType.ReferAFriend);
        await Add("odd", "loader.html", ["/?aff=anna"], ["po('what', 'is', 'this'); po(); po(null); " + SignUp]);
        await Add(
            "sale",
            "loader.html",
            ["/?aff=anna"],
            [
                "po('transactions', 'create', { data: { key: 'o1', amount: 10, customer: { key: 'carl', "
                    + "name: 'Carl', email: 'c@x.net' } }, options: { create_customer: true } })",
            ],
            settings => settings with { TakesBrowserSales = true }
        );
        var seen = await Look();

        var landing = seen["landing"];
        Assert.Equal("anna", Cookie(landing, "partnero_partner"));
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-", Cookie(landing, "partnero_session_uuid"));
        Assert.Equal(30, landing.GetProperty("days").GetInt32());
        Assert.Equal("Lax", landing.GetProperty("sameSite").GetString());
        Assert.Equal("GET config,POST visits,POST signups", Requests(landing));
        Assert.StartsWith("clk_", Cookie(landing, "bw_click"), StringComparison.Ordinal);
        // A click that a Byway link has recorded is kept and not recorded again.
        Assert.Equal("GET config,POST signups", Requests(seen["linked"]));
        Assert.Equal("clk_01jd8xk3q2h5v7w9n4c6t8b0fz", Cookie(seen["linked"], "bw_click"));
        Assert.Equal("GET config,POST signups", Requests(seen["later"])[^"GET config,POST signups".Length..]);
        Assert.Equal("GET config", Requests(seen["nobody"]));
        Assert.Equal("anna", Cookie(seen["friend"], "partnero_referral"));
        Assert.Null(Cookie(seen["friend"], "partnero_partner"));
        foreach (var name in new[] { "landing", "later", "linked", "alias", "friend", "odd", "sale" })
        {
            await IsBound(name);
        }

        (await programs["nobody"].Get("/v1/customers/carl")).Is(404);
        Assert.Equal("3", await programs["sale"].Balance("held"));
        Assert.Equal("0", await programs["sale"].Balance());
        Assert.All(seen.Values, each => Assert.Empty(each.GetProperty("complaints").EnumerateArray()));
        Assert.All(seen.Values, each => Assert.True(each.GetProperty("isLive").GetBoolean()));
    }

    [Fact]
    public async Task Nothing_is_stored_or_sent_before_consent_where_it_is_asked_for()
    {
        await Add("unasked", "consent.html", ["/?aff=anna"], [SignUp]);
        await Add("granted", "consent.html", ["/?aff=anna"], [SignUp, "po('consent', 'granted')"]);
        await Add("denied", "consent.html", ["/?aff=anna"], ["po('consent', 'denied')", SignUp]);
        await Add("withdrawn", "loader.html", ["/?aff=anna"], ["po('consent', 'denied')", SignUp]);
        await Add(
            "signal",
            "loader.html",
            ["/?aff=anna"],
            [SignUp],
            settings => settings with { RespectsPrivacySignals = true },
            more: ("gpc", true)
        );
        await Add("ignored", "loader.html", ["/?aff=anna"], [SignUp], more: ("gpc", true));
        var seen = await Look();

        foreach (var name in new[] { "unasked", "denied" })
        {
            Assert.Equal("", Requests(seen[name]));
        }

        Assert.Equal("GET config,POST visits", Requests(seen["withdrawn"]));
        Assert.Equal("GET config", Requests(seen["signal"]));
        foreach (var name in new[] { "unasked", "denied", "withdrawn", "signal" })
        {
            Assert.Empty(seen[name].GetProperty("cookies").EnumerateObject());
            (await programs[name].Get("/v1/customers/carl")).Is(404);
        }

        await IsBound("granted");
        await IsBound("ignored");
        Assert.Equal("anna", Cookie(seen["granted"], "partnero_partner"));
        Assert.All(seen.Values, each => Assert.Empty(each.GetProperty("complaints").EnumerateArray()));
    }

    [Fact]
    public async Task Every_form_of_link_and_page_is_understood()
    {
        await Add("application", "loader.html", ["/"], ["history.pushState({}, '', '/welcome?aff=anna')", SignUp]);
        await Add("fragment", "loader.html", ["/"], ["location.hash = '#/welcome?aff=anna'", SignUp]);
        await Add("path", "loader.html", ["/aff/anna"], [SignUp], settings => settings with { LinkForm = "path" });
        await Add(
            "name",
            "loader.html",
            ["/?via=anna"],
            [SignUp],
            settings => settings with { LinkParameter = "via" }
        );
        await Add("last", "loader.html", ["/?aff=otto", "/?aff=anna"], [SignUp]);
        await Add(
            "first",
            "loader.html",
            ["/?aff=anna", "/?aff=otto"],
            [SignUp],
            settings => settings with { AttributionModel = "first_click", AttributionWindowDays = 45 }
        );
        await Add("strict", "strict.html", ["/?aff=anna"], [SignUp], more: ("policy", Policy));
        await Add(
            "form",
            "loader.html",
            ["/?aff=anna"],
            [
                "po('integration', 'universal', null); document.getElementById('search').requestSubmit()",
                "po('integration', 'universal', null); const form = document.getElementById('sign-up'); "
                    + "form.email.value = 'carl'; form.elements.name.value = 'Carl'; form.email.type = 'text'; "
                    + "form.email.value = 'carl@example.net'; form.requestSubmit()",
            ]
        );
        var seen = await Look();

        foreach (var name in new[] { "application", "fragment", "path", "name", "last", "first", "strict" })
        {
            await IsBound(name);
            Assert.Equal("anna", Cookie(seen[name], "partnero_partner"));
        }

        Assert.Equal(45, seen["first"].GetProperty("days").GetInt32());
        var bound = (await programs["form"].Get("/v1/customers/carl@example.net")).Is(200);
        Assert.Equal("anna-id", bound.CountsFor());
        Assert.Equal(1, await programs["form"].CountOf("customers"));
        Assert.All(seen.Values, each => Assert.Empty(each.GetProperty("complaints").EnumerateArray()));
    }

    [Fact]
    public async Task Who_blocks_the_script_or_cookies_has_a_page_that_works()
    {
        await Add("cookies", "loader.html", ["/?aff=anna"], [SignUp], more: ("block", "cookies"));
        await Add("pages", "loader.html", ["/?aff=anna", "/sign-up"], [SignUp], more: ("block", "cookies"));
        await Add("script", "loader.html", ["/?aff=anna"], [SignUp], more: ("block", "script"));
        await Add("unknown", "loader.html", ["/?aff=anna"], [SignUp]);
        visits[^1]["program"] = "NOBODY00";
        var seen = await Look();

        // The key lasts as long as the page.
        await IsBound("cookies");
        Assert.Empty(seen["cookies"].GetProperty("cookies").EnumerateObject());
        (await programs["pages"].Get("/v1/customers/carl")).Is(404);
        Assert.Equal("", Requests(seen["script"]));
        Assert.False(seen["script"].GetProperty("isLive").GetBoolean());
        foreach (var each in seen.Values)
        {
            // The browser itself notes what it did not load; no error of ours reaches the page.
            Assert.DoesNotContain(
                each.GetProperty("complaints").EnumerateArray(),
                text => text.GetString()!.StartsWith("page error", StringComparison.Ordinal)
            );
        }

        // The merchant's backend knows the key from the address, and needs no script.
        Assert.Equal("anna-id", (await programs["script"].SignUp("carl", "anna")).CountsFor());
    }

    private static string? Cookie(JsonElement seen, string name) =>
        seen.GetProperty("cookies").TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Requests(JsonElement seen) =>
        string.Join(
            ',',
            seen.GetProperty("requests")
                .EnumerateArray()
                .Select(request => string.Join(' ', request.GetString()!.Split(' ').Take(2)))
        );

    private async Task IsBound(string name)
    {
        var carl = (await programs[name].Get("/v1/customers/carl")).Is(200);
        Assert.True(carl.CountsFor() == "anna-id", $"{name}: {carl.Text}");
    }

    private Task<IReadOnlyDictionary<string, JsonElement>> Look() => Chromium.Look(Server.Url, [.. visits]);

    private async Task Add(
        string name,
        string page,
        string[] addresses,
        string[] steps,
        Func<ProgramSettings, ProgramSettings>? with = null,
        string type = ProgramType.Affiliate,
        (string Name, JsonNode Value)? more = null
    )
    {
        // Test programs take pages of this machine.
        var api = await Server.TestProgram(with, type);
        await api.Referrer("anna");
        await api.Referrer("otto");
        programs[name] = api;
        var visit = new JsonObject
        {
            ["name"] = name,
            ["program"] = api.Program.PublicId,
            ["page"] = page,
            ["addresses"] = new JsonArray([.. addresses]),
            ["steps"] = new JsonArray([.. steps]),
        };
        if (more is var (member, value))
        {
            visit[member] = value;
        }

        visits.Add(visit);
    }
}
