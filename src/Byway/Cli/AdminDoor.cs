using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Byway.Http;
using Byway.Storage;

namespace Byway.Cli;

/// <summary>
/// The server's side of commands: <c>POST /admin/commands/{name}</c>, for callers on this machine that know the token
/// of this start. To everybody else
/// there is nothing at that address. It stands before everything that believes forwarded headers.
/// </summary>
/// <param name="token">Of this start.</param>
public sealed class AdminDoor(string token)
{
    /// <summary>Where commands are, before their name.</summary>
    public const string Path = "/admin/commands/";

    private const string Bearer = "Bearer ";

    private readonly byte[] expected = Encoding.UTF8.GetBytes(Bearer + token);

    /// <summary>
    /// True when there is a port for commands only, because callers are served on none that this machine reaches by
    /// plain HTTP.
    /// </summary>
    public bool HasOwnPort { get; private init; }

    /// <summary>That port, once it is known.</summary>
    public int? OwnPort { get; set; }

    /// <summary>Gives a server its door, and a port for it where it needs one; null when it shall have none.</summary>
    /// <param name="builder">The server in the making.</param>
    /// <param name="options">Its options.</param>
    public static AdminDoor? AddTo(WebApplicationBuilder builder, ServerOptions options)
    {
        if (options.AdminToken is not { } token)
        {
            return null;
        }

        // Endpoints of the configuration take the place of --urls.
        var endpoints = builder.Configuration.GetSection("Kestrel:Endpoints");
        var configured = endpoints.GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        var urls = configured.Count > 0 ? [.. configured] : options.UrlList;
        var door = new AdminDoor(token) { HasOwnPort = AdminAddress.Of(urls) is null };
        builder.Services.AddSingleton(door);
        if (door.HasOwnPort && configured.Count > 0)
        {
            builder.Configuration["Kestrel:Endpoints:Commands:Url"] = AdminAddress.Own;
        }
        else if (door.HasOwnPort)
        {
            builder.WebHost.UseUrls([.. urls, AdminAddress.Own]);
        }

        return door;
    }

    /// <summary>The middleware.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="next">Everything else.</param>
    public async Task Answer(HttpContext http, RequestDelegate next)
    {
        if (CommandOf(http) is { } command)
        {
            await Run(http, command);
        }
        else if (http.Connection.LocalPort == OwnPort)
        {
            await Http.Answer.Refuse(RefusalCode.UnknownRoute, "There is nothing here.").Send(http);
        }
        else
        {
            await next(http);
        }
    }

    private ICommand? CommandOf(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        return
            path.StartsWith(Path, StringComparison.Ordinal)
            && HttpMethods.IsPost(http.Request.Method)
            && http.Connection.RemoteIpAddress is { } address
            && IPAddress.IsLoopback(address)
            && !http.Request.Headers.Keys.Any(IsOfProxy)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()),
                expected
            )
            ? Commands.Find(path[Path.Length..])
            : null;
    }

    // A reverse proxy on this machine brings strangers from a loopback address.
    private static bool IsOfProxy(string header) =>
        header.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase);

    private static async Task Run(HttpContext http, ICommand command)
    {
        using var body = await RequestBody.Read(http.Request);
        if (body.Refusal is not null)
        {
            await body.Refusal.Send(http);
            return;
        }

        // At most one line of progress waits: what the caller has not read yet is out of date.
        var progress = Channel.CreateBounded<Progress>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        var arguments =
            body.Root.ValueKind == System.Text.Json.JsonValueKind.Undefined
                ? []
                : JsonNode.Parse(body.Raw.Span)!.AsObject();
        var services = http.RequestServices;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
        );
        var work = new Work(
            services.GetRequiredService<ServerParts>(),
            arguments,
            done => progress.Writer.TryWrite(done),
            stopping.Token
        );
        var running = Task.Run(async () =>
        {
            try
            {
                return await OutcomeOf(command, work, services);
            }
            finally
            {
                progress.Writer.Complete();
            }
        });
        http.Response.ContentType = "application/x-ndjson";
        await foreach (var (text, done, total) in progress.Reader.ReadAllAsync())
        {
            await Send(
                http,
                new()
                {
                    ["progress"] = new JsonObject
                    {
                        ["text"] = text,
                        ["done"] = done,
                        ["total"] = total,
                    },
                }
            );
        }

        await Send(http, (await running).ToJson());
    }

    private static async Task<Outcome> OutcomeOf(ICommand command, Work work, IServiceProvider services)
    {
        try
        {
            return await command.Run(work);
        }
        catch (OperationCanceledException)
        {
            return Outcome.Refuse("The server is stopping. Repeat the command.");
        }
        catch (Exception failure)
        {
            services
                .GetRequiredService<ILogger<AdminDoor>>()
                .LogError(failure, "The command {Command} failed", command.Name);
            return Outcome.Refuse(Fault.SentenceOf(failure) ?? "The server made a mistake; its log has the details.");
        }
    }

    private static async Task Send(HttpContext http, JsonObject line)
    {
        await http.Response.WriteAsync(Terminal.Compact(line) + "\n");
        await http.Response.Body.FlushAsync();
    }
}
