using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Byway.Http;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Integrations;

/// <summary>
/// <c>POST /integrations/{provider}/{program}/webhook</c>: where billing providers send their events. What is the
/// provider's is stored and answered; it is booked right after. What is not is refused, and nothing of it is kept.
/// </summary>
/// <param name="server">The server's parts.</param>
/// <param name="providers">The providers there are.</param>
/// <param name="secrets">What opens them.</param>
/// <param name="booking">Is told that there is something to book.</param>
/// <param name="pipeline">Answers outages and defects as everywhere.</param>
public sealed class ReceiveEvent(
    ServerParts server,
    BillingProviders providers,
    IntegrationSecrets secrets,
    BookEvents booking,
    ApiPipeline pipeline
) : IDisposable
{
    private static readonly Meter Meter = new(TurnQueue.Telemetry);
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("byway.integrations.refused");

    private readonly ConcurrentDictionary<(long Program, string Provider), long> refusals = new();

    private readonly PartitionedRateLimiter<string> rates = PartitionedRateLimiter.Create<string, string>(place =>
        server.Options.RateLimitPerSecond <= 0
            ? RateLimitPartition.GetNoLimiter(place)
            : RateLimitPartition.GetTokenBucketLimiter(
                place,
                _ =>
                    new()
                    {
                        TokenLimit = server.Options.RateLimitPerSecond * 2,
                        TokensPerPeriod = Math.Max(1, server.Options.RateLimitPerSecond / 10),
                        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                        QueueLimit = 0,
                    }
            )
    );

    /// <summary>How many requests were refused since the start, because they were not the provider's.</summary>
    /// <param name="program">The program.</param>
    /// <param name="provider">The provider.</param>
    public long RefusedOf(long program, string provider) => refusals.GetValueOrDefault((program, provider));

    /// <summary>Answers the route.</summary>
    /// <param name="http">The exchange.</param>
    public async Task Handle(HttpContext http)
    {
        Answer answer;
        try
        {
            answer = await AnswerOf(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException)
        {
            answer = Answer.Refuse(RefusalCode.UnreadableBody, "The request could not be read to its end.");
        }
        catch (Exception failure)
        {
            answer = pipeline.RefusalOf(failure, http);
        }

        await answer.Send(http);
    }

    /// <inheritdoc/>
    public void Dispose() => rates.Dispose();

    private async Task<Answer> AnswerOf(HttpContext http)
    {
        var name = (string)http.Request.RouteValues["provider"]!;
        var publicId = (string)http.Request.RouteValues["program"]!;
        if (providers.Find(name) is not { } provider || await ProgramOf(publicId) is not { } program)
        {
            return Answer.NotFound("Integration");
        }

        using var lease = rates.AttemptAcquire($"{name} {publicId}");
        if (!lease.IsAcquired)
        {
            var slower = Answer.Refuse(RefusalCode.TooManyRequests, "Too many events at once. Repeat them shortly.");
            slower.RetryAfterSeconds = 1;
            return slower;
        }

        if (!await IsConnected(program, name) || !await IsAddress(program, provider, http))
        {
            return Answer.NotFound("Integration");
        }

        using var body = await RequestBody.Read(http.Request, isForeign: true);
        if (body.Refusal is { Status: StatusCodes.Status413PayloadTooLarge } tooLarge)
        {
            return tooLarge;
        }

        if (await RefusalOf(program, provider, body, http) is { } refusal)
        {
            return refusal;
        }

        return body.Refusal ?? await Keep(program, provider, body);
    }

    private async Task<Answer?> RefusalOf(
        ReferralProgram program,
        IBillingProvider provider,
        RequestBody body,
        HttpContext http
    )
    {
        var opened = await secrets.Open(program, provider.Name, IntegrationSecret.Webhook);
        if (opened is null)
        {
            var sealedShut = Answer.Refuse(
                RefusalCode.Overloaded,
                "The secrets of this integration cannot be opened here. Connect it again."
            );
            sealedShut.RetryAfterSeconds = 60;
            return sealedShut;
        }

        var arriving = new ArrivingEvent(body.Raw, header => http.Request.Headers[header].FirstOrDefault());
        if (provider.Refuse(arriving, opened, UtcMicros.Now(server.Clock)) is not { } sentence)
        {
            return null;
        }

        refusals.AddOrUpdate((program.ProgramId, provider.Name), 1, (_, count) => count + 1);
        Refused.Add(1, new KeyValuePair<string, object?>("provider", provider.Name));
        return Answer.Refuse(RefusalCode.BadSignature, sentence);
    }

    private async Task<Answer> Keep(ReferralProgram program, IBillingProvider provider, RequestBody body)
    {
        if (
            provider.Read(body.Root) is not { } head
            || !IsTaken(head.Id)
            || !IsTaken(head.Type)
            || body.Root.ValueKind == System.Text.Json.JsonValueKind.Undefined
        )
        {
            return Answer.Refuse(RefusalCode.UnreadableBody, $"This is no event of {provider.Title}.");
        }

        var change = new KeepEvent(
            CallerOf(program, provider.Name),
            provider.Name,
            head,
            Encoding.UTF8.GetString(body.Raw.Span)
        );
        var answer = await server.Turns.Take(change);
        if (answer.IsSuccess)
        {
            booking.Wake();
        }

        return answer;
    }

    /// <summary>A provider as the journal names it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="provider">The provider.</param>
    public static Caller CallerOf(ReferralProgram program, string provider) => new(program, $"integration:{provider}");

    private static bool IsTaken(string text) =>
        text.Length is > 0 and <= ProviderEvent.LongestId && !text.Contains('\0');

    private async Task<bool> IsConnected(ReferralProgram program, string provider) =>
        (await server.Settings.InForce(program.ProgramId)).Integrations?.Any(each => each.Provider == provider)
        == true;

    private async Task<bool> IsAddress(ReferralProgram program, IBillingProvider provider, HttpContext http)
    {
        var given = (string?)http.Request.RouteValues["secret"];
        if (!provider.HasSecretPath)
        {
            return given is null;
        }

        var opened = await secrets.Open(program, provider.Name, IntegrationSecret.Path);
        return given is not null
            && opened is not null
            && opened.Any(path =>
                CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(given))
            );
    }

    private async Task<ReferralProgram?> ProgramOf(string publicId) =>
        (
            await server.Database.Query<ReferralProgram>(
                "select * from programs where public_id = @publicId and program_id > 0",
                new { publicId }
            )
        ).FirstOrDefault();
}
