using System.Text.RegularExpressions;
using Byway.Clicks;
using Byway.Links;
using Byway.Programs;
using Xunit;

namespace Byway.Tests.Clicks;

/// <summary>
/// Promise S5: a link leads to the program's sites and nowhere else, and carries no header with it, whatever stands in
/// the key, the query, the headers, the link's address or the website. Where an answer leads is judged as a browser
/// reads it, not as the server wrote it.
/// </summary>
public sealed partial class OpenRedirectTests(TestServer server) : ServerTests(server)
{
    private static readonly string[] Hosts = ["shop.example", "blog.example:8443", "xn--bcher-kva.example"];

    /// <summary>What is tried, in every place.</summary>
    public static readonly IReadOnlyList<string> Payloads =
    [
        "https://evil.example",
        "http://evil.example/",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "https:evil.example",
        "https:/evil.example",
        "https:\\evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "/%5cevil.example",
        "/%2f%2fevil.example",
        "%2f%2fevil.example",
        "@evil.example",
        ":pass@evil.example",
        "https://shop.example@evil.example",
        "https://shop.example:443@evil.example/",
        "https://shop.example%40evil.example",
        "https://evil.example#shop.example",
        "https://evil.example?shop.example",
        "https://evil.example\\shop.example",
        "https://evil.example\\@shop.example",
        "https://shop.example\\@evil.example",
        "https://shop.example.evil.example",
        "https://evilshop.example",
        "https://sub.shop.example",
        "https://shop.example.",
        "https://shop。example",
        "https://evil。example",
        "https://ｅvil.example",
        "https://shop.example：443@evil.example",
        "https://shop.example／@evil.example",
        "https://shop.example＠evil.example",
        "https://shop.example℀.evil.example",
        ".evil.example",
        "evil.example",
        "http://[::1]/",
        "http://127.0.0.1/",
        "http://2130706433/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//shop.example",
        "java\tscript:alert(1)",
        "data:text/html,<script>1</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://shop.example/",
        "blob:https://evil.example",
        "x\r\nSet-Cookie: a=b",
        "%0d%0aSet-Cookie:%20a=b",
        "%0d%0a%0d%0a<script>1</script>",
        "%E5%98%8D%E5%98%8ASet-Cookie:a=b",
        "嘍嘊Set-Cookie: a=b",
        "x\nLocation: https://evil.example",
        "\u2028Location:x",
        "%00https://evil.example",
        "\0",
        "%",
        "%zz",
        "%c0%ae%c0%ae/",
        "../../evil.example",
        "..;/evil.example",
        "?aff=other",
        "#https://evil.example",
        "&bw_click=clk_x",
        " https://evil.example",
        "\u00a0https://evil.example",
        "<>//evil.example",
        "https://evil.example/.shop.example",
        "//evil.example/%2f..",
        "/.evil.example",
        "//google.com@evil.example",
        "https://shop.example:8080/",
        "https://shop.example:0/",
    ];

