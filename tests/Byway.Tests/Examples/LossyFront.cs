using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Byway.Tests.Examples;

/// <summary>
/// Stands before the server and loses its first answer to everything that is posted: the server has done it, and the
/// caller is told 503. Or it answers by itself, as a proxy does, and the server hears nothing.
/// </summary>
public sealed class LossyFront : IAsyncDisposable
{
    private static readonly string[] Forwarded = ["Byway-Entry", "Byway-Decision", "Byway-Replay"];

    private readonly WebApplication app;
    private readonly TestServer server;
    private readonly bool isLossy;
    private readonly ConcurrentDictionary<string, bool> posted = [];
    private int lost;

    private LossyFront(TestServer server, bool isLossy)
    {
        this.server = server;
        this.isLossy = isLossy;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(Forward);
    }

    /// <summary>Where it listens.</summary>
    public string Url => app.Urls.First();

    /// <summary>How many answers it has lost.</summary>
    public int Lost => lost;

    /// <summary>What it answers by itself; null where it asks the server.</summary>
    public Func<HttpRequest, (int Status, string Text)?> Instead { get; set; } = _ => null;

    /// <summary>Stands before this server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="isLossy">Whether first answers are lost.</param>
    public static async Task<LossyFront> Start(TestServer server, bool isLossy = true)
    {
        var front = new LossyFront(server, isLossy);
        await front.app.StartAsync();
        return front;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Forward(HttpContext http)
    {
        if (Instead(http.Request) is var (status, text))
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = status == StatusCodes.Status302Found ? "/elsewhere" : default;
            await http.Response.WriteAsync(text);
            return;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var target = server.Url + http.Request.Path + http.Request.QueryString;
        using var request = new HttpRequestMessage(new(http.Request.Method), target);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(http.Request.ContentType!);
        }

        foreach (var name in new[] { "Authorization", "Idempotency-Key" })
        {
            request.Headers.TryAddWithoutValidation(name, http.Request.Headers[name].ToArray());
        }

        using var answer = await server.Http.SendAsync(request);
        http.Response.ContentType = "application/json";
        var isFirst = posted.TryAdd($"{target} {Convert.ToBase64String(body.ToArray())}", true);
        if (isLossy && isFirst && HttpMethods.IsPost(http.Request.Method))
        {
            Interlocked.Increment(ref lost);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await http.Response.WriteAsync("""{"status":0,"message":"The answer was lost."}""");
            return;
        }

        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var name in Forwarded.Where(answer.Headers.Contains))
        {
            http.Response.Headers[name] = answer.Headers.GetValues(name).ToArray();
        }

        await answer.Content.CopyToAsync(http.Response.Body);
    }
}
