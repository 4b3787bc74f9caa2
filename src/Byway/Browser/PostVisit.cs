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
    /// <param name="landings">Where it is recorded.</param>
    public static async Task<Answer> Handle(ApiCall call, ILandings landings)
    {
        var key = call.Fields.Key("key");
        var landing = new Landing(
            key ?? "",
            call.Fields.Text("url", LongestAddress),
            call.Fields.Text("referrer", LongestAddress),
            call.Fields.Text("session", LongestSession)
        );
        if (key is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("key", "The key is required.");
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : Answer.Of(new VisitView { ClickId = await landings.Record(call, landing) }, WireJson.Relaxed.VisitView);
    }
}

/// <summary>A landing, recorded.</summary>
public sealed record VisitView
{
    /// <summary>The click's id; null when none was recorded.</summary>
    public required string? ClickId { get; init; }
}
