using System.Text;
using Byway.Tests.Integrations.Chargebee;
using Byway.Tests.Integrations.Paddle;
using Byway.Tests.Integrations.Stripe;

namespace Byway.Tests.Integrations;

/// <summary>
/// One of the providers, alike for all: a program is connected to it, and told a payment through HTTP as that provider
/// tells it.
/// </summary>
internal sealed class ProviderSender : IAsyncDisposable
{
    private readonly string name;
    private readonly FakeSite site;
    private readonly Dictionary<string, string> paths = new(StringComparer.Ordinal);

    private ProviderSender(string name, FakeSite site, TestServer server)
    {
        this.name = name;
        this.site = site;
        Server = server;
    }

    /// <summary>The server.</summary>
    public TestServer Server { get; }

    /// <summary>A payment of somebody whom "anna" referred, as the metadata says.</summary>
    public string Payment =>
        name switch
        {
            "stripe" => EventFile.Read("invoice.paid").ToJsonString(),
            "paddle" => PaddleEvents.Text("06"),
            _ => LifeCycleStory.FirstPayment,
        };

    /// <summary>The key under which the payment knows its customer.</summary>
    public string Customer =>
        name switch
        {
            "stripe" => "cus_Byw1",
            "paddle" => "user-4711",
            _ => "shop-41",
        };

    /// <summary>30 % of the payment.</summary>
    public string Earned => name == "stripe" ? "14.7" : "30";

    /// <summary>The payment's currency.</summary>
    public string Unit => name == "paddle" ? "EUR" : "USD";

    /// <summary>A server, and the provider.</summary>
    public static async Task<ProviderSender> Start(string name)
    {
        var (site, server) = await FakeSite.Start();
        // After everything the events tell of.
        server.Clock.Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        return new(name, site, server);
    }

    /// <summary>A program with a referrer "anna", connected to the provider.</summary>
    public async Task<ApiClient> Connect(Func<TestServer, Task<ApiClient>> program)
    {
        if (name == "paddle")
        {
            return await program(Server).WithPaddle();
        }

        var api = await program(Server);
        await api.Referrer("anna");
        if (name == "stripe")
        {
            await StripeMerchant.Connect(Task.FromResult(api));
        }
        else
        {
            paths.Add(api.Program.PublicId, await FakeSite.Connect(api));
        }

        return api;
    }

    /// <summary>Events arrive, each taken with 200, and are booked.</summary>
    public async Task Tell(ApiClient api, params IEnumerable<string> bodies)
    {
        foreach (var body in bodies)
        {
            if (name == "chargebee")
            {
                site.Happen(body);
            }

            (
                await (
                    name switch
                    {
                        "stripe" => new StripeMerchant(api).Post(Encoding.UTF8.GetBytes(body), StripeMerchant.Secret),
                        "paddle" => api.Paddle(body),
                        _ => FakeSite.Send(api, paths[api.Program.PublicId], body),
                    }
                )
            ).Is(200);
        }

        await Server.Book();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await site.DisposeAsync();
    }
}
