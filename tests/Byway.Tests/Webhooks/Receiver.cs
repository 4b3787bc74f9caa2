using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Byway.Tests.Webhooks;

/// <summary>What a receiver was sent.</summary>
/// <param name="Path">The path.</param>
/// <param name="Headers">All headers.</param>
/// <param name="Body">The body's bytes.</param>
/// <param name="At">The tick at which it came.</param>
public sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, long At)
{
    private JsonElement? json;

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => json ??= JsonElement.Parse(Body);

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Header <c>webhook-id</c>.</summary>
    public string Id => Headers["webhook-id"];

    /// <summary>The event's name.</summary>
    public string Event => Json.GetProperty("event").GetString()!;

    /// <summary>The event's resource.</summary>
    public JsonElement Data => Json.GetProperty("data");
}

/// <summary>A merchant's receiver: keeps what it is sent, and answers as a test wants.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = new();

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>Where it listens.</summary>
    public string Url => app.Urls.First() + "/hook";

    /// <summary>The same, under another path.</summary>
    public string At(string path) => app.Urls.First() + path;

    /// <summary>What it was sent, in order.</summary>
    public IReadOnlyList<Received> All => [.. received];

    /// <summary>The ids of what it was sent, in order.</summary>
    public IReadOnlyList<string> Ids => [.. received.Select(one => one.Id)];

    /// <summary>What it answers; 200 by itself.</summary>
    public Func<Received, HttpResponse, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Connections it has taken.</summary>
    public int Connections => connections;

    private int connections;

    /// <summary>Starts one.</summary>
    /// <param name="address">On which address.</param>
    /// <param name="port">On which port; 0 for a free one.</param>
    public static async Task<Receiver> Start(string address = "127.0.0.1", int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        Receiver? receiver = null;
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                System.Net.IPAddress.Parse(address),
                port,
                listen =>
                    listen.Use(next =>
                        connection =>
                        {
                            Interlocked.Increment(ref receiver!.connections);
                            return next(connection);
                        }
                    )
            )
        );
        receiver = new(builder.Build());
        receiver.app.Run(receiver.Take);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Answers a status from now on.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">Header <c>Retry-After</c>.</param>
    public void Say(int status, string? retryAfter = null) =>
        Answer = (_, response) =>
        {
            response.StatusCode = status;
            if (retryAfter is not null)
            {
                response.Headers.RetryAfter = retryAfter;
            }

            return response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"status {status}"));
        };

    /// <summary>Forgets what it was sent.</summary>
    public void Clear() => received.Clear();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var one = new Received(
            http.Request.Path,
            http.Request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            ),
            body.ToArray(),
            Environment.TickCount64
        );
        received.Enqueue(one);
        await Answer(one, http.Response);
    }
}
