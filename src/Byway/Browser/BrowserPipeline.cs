using Byway.Http;
using Byway.Links;
using Byway.Programs;

namespace Byway.Browser;

/// <summary>
/// The way of every request that a page sends without an API key, in the order of refusals: rate (429), program
/// (404), origin (403), body (413, 400); then the slice. Whoever asks learns nothing of what is stored.
/// </summary>
/// <param name="server">The server's parts.</param>
/// <param name="pipeline">Says what unforeseen failures are answered with.</param>
/// <param name="rates">How often who may ask.</param>
public sealed class BrowserPipeline(ServerParts server, ApiPipeline pipeline, VisitorRates rates)
{
    /// <summary>Runs one request and sends its answer.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="route">What was matched.</param>
    public async Task Run(HttpContext http, BrowserRoute route)
    {
        Answer answer;
        try
        {
            answer = await AnswerOf(http, route);
        }
        catch (BadHttpRequestException)
        {
            answer = Answer.Refuse(RefusalCode.UnreadableBody, "The request could not be read to its end.");
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            answer = pipeline.RefusalOf(failure, http);
        }

        await answer.Send(http);
    }

    /// <summary>Answers a browser that asks whether it may ask.</summary>
    /// <param name="http">The exchange.</param>
    public async Task Preflight(HttpContext http)
    {
        Answer answer;
        try
        {
            var (_, refusal) = await Admit(
                http,
                new("preflight", 120, IsOfPages: true, _ => Task.FromResult(Answer.Done))
            );
            answer = refusal ?? Answer.Done;
            if (refusal is null)
            {
                var headers = http.Response.Headers;
                headers.AccessControlAllowMethods = "GET, POST";
                headers.AccessControlAllowHeaders = "Content-Type";
                headers.AccessControlMaxAge = "7200";
            }
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            answer = pipeline.RefusalOf(failure, http);
        }

        await answer.Send(http);
    }

    private async Task<Answer> AnswerOf(HttpContext http, BrowserRoute route)
    {
        var (program, refusal) = await Admit(http, route);
        if (program is null)
        {
            return refusal!;
        }

        using var body = await RequestBody.Read(http.Request, BrowserRoute.LargestBody);
        if (body.Refusal is not null)
        {
            return body.Refusal;
        }

        var check = new Check(server.Options.FieldAsked);
        return await route.Handler(
            new()
            {
                Http = http,
                Caller = new(program, Caller.Browser),
                Body = body,
                Check = check,
                Fields = new(check, body.Root),
                Server = server,
            }
        );
    }

    /// <summary>The program, if this page may speak for it; else why not.</summary>
    private async Task<(ReferralProgram? Program, Answer? Refusal)> Admit(HttpContext http, BrowserRoute route)
    {
        http.Response.Headers.Vary = "Origin";
        var name = (string?)http.Request.RouteValues["program"] ?? "";
        if (rates.Refuse(name, http.Connection.RemoteIpAddress, route.Name, route.MostAMinute) is { } seconds)
        {
            var refusal = Answer.Refuse(RefusalCode.TooManyRequests, "Too many requests. Wait a minute and repeat.");
            refusal.RetryAfterSeconds = seconds;
            return (null, refusal);
        }

        if (await ProgramFinder.ByPublicId(server.Database, name) is not { } program)
        {
            return (null, Answer.NotFound("Program"));
        }

        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 && !route.IsOfPages)
        {
            return (program, null);
        }

        var settings = await server.Settings.InForce(program.ProgramId);
        var sites = await Sites.Of(server.Database, settings, program.ProgramId);
        if (
            origin.Length == 0
            || !OriginRule.IsAllowed(
                origin,
                sites.Domains.Select(domain => domain.Site).Prepend(settings.Website),
                program.IsTest
            )
        )
        {
            return (
                null,
                Answer.Refuse(
                    RefusalCode.OriginNotAllowed,
                    "This page is not on one of the program's domains: see website and /v1/domains."
                )
            );
        }

        http.Response.Headers.AccessControlAllowOrigin = origin;
        return (program, null);
    }
}
