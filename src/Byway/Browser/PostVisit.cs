using Byway.Clicks;
using Byway.Http;

namespace Byway.Browser;

/// <summary><c>POST /p/{program}/visits</c>: somebody landed with a referral key.</summary>
public static class PostVisit
{
    private const int LongestAddress = 2000;
    private const int LongestSession = 64;

    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("recordVisit", "Record a landing with a referral key.")
    {
        More = "Without an API key, from pages of the program's domains. An unknown key is answered like any other.",
        Path = BrowserRoute.Program,
        Headers = [BrowserRoute.Origin],
        Body =
        [
            FieldNote.Key("key", "The referral key in the address.", "anna").Required(),
            FieldNote
                .Text("url", "The address the visitor landed on.", "https://shop.example?aff=anna")
                .UpTo(LongestAddress),
            FieldNote.Text("referrer", "The page before.", "https://blog.example/post").UpTo(LongestAddress),
            FieldNote.Text("session", "The visitor, by the snippet's cookie.", "5f1e").UpTo(LongestSession),
        ],
        Answer = AnswerNote.One(200, "The click, to be sent with the sign-up.", typeof(VisitView)),
        Refusals = [.. BrowserRoute.Refusals, RefusalCode.InvalidFields],
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var key = call.Fields.Key("key");
        var headers = call.Http.Request.Headers;
        var landing = new Landing
        {
            Source = ClickSource.Browser,
            Url = call.Fields.Text("url", LongestAddress),
            Referrer = call.Fields.Text("referrer", LongestAddress),
            Visitor = call.Fields.Text("session", LongestSession),
            Agent = headers.UserAgent.ToString(),
            Address = call.Http.Connection.RemoteIpAddress,
        };
        if (key is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("key", "The key is required.");
        }

        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Whoever tries keys is not told which ones lead to somebody.
        var click = await call.Server.Clicks.Land(call.Program, key!, landing) ?? ClickId.New(await call.Now());
        return Answer.Of(new VisitView { ClickId = click }, WireJson.Relaxed.VisitView);
    }
}

/// <summary>A landing, recorded.</summary>
public sealed record VisitView
{
    /// <summary>The click's id; of a key that nobody has one that leads nowhere.</summary>
    public required string ClickId { get; init; }
}
