using Byway.Http;
using Byway.Programs;

namespace Byway.Browser;

/// <summary><c>GET /p/{program}/config</c>: what the browser snippet has to know of a program.</summary>
public static class GetConfig
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getBrowserConfig", "Get what the browser snippet goes by.")
    {
        More =
            "Without an API key. Browsers keep it for five minutes. Nothing in it that visitors of the pages "
            + "could not see.",
        Path = BrowserRoute.Program,
        Headers = [BrowserRoute.Origin],
        Answer = AnswerNote.One(200, "How the program's links look and how long they count.", typeof(ConfigView)),
        Refusals = BrowserRoute.Refusals,
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var settings = await call.Settings();
        call.Http.Response.OnStarting(() =>
        {
            call.Http.Response.Headers.CacheControl = "public, max-age=300";
            return Task.CompletedTask;
        });
        return Answer.Of(ConfigView.Of(call.Program, settings), WireJson.Relaxed.ConfigView);
    }
}

/// <summary>A program as the browser snippet sees it.</summary>
public sealed record ConfigView
{
    /// <summary><c>affiliate</c>, <c>refer-a-friend</c> or <c>newsletter</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What carries the referral key in links.</summary>
    public required string LinkParameter { get; init; }

    /// <summary><c>query</c> or <c>path</c>.</summary>
    public required string LinkForm { get; init; }

    /// <summary>Days the key is kept.</summary>
    public required long CookieLifetime { get; init; }

    /// <summary><c>last_click</c> or <c>first_click</c>: which key is kept when there is one already.</summary>
    public required string AttributionModel { get; init; }

    /// <summary><c>ignore</c> or <c>respect</c>.</summary>
    public required string PrivacySignals { get; init; }

    /// <summary>True when sign-ups are taken from pages.</summary>
    public required bool Signups { get; init; }

    /// <summary>True when sales are taken from pages.</summary>
    public required bool Transactions { get; init; }

    /// <summary>A program's view.</summary>
    /// <param name="program">The program.</param>
    /// <param name="settings">Its settings in force.</param>
    public static ConfigView Of(ReferralProgram program, ProgramSettings settings) =>
        new()
        {
            Type = program.Type,
            LinkParameter = settings.LinkParameter,
            LinkForm = settings.LinkForm,
            CookieLifetime = settings.AttributionWindowDays,
            AttributionModel = settings.AttributionModel,
            PrivacySignals = settings.RespectsPrivacySignals ? "respect" : "ignore",
            Signups = program.Type != ProgramType.Newsletter && !settings.RefusesBrowserSignUps,
            Transactions = program.Type != ProgramType.Newsletter && settings.TakesBrowserSales,
        };
}
