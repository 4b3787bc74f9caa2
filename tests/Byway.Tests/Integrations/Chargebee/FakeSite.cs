using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Byway.Integrations;
using Byway.Integrations.Chargebee;
using Byway.Tests.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>
/// A merchant's site at Chargebee, on the loopback: it has events, hands them out to whoever knows its API key, and
/// sends them to Byway.
/// </summary>
internal sealed class FakeSite : IAsyncDisposable
{
    private const string ApiKey = "test_site_key";
    private const string Password = "byway:knock-knock";

    private readonly Receiver site;
    private readonly ConcurrentDictionary<string, string> events = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, Task> later = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> handingOut = new(StringComparer.Ordinal);

    private FakeSite(Receiver site)
    {
        this.site = site;
        site.Answer = HandOut;
    }

    /// <summary>The paths that were asked for, in order.</summary>
    public IReadOnlyList<string> Asked => [.. site.All.Select(one => one.Path)];

    /// <summary>A site, and a server that looks for sites there.</summary>
    public static async Task<(FakeSite Site, TestServer Server)> Start()
    {
        var site = new FakeSite(await Receiver.Start());
        var server = await TestServer.Start(
            new()
            {
                RateLimitPerSecond = 0,
                WebhookAllow = ["127.0.0.0/8"],
                MoreProviders = [new ChargebeeProvider(site.site.At("/{site}"))],
            }
        );

        // After everything the events tell of.
        server.Clock.Now = MovingClock.Start + TimeSpan.FromDays(150);
        return (site, server);
    }

    /// <summary>Connects a program with the site.</summary>
    /// <returns>The path of its webhook.</returns>
    public static async Task<string> Connect(ApiClient api)
    {
        var connected = await api.Put(
            "/v1/integrations/chargebee",
            $$"""{"webhook_secrets":["{{Password}}"],"api_key":"{{ApiKey}}","site":"acme-test"}"""
        );
        return
            new Uri(connected.Is(200)["data.webhook_url"]!, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } url
            ? url.AbsolutePath
            : connected["data.webhook_url"]!;
    }

    /// <summary>Something happens at the site.</summary>
    /// <param name="body">The event.</param>
    public void Happen(string body) => events[IdOf(body)] = body;

    /// <summary>Lets the site hand out an event only when it has handed out another one.</summary>
    public void HandOutLater(string body, string than)
    {
        var isHandedOut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        handingOut[IdOf(than)] = isHandedOut;
        later[IdOf(body)] = isHandedOut.Task;
    }

    /// <summary>Sends an event, as it is or as somebody has changed it.</summary>
    public static Task<Reply> Send(ApiClient api, string path, string body, string password = Password) =>
        api.Send(
            "POST",
            path,
            body,
            ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(password)))
        );

    /// <summary>Events happen and arrive, and are booked.</summary>
    public async Task Tell(ApiClient api, string path, params IEnumerable<string> bodies)
    {
        foreach (var body in bodies)
        {
            Happen(body);
            (await Send(api, path, body)).Is(200);
        }

        await Book(api.Server);
    }

    /// <summary>Books what has arrived.</summary>
    public static async Task Book(TestServer server)
    {
        ((BookEvents)server.Parts.GetService(typeof(BookEvents))!).Wake();
        await server.RunJob<BookEvents>();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => site.DisposeAsync();

    private static string IdOf(string body) => JsonMembers.Find(JsonElement.Parse(body), "id").GetString()!;

    private async Task HandOut(Received asked, HttpResponse response)
    {
        const string Events = "/acme-test/api/v2/events/";
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(ApiKey + ":"));
        if (!asked.Headers.TryGetValue("Authorization", out var given) || given != basic)
        {
            response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (
            !asked.Path.StartsWith(Events, StringComparison.Ordinal)
            || !events.TryGetValue(asked.Path[Events.Length..], out var body)
        )
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var id = IdOf(body);
        if (handingOut.TryGetValue(id, out var isHandedOut))
        {
            response.OnCompleted(() =>
            {
                isHandedOut.SetResult();
                return Task.CompletedTask;
            });
        }

        if (later.TryGetValue(id, out var earlier))
        {
            await earlier.WaitAsync(TimeSpan.FromSeconds(30));
        }

        response.ContentType = "application/json";
        await response.WriteAsync($$"""{"event":{{body}}}""");
    }
}
