using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Byway.Tests.Examples;

/// <summary>One of the example shops, running, as its visitors and its payment provider see it.</summary>
public sealed class ExampleShop : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly string folder;
    private readonly ExampleProcess process;

    private ExampleShop(string folder, ExampleProcess process, Uri address)
    {
        this.folder = folder;
        this.process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="language"><c>node</c>, <c>php</c> or <c>python</c>.</param>
    /// <param name="api">The program it reports to.</param>
    /// <param name="more">Further environment.</param>
    public static async Task<ExampleShop> Start(
        string language,
        ApiClient api,
        params (string Name, string Value)[] more
    )
    {
        var folder = Directory.CreateTempSubdirectory("byway-shop-").FullName;
        var (program, arguments) = language switch
        {
            "node" => (Interpreter.Node, new[] { "server.mjs" }),
            "php" => (Interpreter.Php, ["-d", $"session.save_path={folder}", "-S", "127.0.0.1:0", "server.php"]),
            _ => (Interpreter.Python, ["server.py"]),
        };
        var process = ExampleProcess.Start(
            language,
            program,
            arguments,
            api,
            [("SHOP_FILE", Path.Combine(folder, "shop.json")), .. more]
        );
        try
        {
            return new(folder, process, await process.Address());
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Somebody with a browser of their own.</summary>
    public HttpClient Visitor() =>
        new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    /// <summary>What it prints next as what Byway answered: <c>customer</c> or <c>transaction</c>.</summary>
    public async Task<Reply> Printed(string what) => new(200, NoHeaders, await process.Line($"{what} "));

    /// <summary>The decision it prints next: the code and its sentence.</summary>
    public Task<string> PrintedDecision() => process.Line("decision ");

    /// <summary>The next complaint about Byway it prints.</summary>
    public Task<string> PrintedComplaint() => process.Line("byway: ");

    /// <summary>Posts JSON and returns one member of the answer.</summary>
    public static async Task<long> Post(HttpClient visitor, string path, object body, string? member = null)
    {
        // With a length in front, as browsers send it; small servers know nothing else.
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = await visitor.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path} -> {response.StatusCode}: {text}");
        return member is null ? 0 : JsonElement.Parse(text).GetProperty(member).GetInt64();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
