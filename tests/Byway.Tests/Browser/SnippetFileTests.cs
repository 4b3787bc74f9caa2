using System.Diagnostics;
using System.IO.Compression;
using Byway.Browser;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Browser;

/// <summary>The snippet as it is served, and its logic by the tests beside its sources.</summary>
public sealed class SnippetFileTests(TestServer server) : ServerTests(server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void It_is_small() => Assert.InRange(SnippetFile.CompressedBytes, 1000, SnippetFile.MostCompressedBytes);

    [Fact]
    public async Task It_is_served_under_the_name_pages_know_and_asked_for_again_soon()
    {
        using var reply = await Server.Http.GetAsync(Server.Url + "/js/universal.js?v1763839");
        var text = await reply.Content.ReadAsStringAsync();
        Assert.Equal("text/javascript; charset=utf-8", reply.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=300", reply.Headers.CacheControl!.ToString());
        Assert.Equal("*", reply.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("partnero_partner", text, StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Get, Server.Url + "/js/universal.js");
        again.Headers.TryAddWithoutValidation("If-None-Match", reply.Headers.ETag!.ToString());
        using var same = await Server.Http.SendAsync(again);
        Assert.Equal(304, (int)same.StatusCode);
    }

    [Fact]
    public async Task A_version_is_kept_for_ever_and_a_former_one_leads_to_the_present()
    {
        using var reply = await Server.Http.GetAsync($"{Server.Url}/js/universal.{SnippetFile.Version}.js");
        Assert.Equal(200, (int)reply.StatusCode);
        Assert.Contains("immutable", reply.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var former = await Server.Http.GetAsync($"{Server.Url}/js/universal.0123456789abcdef.js");
        Assert.Equal(302, (int)former.StatusCode);
        Assert.Equal("/js/universal.js", former.Headers.Location!.ToString());
        foreach (var name in new[] { "other.js", "universal.map", "universal.a.b.js", "..%2Funiversal.js" })
        {
            using var nothing = await Server.Http.GetAsync($"{Server.Url}/js/{name}");
            Assert.Equal(404, (int)nothing.StatusCode);
        }
    }

    [Fact]
    public async Task It_comes_compressed_where_that_is_taken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Server.Url + "/js/universal.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
        using var reply = await Server.Http.SendAsync(request);
        Assert.Equal("gzip", reply.Content.Headers.ContentEncoding.Single());
        await using var gzip = new GZipStream(await reply.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        Assert.Equal(await Server.Http.GetStringAsync(Server.Url + "/js/universal.js"), await reader.ReadToEndAsync());
        using var head = new HttpRequestMessage(HttpMethod.Head, Server.Url + "/js/universal.js");
        using var only = await Server.Http.SendAsync(head);
        Assert.Equal(200, (int)only.StatusCode);
    }

    /// <summary>Pages with a strict policy take it: it makes no code out of text and writes no styles.</summary>
    [Theory]
    [InlineData("eval(")]
    [InlineData("Function(")]
    [InlineData("innerHTML")]
    [InlineData("createElement")]
    [InlineData("document.write")]
    [InlineData(".style")]
    [InlineData("localStorage")]
    public async Task It_does_nothing_that_policies_forbid(string forbidden) =>
        Assert.DoesNotContain(
            forbidden,
            await Server.Http.GetStringAsync(Server.Url + "/js/universal.js"),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Its_logic_passes_the_tests_beside_it()
    {
        var folder = Path.Combine(SourceTree.Root, "src", "snippet");
        var start = new ProcessStartInfo("node", ["--test", "tests/"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, said);
        Assert.Matches("# pass [1-9][0-9]", said);
    }
}
