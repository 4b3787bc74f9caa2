using System.Text.RegularExpressions;
using Byway.Docs;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Docs;

/// <summary>The guides and examples as a server shows them: as pages and as written, with living links.</summary>
public sealed partial class GuidePageTests(TestServer server) : IClassFixture<TestServer>
{
    // What documents link to that is in the repository only.
    private static readonly string[] NotServed = ["/src/", "/LICENSE", "/README.md", "/CHANGELOG.md", "/requests"];

    [GeneratedRegex("(href|src)=\"(?<target>[^\"]*)\"", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Target { get; }

    [GeneratedRegex("id=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Anchor { get; }

    private const string Cases = "examples/mobile/cases.json";

    private static IEnumerable<string> Documents =>
        Shelf.Paths.Where(path => path.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Every_guide_is_in_the_list_with_a_line_about_it()
    {
        var listed = GuideList.Parts.SelectMany(part => part.Guides).ToList();
        var written = Directory
            .EnumerateFiles(Path.Combine(SourceTree.Root, "docs", "guides"))
            .Select(path => "docs/guides/" + Path.GetFileName(path));
        Assert.Empty(written.Except(listed.Select(guide => guide.Path), StringComparer.Ordinal));
        Assert.Distinct(listed.Select(guide => guide.Path));
        Assert.All(listed, guide => Assert.InRange(guide.About.Length, 30, 100));
    }

    [Fact]
    public async Task Every_document_is_served_as_it_is_written_and_as_a_page()
    {
        foreach (var path in Documents)
        {
            var markdown = (await server.Visit($"/{path}")).Is(200);
            Assert.Equal("text/markdown; charset=utf-8", markdown.ContentType);
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, path)), markdown.Text);
            var page = (await server.Visit($"/{path[..^3]}")).Is(200);
            Assert.Equal("text/html; charset=utf-8", page.ContentType);
            Assert.Contains("<h1", page.Text, StringComparison.Ordinal);
            Assert.Contains($"href=\"/{path}\"", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(" style=", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_link_of_every_page_leads_somewhere()
    {
        var pages = Documents
            .Select(path => $"/{path[..^3]}")
            .Append("/docs/guides")
            .Append("/docs/decisions")
            .Append("/examples")
            .Append("/examples/hybrid");
        var texts = new Dictionary<string, Reply>(StringComparer.Ordinal);
        var dead = new List<string>();
        foreach (var page in pages)
        {
            foreach (var target in Targets((await Once(texts, page)).Text))
            {
                var parts = target.Split('#', 2);
                var there = await Once(texts, parts[0].Length == 0 ? page : parts[0]);
                if (there.Status != 200 || (parts.Length > 1 && !Anchors(there.Text).Contains(parts[1])))
                {
                    dead.Add($"{page}: {target}");
                }
            }
        }

        Complaints.AssertNone(dead);
        Assert.Contains("/examples/hybrid", texts.Keys);
        Assert.Contains("/openapi.json", texts.Keys);
        // The control: such a look finds what is missing.
        Assert.Equal(404, (await Once(texts, "/docs/guides/nothing")).Status);
        Assert.DoesNotContain("nothing", Anchors(texts["/docs/guides/stripe"].Text));
    }

    [Fact]
    public async Task Links_in_what_is_served_as_written_lead_on_here_too()
    {
        var dead = new List<string>();
        foreach (var path in Documents)
        {
            var text = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, path));
            foreach (var link in MarkdownLinks.In(text).Select(link => link.Split('#')[0]).Where(to => to.Length > 0))
            {
                var target = new Uri(new Uri($"http://here/{path}"), link).AbsolutePath;
                var isElsewhere =
                    target == "/docs/openapi.json"
                    || NotServed.Any(start => target.StartsWith(start, StringComparison.Ordinal));
                if (!isElsewhere && (await server.Visit(target)).Status != 200)
                {
                    dead.Add($"{path}: {target}");
                }
            }
        }

        Complaints.AssertNone(dead);
    }

    [Fact]
    public async Task A_page_may_load_its_style_and_nothing_else()
    {
        foreach (var path in new[] { "/docs/guides", "/docs/guides/stripe", "/docs/errors", "/examples/s2s" })
        {
            var page = await server.Visit(path);
            Assert.Equal(
                "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'",
                page.Header("Content-Security-Policy")
            );
            Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        }
    }

    [Fact]
    public async Task An_example_is_text_and_never_a_page()
    {
        foreach (var path in Shelf.Paths.Where(path => !path.EndsWith(".md", StringComparison.Ordinal)))
        {
            var file = (await server.Visit($"/{path}")).Is(200);
            Assert.Equal("text/plain; charset=utf-8", file.ContentType);
            Assert.Equal("nosniff", file.Header("X-Content-Type-Options"));
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, path)), file.Text);
        }

        Assert.Contains("examples/browser/strict.html", Shelf.Paths);
    }

    [Fact]
    public void Nothing_but_sources_is_on_the_shelf()
    {
        string[] sources = [.. "cs csproj css dart html js jsonc jsx kt md mjs php props py sh swift".Split(' ')];
        Assert.DoesNotContain(Shelf.Paths, path => !sources.Contains(path.Split('.')[^1]) && path != Cases);
        Assert.DoesNotContain(Shelf.Paths, path => Parts(path).Any(part => part is "bin" or "obj" || part[0] == '.'));
        Assert.All(Shelf.Paths, path => Assert.True(File.Exists(Path.Combine(SourceTree.Root, path)), path));
        Assert.True(Shelf.Paths.Count > 90, $"{Shelf.Paths.Count}");
    }

    [Fact]
    public async Task Old_addresses_lead_to_the_new_ones_and_capitals_do_not_matter()
    {
        foreach (var (old, now) in new[] { ("guides/errors.md", "errors.md"), ("guides/errors", "errors") })
        {
            Assert.Equal($"/docs/{now}", (await server.Visit($"/docs/{old}")).Is(301).Header("Location"));
        }

        Assert.Equal((await server.Visit("/docs/DOMAIN")).Text, (await server.Visit("/docs/domain/")).Text);
    }

    [Fact]
    public void What_stands_in_markdown_is_text_and_links_to_nowhere_are_paths()
    {
        var html = MarkdownText.ToHtml(
            "docs/guides/x.md",
            "<script>a()</script> [j](javascript:a()) [s](../../src/Byway/Server.cs) [c](choosing.md#x) <b>b</b>\n\n"
                + "```js\na < b\n```\n\n- [ ] tick"
        );
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<input", html, StringComparison.Ordinal);
        Assert.Contains("s (src/Byway/Server.cs)", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/docs/guides/choosing#x\">c</a>", html, StringComparison.Ordinal);
        Assert.Contains("<pre tabindex=\"0\"><code class=\"language-js\">a &lt; b", html, StringComparison.Ordinal);
    }

    private static string[] Parts(string path) => path.Split('/');

    private static List<string> Targets(string page) =>
        [
            .. Target
                .Matches(page)
                .Select(found => found.Groups["target"].Value)
                .Where(target => target[0] is '/' or '#')
                .Distinct(StringComparer.Ordinal),
        ];

    private static HashSet<string> Anchors(string page) =>
        [.. Anchor.Matches(page).Select(found => found.Groups["name"].Value)];

    private async Task<Reply> Once(Dictionary<string, Reply> seen, string path)
    {
        if (!seen.TryGetValue(path, out var reply))
        {
            seen[path] = reply = await server.Visit(path);
        }

        return reply;
    }
}
