using System.Text.RegularExpressions;
using Byway.Docs;
using Xunit;

namespace Byway.Tests.Docs;

/// <summary><c>/llms.txt</c> has the form that programs look for, and leads to every guide.</summary>
public sealed partial class LlmsTests(TestServer server) : IClassFixture<TestServer>
{
    [GeneratedRegex(
        @"^- \[(?<title>[^\]]+)\]\((?<to>[^)\s]+)\): (?<about>.{20,})$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        5_000
    )]
    private static partial Regex Entry { get; }

    [Fact]
    public async Task It_has_a_title_a_summary_and_a_line_for_every_guide()
    {
        var reply = (await server.Visit("/llms.txt")).Is(200);
        Assert.Equal("text/plain; charset=utf-8", reply.ContentType);
        var lines = reply.Text.Split('\n');
        Assert.Equal("# Byway", lines[0]);
        Assert.StartsWith("> ", lines[2], StringComparison.Ordinal);
        Assert.Single(lines, line => line.StartsWith("# ", StringComparison.Ordinal));
        var entries = Entry.Matches(reply.Text).ToList();
        Assert.Equal(lines.Count(line => line.StartsWith("- ", StringComparison.Ordinal)), entries.Count);
        var linked = entries.Select(entry => entry.Groups["to"].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var guide in GuideList.Parts.SelectMany(part => part.Guides))
        {
            Assert.Contains(server.Url + guide.Markdown, linked);
        }
    }

    [Fact]
    public async Task Every_link_in_it_leads_to_text_for_programs()
    {
        var reply = await server.Visit("/llms.txt");
        foreach (var to in Entry.Matches(reply.Text).Select(entry => entry.Groups["to"].Value))
        {
            Assert.StartsWith(server.Url + "/", to, StringComparison.Ordinal);
            var there = (await server.Visit(to[server.Url.Length..])).Is(200);
            var isApi = to.EndsWith("/openapi.json", StringComparison.Ordinal);
            Assert.StartsWith(
                isApi ? "application/json" : "text/markdown",
                there.ContentType,
                StringComparison.Ordinal
            );
        }
    }
}
