using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using Byway.Programs;
using Byway.Storage;

namespace Byway.Http;

/// <summary>
/// The way of every API call, in the documented order of refusals: API key (401), rate (429), scope and program type
/// (403), body (400, 413); then the
/// slice. Nothing gets past it as anything but JSON.
/// </summary>
/// <param name="server">The server's parts.</param>
/// <param name="log">For defects.</param>
public sealed partial class ApiPipeline(ServerParts server, ILogger<ApiPipeline> log) : IDisposable
{
    // A key that was quiet may make the requests of this many seconds at once.
    private const int BurstSeconds = 2;

    private static readonly TimeSpan InFlightPatience = TimeSpan.FromSeconds(2);

    private readonly PartitionedRateLimiter<string> rates = PartitionedRateLimiter.Create<string, string>(key =>
        server.Options.RateLimitPerSecond <= 0
            ? RateLimitPartition.GetNoLimiter(key)
            : RateLimitPartition.GetTokenBucketLimiter(
                key,
                _ =>
                    new()
                    {
                        TokenLimit = server.Options.RateLimitPerSecond * BurstSeconds,
                        TokensPerPeriod = Math.Max(1, server.Options.RateLimitPerSecond / 10),
                        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                        QueueLimit = 0,
                    }
            )
    );

    private readonly ConcurrentDictionary<(long, string), Task> inFlight = new();

    /// <summary>Runs one call and sends its answer.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="route">What was matched.</param>
    public async Task Run(HttpContext http, ApiRoute route)
    {
        Answer answer;
        try
        {
            answer = await AnswerOf(http, route);
        }
        catch (BadHttpRequestException fault)
        {
            answer = RefusalOf(fault);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            answer = RefusalOf(failure, http);
        }

        try
        {
            await answer.Send(http);
        }
        catch (Exception failure) when (answer.Writes is not null)
        {
            // The status has left already: a connection that breaks off is what tells the caller.
            LogDefect(log, http.TraceIdentifier, failure);
            http.Abort();
        }
    }

    /// <summary>
    /// What an unforeseen failure is answered with: 503 when the database is away, else 500 with a trace id and
    /// nothing else.
    /// </summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="http">The exchange.</param>
    public Answer RefusalOf(Exception failure, HttpContext http)
    {
        if (Database.IsOutage(failure))
        {
            LogOutage(log, failure);
            var unavailable = Answer.Refuse(RefusalCode.DatabaseUnavailable, "The database does not answer.");
            unavailable.RetryAfterSeconds = 1;
            return unavailable;
        }

        LogDefect(log, http.TraceIdentifier, failure);
        return Answer.Refuse(
            RefusalCode.InternalError,
            $"The server made a mistake. Trace id: {http.TraceIdentifier}"
        );
    }

    /// <inheritdoc/>
    public void Dispose() => rates.Dispose();

    private static Answer RefusalOf(BadHttpRequestException fault) =>
        fault.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? Answer.Refuse(RefusalCode.BodyTooLarge, $"The body is larger than {RequestBody.LargestBytes} bytes.")
            : Answer.Refuse(RefusalCode.UnreadableBody, "The request could not be read to its end.");

