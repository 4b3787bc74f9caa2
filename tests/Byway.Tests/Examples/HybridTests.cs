using System.Diagnostics;
using System.Text.Json.Nodes;
using Byway.Tests.Browser;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Examples;

/// <summary>
/// The hybrid examples: the snippet on the shop's page keeps the key in a cookie, the shop's backend reads it there
/// and reports sign-up and sale.
/// </summary>
public sealed class HybridTests(TestServer server) : ServerTests(server)
{
    private static readonly Lazy<Task<string>> BuiltShop = new(BuildShop);

    [Theory]
    [InlineData("node")]
    [InlineData("php")]
    [InlineData("python")]
    [InlineData("csharp")]
    public async Task The_backend_reports_whose_key_the_cookie_has(string language)
    {
        var api = await Server.TestProgram();
        await api.Referrer("anna");
        await using var shop = await Start(language, api);
        var address = await shop.Address();
        using var visitor = new HttpClient { BaseAddress = address };
        visitor.DefaultRequestHeaders.Add("Cookie", "a=1; partnero_partner=anna; other=\"x;y\"; bw_click=clk_1");
        var page = await visitor.GetStringAsync("/");
        Assert.Contains($"'{Server.Url}/js/universal.js'", page, StringComparison.Ordinal);
        Assert.Contains(api.Program.PublicId, page, StringComparison.Ordinal);

        var customer = await Post(visitor, "/signup", ("email", "carla@example.net"), ("name", "Carla"));
        await shop.Line("customer ");
        var bound = (await api.Get($"/v1/customers/{customer}")).Is(200);
        Assert.Equal("anna-id", bound.CountsFor());
        Assert.Equal("carla@example.net", bound["data.email"]);
        using var provider = new HttpClient { BaseAddress = address };
        await Post(provider, "/payment", ("customer", customer), ("order", "order-1"));
        await shop.Line("transaction ");
        Assert.Equal("29.997", await api.Balance());

        // Without the cookie, which a blocked script never sets, nobody referred the customer.
        var other = await Post(provider, "/signup", ("email", "emil@example.net"), ("name", "Emil"));
        await shop.Line("customer ");
        Assert.Null((await api.Get($"/v1/customers/{other}")).Is(200).CountsFor());
    }

    [Fact]
    public async Task In_a_browser_the_snippet_sets_the_cookie_that_the_backend_reads()
    {
        var api = await Server.TestProgram();
        await api.Referrer("anna");
        await using var shop = await Start("node", api);
        var site = $"http://localhost:{(await shop.Address()).Port}";
        var visit = new JsonObject
        {
            ["name"] = "shop",
            ["program"] = api.Program.PublicId,
            ["site"] = site,
            ["addresses"] = new JsonArray("/?aff=anna", "/pricing"),
            ["steps"] = new JsonArray(
                "document.querySelector('[name=email]').value = 'carla@example.net'; "
                    + "document.querySelector('form').requestSubmit()"
            ),
        };
        var seen = await Chromium.Look(Server.Url, visit);
        var customer = seen["shop"].GetProperty("text").GetString()!.Trim();
        Assert.Equal("anna-id", (await api.Get($"/v1/customers/{customer}")).Is(200).CountsFor());
    }

    private static async Task<ExampleProcess> Start(string language, ApiClient api)
    {
        var (program, arguments) = language switch
        {
            "node" => (Interpreter.Node, new[] { "server.mjs" }),
            "php" => (Interpreter.Php, ["-S", "127.0.0.1:0", "server.php"]),
            "python" => (Interpreter.Python, ["server.py"]),
            _ => ("dotnet", [await BuiltShop.Value]),
        };
        return ExampleProcess.Start(Path.Combine("..", "hybrid", language), program, arguments, api);
    }

    /// <summary>Built once, outside the repository; it needs no package, so the network is not asked.</summary>
    private static async Task<string> BuildShop()
    {
        var place = Directory.CreateTempSubdirectory("byway-hybrid-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(place, recursive: true);
        var project = Path.Combine(SourceTree.Root, "examples", "hybrid", "csharp", "Shop.csproj");
        var start = new ProcessStartInfo(
            "dotnet",
            ["build", project, "-v", "quiet", "--nologo", "--artifacts-path", place, "-o", Path.Combine(place, "shop")]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var build = Process.Start(start)!;
        var said = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Assert.True(build.ExitCode == 0, said);
        return Path.Combine(place, "shop", "Shop.dll");
    }

    private static async Task<string> Post(
        HttpClient browser,
        string path,
        params (string Name, string Value)[] fields
    )
    {
        using var form = new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field.Name, field.Value))
        );
        // With a length in front, as browsers send it; small servers know nothing else.
        await form.LoadIntoBufferAsync();
        using var response = await browser.PostAsync(path, form);
        Assert.True(response.IsSuccessStatusCode, $"{path} -> {response.StatusCode}");
        return await response.Content.ReadAsStringAsync();
    }
}
