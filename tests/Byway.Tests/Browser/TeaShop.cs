using System.Text.Json.Nodes;
using Byway.Tests.Examples;
using Byway.Tests.Tidy;

namespace Byway.Tests.Browser;

/// <summary>The shop in <c>examples/shop</c>, running, with a program of its own whose website it is.</summary>
public sealed class TeaShop : IAsyncDisposable
{
    private readonly string folder;
    private readonly ExampleProcess process;

    private TeaShop(ApiClient api, string folder, ExampleProcess process, Uri address)
    {
        Api = api;
        this.folder = folder;
        this.process = process;
        Address = address;
    }

    /// <summary>Its program.</summary>
    public ApiClient Api { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Opens a shop.</summary>
    /// <param name="api">Its program.</param>
    /// <param name="method">How it finds out who sent somebody.</param>
    /// <param name="more">Further environment.</param>
    public static async Task<TeaShop> Open(ApiClient api, string method, params (string Name, string Value)[] more)
    {
        var folder = Directory.CreateTempSubdirectory("byway-tea-").FullName;
        var process = ExampleProcess.Start(
            Path.Combine("..", "shop"),
            "dotnet",
            [Built],
            api,
            [("SHOP_METHOD", method), ("SHOP_CONSENT", ""), ("SHOP_FOLDER", folder), .. more]
        );
        try
        {
            var shop = new TeaShop(api, folder, process, await process.Address());
            var site = new JsonObject { ["website"] = shop.Address.GetLeftPart(UriPartial.Authority) };
            (await api.Put("/v1/program/settings", site.ToJsonString())).Is(200);
            return shop;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>What came of the next report of this, once Byway has answered it.</summary>
    /// <param name="what">Such as <c>sale order_…</c>.</param>
    public Task<string> Told(string what) => process.Line($"{what}: ");

    /// <summary>The next line it prints that begins so, without its beginning.</summary>
    public Task<string> Printed(string beginning) => process.Line(beginning);

    /// <summary>Somebody without a browser lands, and buys with Anna's code; the confirmation.</summary>
    /// <param name="landing">Where they land.</param>
    public async Task<string> Order(string landing = "/?aff=anna")
    {
        using var visitor = new HttpClient { BaseAddress = Address };
        await visitor.GetStringAsync(landing);
        using var form = new FormUrlEncodedContent([
            new("name", "Carla"),
            new("email", "carla@example.net"),
            new("tea", "oolong"),
            new("code", "ANNA25"),
        ]);
        using var confirmation = await visitor.PostAsync("/checkout", form);
        return await confirmation.Content.ReadAsStringAsync();
    }

    /// <summary>What the outbox says of itself.</summary>
    public async Task<string> Outbox()
    {
        using var somebody = new HttpClient { BaseAddress = Address };
        return await somebody.GetStringAsync("/outbox");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Built beside the tests, in the same configuration.</summary>
    private static string Built
    {
        get
        {
            var built = Path.GetRelativePath(
                Path.Combine(SourceTree.Root, "tests", "Byway.Tests"),
                AppContext.BaseDirectory
            );
            return Path.GetFullPath(Path.Combine(SourceTree.Root, "examples", "shop", built, "Shop.dll"));
        }
    }
}