    private static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
    }

    private async Task<Answer> AnswerOf(HttpContext http, ApiRoute route)
    {
        if (Bearer(http.Request) is not { } secret)
        {
            return Answer.Refuse(
                RefusalCode.Unauthorized,
                "Send the API key in the header Authorization: Bearer <API key>."
            );
        }

        if (await server.Keys.Find(secret) is not var (key, program))
        {
            return Answer.Refuse(RefusalCode.Unauthorized, "The API key is not valid.");
        }

        using var lease = rates.AttemptAcquire(key.Id);
        TellRate(http.Response.Headers, key.Id, lease.IsAcquired);
        if (!lease.IsAcquired)
        {
            var refusal = Answer.Refuse(
                RefusalCode.TooManyRequests,
                "This API key makes too many requests. Wait a second and repeat."
            );
            refusal.RetryAfterSeconds = 1;
            return refusal;
        }

        if (route.Needs == ApiScope.Write && key.Scope != ApiScope.Write)
        {
            return Answer.Refuse(RefusalCode.ScopeMissing, "This API key may only read.");
        }

        if (route.In(program.Type) is not { } slice)
        {
            return Answer.Refuse(RefusalCode.WrongProgramType, $"This does not exist in {program.Type} programs.");
        }

        using var body = await RequestBody.Read(http.Request);
        if (body.Refusal is not null)
        {
            return body.Refusal;
        }

        var caller = new Caller(program, key.Id, key.Id, IdempotentOf(http.Request, program, body));
        var check = new Check(server.Options.FieldAsked);
        var call = new ApiCall
        {
            Http = http,
            Caller = caller,
            Body = body,
            Check = check,
            Fields = new(check, body.Root, http.Request.Query),
            Server = server,
        };
        return caller.Idempotent is null ? await slice.Handler(call) : await Alone(caller, () => slice.Handler(call));
    }

    private static IdempotentRequest? IdempotentOf(HttpRequest request, ReferralProgram program, RequestBody body)
    {
        if (
            !HttpMethods.IsPost(request.Method)
            || request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 } key
        )
        {
            return null;
        }

        var path = request.Path.Value!.TrimEnd('/');
        return new(KeyHash.Of(program, "idempotency", $"POST {path}\n{key}"), KeyHash.Of(program, body.Raw.Span));
    }

    /// <summary>
    /// Says what is left of the rate, in the form of the IETF's draft on such headers; a refusal also says what it is.
    /// </summary>
    private void TellRate(IHeaderDictionary headers, string keyId, bool isAcquired)
    {
        if (server.Options.RateLimitPerSecond is not (> 0 and var perSecond))
        {
            return;
        }

        var left = isAcquired ? rates.GetStatistics(keyId)?.CurrentAvailablePermits ?? 0 : 0;
        var missing = (perSecond * BurstSeconds) - left;
        headers[ApiHeaders.Rate] = string.Create(
            CultureInfo.InvariantCulture,
            $"\"key\";r={left};t={(missing + perSecond - 1) / perSecond}"
        );
        if (!isAcquired)
        {
            headers[ApiHeaders.RatePolicy] = string.Create(
                CultureInfo.InvariantCulture,
                $"\"key\";q={perSecond * BurstSeconds};w={BurstSeconds}"
            );
        }
    }

    /// <summary>
    /// Lets one request of an Idempotency-Key through at a time: the next waits up to two seconds, then is told to
    /// come back.
    /// </summary>
    private async Task<Answer> Alone(Caller caller, Func<Task<Answer>> handle)
    {
        var place = (caller.Program.ProgramId, caller.Idempotent!.KeyHash);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var until = server.Clock.GetTimestamp();
        while (!inFlight.TryAdd(place, done.Task))
        {
            var left = InFlightPatience - server.Clock.GetElapsedTime(until);
            if (
                inFlight.TryGetValue(place, out var other)
                && await Task.WhenAny(other, Task.Delay(left > TimeSpan.Zero ? left : default, server.Clock)) != other
            )
            {
                var refusal = Answer.Refuse(
                    RefusalCode.IdempotencyKeyInFlight,
                    "A request with this Idempotency-Key is still being worked on. Repeat it shortly."
                );
                refusal.RetryAfterSeconds = 1;
                return refusal;
            }
        }

        try
        {
            return await handle();
        }
        finally
        {
            inFlight.TryRemove(place, out _);
            done.SetResult();
        }
    }

    [LoggerMessage(10, LogLevel.Error, "A defect in request {TraceId}")]
    private static partial void LogDefect(ILogger log, string traceId, Exception failure);

    [LoggerMessage(11, LogLevel.Error, "The database does not answer")]
    private static partial void LogOutage(ILogger log, Exception failure);
}
