using System.Net;
using System.Text.RegularExpressions;
using Byway.Docs;
using Xunit;

namespace Byway.Tests.Docs;

/// <summary>The reference page and what it loads: everything comes from this server, and nothing else may.</summary>
public sealed partial class DocsTests(TestServer server) : IClassFixture<TestServer>
{
    [GeneratedRegex("(href|src)=\"(?<target>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Target { get; }

    [Fact]
    public async Task The_page_and_everything_it_refers_to_is_there()
    {
        var page = await Get("/docs");
        Assert.Equal("text/html; charset=utf-8", page.ContentType);
        var targets = TargetsOf(page.Text);
        Assert.Contains("/assets/api-reference.js", targets);
        Assert.Contains("/docs/guides", targets);
        Assert.Contains("/llms.txt", targets);
        foreach (var target in targets.Where(target => target != "data:,"))
        {
            Assert.StartsWith("/", target, StringComparison.Ordinal);
            (await Get(target)).Is(200);
        }
    }

    [Fact]
    public async Task A_folder_in_any_letters_is_one_page_and_one_only_is_kept()
    {
        const string Folder = "examples/mobile/react-native";
        var plain = await Get($"/{Folder}");
        for (var spelling = 0; spelling < 300; spelling++)
        {
            var letters = Folder.Select(
                (c, place) => (spelling >> (place % 9) & 1) == 1 ? char.ToUpperInvariant(c) : c
            );
            Assert.Equal(plain.Text, (await Get($"/{string.Concat(letters)}")).Text);
        }

        Assert.True(DocsPages.Kept < Shelf.Paths.Count, $"{DocsPages.Kept} pages of {Shelf.Paths.Count} files");
        Assert.Equal((await Get("/docs/guides")).Text, (await Get("/docs/GUIDES")).Text);
    }

    [Fact]
    public async Task The_page_may_load_nothing_from_elsewhere()
    {
        var policy = (await Get("/docs")).Header("Content-Security-Policy")!;
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/docs/nothing")]
    [InlineData("/docs/guides/nothing.md")]
    [InlineData("/docs/guides/..%2Ferrors.md")]
    [InlineData("/docs/guides/..%2Fopenapi.json")]
    [InlineData("/docs/..%2F..%2FREADME.md")]
    [InlineData("/docs/openapi.json")]
    [InlineData("/docs/web/docs.html")]
    [InlineData("/docs/decisions/0001")]
    [InlineData("/docs//guides/stripe")]
    [InlineData("/examples/..%2Fdocs%2Ferrors.md")]
    [InlineData("/examples/Byway.Storage.Schema.0001_engine.sql")]
    [InlineData("/examples/hybrid/node/server")]
    [InlineData("/assets/docs.html")]
    [InlineData("/assets/guide.html")]
    [InlineData("/assets/..%2Fdocs%2Ferrors.md")]
    [InlineData("/assets/nothing.js")]
    [InlineData("/Portal.portal.css")]
    public async Task What_is_not_there_is_404(string path)
    {
        var reply = await Get(path);
        Assert.Equal("application/json", reply.ContentType);
        reply.IsRefused(404, "unknown_route");
    }

    [Fact]
    public async Task An_asset_is_sent_again_only_when_it_has_changed()
    {
        var first = (await Get("/assets/docs.js")).Is(200);
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url + "/assets/docs.js");
        request.Headers.TryAddWithoutValidation("If-None-Match", first.Header("ETag"));
        using var again = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    private static List<string> TargetsOf(string page) =>
        [.. Target.Matches(page).Select(found => found.Groups["target"].Value)];

    private Task<Reply> Get(string path) => server.Visit(path);
}
