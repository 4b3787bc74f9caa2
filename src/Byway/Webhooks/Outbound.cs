using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>Finds a host's addresses.</summary>
/// <param name="host">A name or an address.</param>
/// <param name="cancel">When nobody waits any more.</param>
public delegate Task<IPAddress[]> HostLookUp(string host, CancellationToken cancel);

/// <summary>What became of one request.</summary>
/// <param name="At">When it was sent; Unix microseconds.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="Response">The first bytes of an answer that is no 2xx.</param>
/// <param name="Error">Why no answer came, as a stable word.</param>
/// <param name="RetryAfterMicros">How long the receiver asked to wait.</param>
public sealed record Attempt(
    long At,
    long DurationMs,
    long? Status,
    string? Response,
    string? Error,
    long? RetryAfterMicros = null
)
{
    /// <summary>True for any 2xx.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>What was fetched.</summary>
/// <param name="Status">The HTTP status; null when no answer came.</param>
/// <param name="Body">The document; null when there is none.</param>
/// <param name="Error">Why no document came, as a stable word; null when the status says it.</param>
public sealed record Fetched(int? Status, byte[]? Body, string? Error);

/// <summary>
/// Sends requests out. The address is checked in the connect step, and the connection goes to the very address that
/// was checked: a name that leads elsewhere the second time leads nowhere. Redirects are not followed, proxies and
/// cookies are not used.
/// </summary>
public sealed class Outbound : IDisposable
{
    /// <summary>A receiver has this long to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MostResponseBytes = 4096;
    private const int ShownResponseCharacters = 256;

    private readonly HttpMessageInvoker http;
    private readonly ReachableAddress reachable;
    private readonly HostLookUp lookUp;
    private readonly TimeProvider clock;

    /// <summary>A sender.</summary>
    /// <param name="reachable">Which addresses it may connect to.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="lookUp">Finds addresses; null for the system's way.</param>
    public Outbound(ReachableAddress reachable, TimeProvider clock, HostLookUp? lookUp = null)
    {
        this.reachable = reachable;
        this.clock = clock;
        this.lookUp = lookUp ?? Dns.GetHostAddressesAsync;
        http = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectCallback = Connect,
                ConnectTimeout = Patience,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                MaxResponseHeadersLength = 16,
                ActivityHeadersPropagator = null,
            }
        );
    }

    /// <summary>Posts JSON.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">Further headers.</param>
    public async Task<Attempt> Post(Uri url, byte[] body, IEnumerable<(string Name, string Value)> headers)
    {
        var at = UtcMicros.Now(clock);
        var began = Stopwatch.GetTimestamp();
        long Elapsed() => (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds;

        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await http.SendAsync(request, patience.Token);
            var status = (int)response.StatusCode;
            var text = await FirstBytes(response, patience.Token);
            return status is >= 200 and < 300
                ? new(at, Elapsed(), status, null, null)
                : new(at, Elapsed(), status, text, null, RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException)
        {
            return new(at, Elapsed(), null, null, "timeout");
        }
        catch (HttpRequestException failure)
        {
            return new(at, Elapsed(), null, null, ErrorOf(failure));
        }
    }

    /// <summary>Gets a document.</summary>
    /// <param name="url">Where.</param>
    /// <param name="authorization">The header of that name.</param>
    /// <param name="mostBytes">The longest that is read.</param>
    public async Task<Fetched> Get(Uri url, string authorization, int mostBytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            using var response = await http.SendAsync(request, patience.Token);
            if (!response.IsSuccessStatusCode)
            {
                return new((int)response.StatusCode, null, null);
            }

            await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
            using var body = new MemoryStream();
            var buffer = new byte[MostResponseBytes];
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var more)
            {
                body.Write(buffer, 0, more);
                if (body.Length > mostBytes)
                {
                    return new((int)response.StatusCode, null, "too_large");
                }
            }

            return new((int)response.StatusCode, body.ToArray(), null);
        }
        catch (OperationCanceledException)
        {
            return new(null, null, "timeout");
        }
        catch (HttpRequestException failure)
        {
            return new(null, null, ErrorOf(failure));
        }
        catch (IOException)
        {
            return new(null, null, "broken_answer");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>What the receiver said first. It has answered already, so nothing here is a failure.</summary>
    private static async Task<string?> FirstBytes(HttpResponseMessage response, CancellationToken cancel)
    {
        var buffer = new byte[MostResponseBytes];
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancel);
            while (
                length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), cancel) is > 0 and var more
            )
            {
                length += more;
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException)
        {
            // Cut off: what came is what we know.
        }

        var text = Encoding.UTF8.GetString(buffer, 0, length).Replace('\0', ' ');
        return text.Length == 0 ? null
            : text.Length <= ShownResponseCharacters ? text
            : text[..ShownResponseCharacters];
    }

    private static string ErrorOf(HttpRequestException failure) =>
        failure switch
        {
            { InnerException: AddressRefusedException } => "address_refused",
            { HttpRequestError: HttpRequestError.NameResolutionError } => "name_not_found",
            { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } } =>
                "name_not_found",
            { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls_failed",
            { InnerException: AuthenticationException } => "tls_failed",
            { HttpRequestError: HttpRequestError.ConnectionError } => "connection_failed",
            _ => "broken_answer",
        };

    private long? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta is { } delta ? (long)delta.TotalMicroseconds
        : header?.Date is { } date ? UtcMicros.Of(date) - UtcMicros.Now(clock)
        : null;

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await lookUp(host, cancel);
        var addresses = found.Where(reachable.Allows).ToList();
        if (addresses.Count == 0 && found.Length > 0)
        {
            throw new AddressRefusedException();
        }

        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                last = failure;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private sealed class AddressRefusedException()
        : IOException("The address is not public, and the operator has not allowed it.");
}