    // What headers and browsers take apart in other ways.
    [GeneratedRegex(@"[^\x21-\x7e]|\\", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Strange { get; }

    [Theory]
    [InlineData("query", "https://shop.example")]
    [InlineData("path", "https://shop.example")]
    [InlineData("query", "https://shop.example/home?x=1#top")]
    [InlineData("path", "https://shop.example/home/")]
    [InlineData("query", "https://bücher.example/straße")]
    public async Task Nothing_a_visitor_sends_leads_elsewhere(string form, string website)
    {
        var api = await Server.Affiliate(settings => settings with { LinkForm = form, Website = website });
        await api.Referrer("anna");
        foreach (var payload in Payloads)
        {
            var text = Uri.EscapeDataString(payload);
            string[] paths =
            [
                $"/anna?{text}",
                $"/anna?{text}={text}",
                $"/anna?aff={text}&url={text}&to={text}&bw_click={text}",
                $"/anna?utm_source={text}",
                $"/{text}",
                $"/anna%2f{text}",
                $"/anna?{Raw(payload)}",
                $"/{Raw(payload)}",
            ];
            foreach (var path in paths)
            {
                var reply = await api.Send(
                    "GET",
                    $"/r/{api.Program.PublicId}{path}",
                    null,
                    ("User-Agent", "Mozilla/5.0")
                );
                AssertHome(reply, $"{form} {path}");
            }

            (string, string)[] headers =
            [
                ("Host", Raw(payload)),
                ("X-Forwarded-Host", Raw(payload)),
                ("Referer", text),
            ];
            foreach (var header in headers.Where(header => header.Item2.Length > 0))
            {
                var reply = await api.Send("GET", $"/r/{api.Program.PublicId}/anna", null, header);
                Assert.True(reply.Status is 302 or 400, $"{header}: {reply.Status}");
                if (reply.Status == 302)
                {
                    AssertHome(reply, $"{header}");
                }
            }
        }
    }

    [Theory]
    [InlineData("query")]
    [InlineData("path")]
    public async Task No_link_and_no_website_leads_elsewhere_whatever_it_was_given(string form)
    {
        var api = await Server.Affiliate(settings => settings with { LinkForm = form });
        await api.Referrer("anna");
        (await api.Post("/v1/domains", """{"domain":"https://blog.example:8443"}""")).Is(201);
        var made = 0;
        foreach (var payload in Payloads)
        {
            foreach (
                var address in new[] { payload, "https://shop.example" + payload, "https://shop.example/" + payload }
            )
            {
                var key = $"k{made++}";
                var url = System.Text.Json.JsonSerializer.Serialize(address);
                var body = $$"""{"key":"{{key}}","url":{{url}},"partner":{"key":"anna"} }""";
                var reply = await api.Post("/v1/partner_referral_links", body);
                Assert.True(reply.Status is 201 or 422, $"{address}: {reply.Text}");
                if (reply.Status == 201)
                {
                    AssertHome(await api.Visit(key), address);
                    (await api.Delete($"/v1/partner_referral_links/{key}")).Is(200);
                    Server.Clock.Advance(TimeSpan.FromSeconds(1));
                }
            }
        }
    }

    [Fact]
    public void What_is_written_is_judged_even_when_what_is_stored_is_hostile()
    {
        var settings = new ProgramSettings { Name = "n", Website = "https://shop.example" };
        var sites = new Sites(settings, []);
        var escapes = Payloads
            .SelectMany(payload =>
                new[] { payload, "https://shop.example" + payload, "https://shop.example/" + payload }
            )
            .Select(target => RedirectAddress.Of(target, sites, "aff")?.For("?a=b"))
            .OfType<string>()
            .Where(IsEscape);
        Assert.Empty(escapes);
        foreach (var website in Payloads)
        {
            var own = new Sites(settings with { Website = website }, []);
            // A website of the merchant's own that is another host is where it says; nothing else gets through.
            var address = RedirectAddress.Of(website, own, "aff")?.For("");
            Assert.True(address is null || !Strange.IsMatch(address), website);
        }
    }

    [Fact]
    public void A_join_without_judgement_is_caught()
    {
        var joined = Payloads.Select(payload => "https://shop.example" + payload).Count(IsEscape);
        Assert.True(joined > 10, $"{joined} of the naive joins were caught.");
        var followed = Payloads.Count(IsEscape);
        Assert.True(followed > 40, $"{followed} of the naive redirects were caught.");
        Assert.False(IsEscape("https://shop.example/?aff=anna&url=https%3A%2F%2Fevil.example"));
        Assert.False(IsEscape("https://blog.example:8443/x"));
    }

    private static string Raw(string payload) =>
        string.Concat(payload.Where(c => c is > ' ' and < '\x7f' and not '#' and not '"'));

    private static void AssertHome(Reply reply, string what)
    {
        Assert.True(reply.Status is 302 or 404 or 400, $"{what}: {reply.Status}");
        Assert.DoesNotContain("Set-Cookie", reply.Headers.Keys);
        if (reply.Status == 302)
        {
            Assert.False(IsEscape(reply.Header("Location")!), $"{what} leads to {reply.Header("Location")}");
        }
    }

    /// <summary>Where a browser would go: it drops tabs and line ends, and takes a backslash for a slash.</summary>
    private static bool IsEscape(string location)
    {
        if (Strange.IsMatch(location))
        {
            return true;
        }

        var parts = location.Split("://", 2);
        if (parts is not ["http" or "https", var rest])
        {
            return true;
        }

        var authority = rest.Split('/', '?', '#')[0];
        return !Hosts.Contains(authority.ToLowerInvariant(), StringComparer.Ordinal);
    }
}
