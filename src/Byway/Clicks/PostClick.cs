using System.Net;
using Byway.Customers;
using Byway.Http;
using Byway.Links;
using Byway.Partners;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Clicks;

/// <summary>
/// <c>POST /v1/clicks</c>: a backend records a landing itself and gets the click's id. The answer comes when it is on
/// disk; a turn is needed for an <c>Idempotency-Key</c> alone, whose answer it keeps.
/// </summary>
public sealed class PostClick : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createClick", "Record a landing and get its click id.")
    {
        More =
            "For backends that see the landing themselves: send the click's id with the sign-up, and Byway decides by "
            + "window and model. Whose link it was is said by `partner` or `referring_customer`, by `key`, or by the "
            + "referral key in `url`, in this order.",
        Body =
        [
            FieldNote.Object("partner", "Affiliate: whose default link it was.", NamedPartner.Notes),
            FieldNote.Object("referring_customer", "Refer-a-friend: whose default link it was.", NamedCustomer.Notes),
            FieldNote.Key("key", "The link's referral key, or a former one.", "anna"),
            FieldNote
                .Text("url", "The address that was landed on; its path and utm fields are kept.", UrlExample)
                .UpTo(LongestAddress),
            FieldNote
                .Text("referrer", "The page that led there; its host is kept.", "https://blog.example.net/review")
                .UpTo(LongestAddress),
            FieldNote
                .Text("user_agent", "The browser's name of itself; only its kind is kept.", "Mozilla/5.0 (X11)")
                .UpTo(LongestAgent),
            FieldNote.Text("ip", "The visitor's address; only its network is kept, for a time.", "203.0.113.7"),
            FieldNote
                .Text("visitor", "What you call the visitor, such as a session; only a hash is kept.", "session-7")
                .UpTo(VisitorHash.LongestName),
            FieldNote.Time("occurred_at", "When it happened. Now when absent; not in the future."),
        ],
        Answer = AnswerNote.One(201, "The click.", typeof(ClickView)),
        Refusals = [RefusalCode.InvalidFields, RefusalCode.NotFound],
    };

    private const string UrlExample = "https://shop.example.com/shoes?aff=anna&utm_source=letter";
    private const int LongestAddress = 2000;
    private const int LongestAgent = 1000;

    private readonly ClickView view;

    private PostClick(Caller caller, ClickView view)
        : base(caller) => this.view = view;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var landing = LandingOf(call);
        var named = NamedOf(call);
        var known = await call.Server.Clicks.Links(call.Program);
        var key =
            call.Fields.Key("key") ?? (landing.Url is null ? null : ReferralLink.KeyIn(known.Settings, landing.Url));
        if (!call.Check.HasFaults && named.IsEmpty && key is null)
        {
            call.Fields.Fault("key", "The key is required: of a link, of its owner, or in the url.");
        }

        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        if (OccurredAt.Refusal(call.Check.Ahead, await call.Now()) is { } future)
        {
            return future;
        }

        // Facts
        if (!named.IsEmpty)
        {
            key = (await LinkOwner.Of(call, named))?.Key;
        }

        if (key is null || await known.Find(key) is not { } target)
        {
            return Answer.NotFound(
                named.IsEmpty ? "Referral link"
                : call.IsAffiliate ? "Partner"
                : "Customer"
            );
        }

        // Effects
        if (call.Caller.Idempotent is { } repeat && await IsKnown(call, repeat))
        {
            // Answered from what is kept; what stands in this change is never looked at.
            return await call.Take(new PostClick(call.Caller, Nothing(target)));
        }

        var click = call.Server.Clicks.Record(known, target, landing);
        if (click is null || !await call.Server.Clicks.Flush())
        {
            var refusal = Answer.Refuse(RefusalCode.Overloaded, "The click could not be written. Repeat it shortly.");
            refusal.RetryAfterSeconds = 1;
            return refusal;
        }

        var change = new PostClick(call.Caller, ClickView.Of(click, target));
        return call.Caller.Idempotent is null ? change.Said : await call.Take(change);
    }

    private Answer Said => Answer.Of(view, WireJson.Relaxed.ClickView, 201);

    /// <inheritdoc/>
    public override Answer Take(Turn turn) => Said;

    private static ClickView Nothing(LinkTarget target) =>
        ClickView.Of(
            new()
            {
                ProgramId = 0,
                Id = "",
                Owner = target.Owner,
                Link = target.Link,
                OccurredAt = 0,
                Source = ClickSource.Api,
                Agent = UserAgent.Other,
            },
            target
        );

    private static async Task<bool> IsKnown(ApiCall call, IdempotentRequest repeat) =>
        (
            await call.Database.Query<long>(
                "select count(*) from idempotency_keys where program_id = @ProgramId and key_hash = @KeyHash",
                new { call.Program.ProgramId, repeat.KeyHash }
            )
        )[0] > 0;

    private static NamedOwner NamedOf(ApiCall call)
    {
        var fields = call.Fields.Object(call.IsAffiliate ? "partner" : "referring_customer");
        return fields is null ? new(null, null)
            : call.IsAffiliate ? new(NamedPartner.Of(fields), null)
            : new(null, NamedCustomer.Of(fields));
    }

    private static Landing LandingOf(ApiCall call)
    {
        var fields = call.Fields;
        IPAddress? address = null;
        if (fields.Text("ip") is { } text && !IPAddress.TryParse(text, out address))
        {
            fields.Fault("ip", "The ip must be an address such as 203.0.113.7.");
        }

        return new()
        {
            Source = ClickSource.Api,
            Url = fields.Text("url", LongestAddress),
            Referrer = fields.Text("referrer", LongestAddress),
            Agent = fields.Text("user_agent", LongestAgent),
            Address = address,
            Visitor = fields.Text("visitor", VisitorHash.LongestName),
            OccurredAt = OccurredAt.Of(fields, call, "occurred_at"),
        };
    }
}
