using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Browser;

/// <summary>
/// <c>POST /p/{program}/signups</c>: a sign-up that a page reports. It makes a customer who awaits the merchant's own
/// word, or does nothing: a key that is known changes nothing, and whoever asks cannot tell which it was.
/// </summary>
public sealed class PostSignUp : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("signUpFromBrowser", "Report a sign-up from a page.")
    {
        More =
            "Without an API key, from pages of the program's domains. Makes a customer bound to whoever the request "
            + "leads to; the merchant's own POST /v1/customers completes it. In affiliate programs people whom nobody "
            + "referred are not kept. Whatever came of it, the answer is the same.",
        Path = BrowserRoute.Program,
        Headers = [BrowserRoute.Origin],
        Body =
        [
            FieldNote.Key(
                "key",
                "The customer's key (affiliate) or public referral key (refer-a-friend).",
                "customer_1"
            ),
            FieldNote.Key(
                "id",
                "Refer-a-friend: the merchant's own id. Id and key equal each other when one is sent.",
                "customer_1"
            ),
            FieldNote.Text("email", "As typed; it never fails a sign-up.", "carl@example.net"),
            FieldNote.Text("name", "First name.", "Carl"),
            FieldNote.Text("surname", "Last name.", "Brown"),
            .. ReferralEvidence.Notes,
            FieldNote.Object(
                "options",
                "More evidence.",
                ReferralEvidence.AddressNote,
                ReferralEvidence.ClickedAtNote
            ),
        ],
        Answer = AnswerNote.Done("It was taken; this does not say what came of it."),
        Refusals = [.. BrowserRoute.Refusals, .. TakenFromBrowsers],
    };

    /// <summary>What else is refused where something may be written.</summary>
    internal static IReadOnlyList<RefusalCode> TakenFromBrowsers =>
        [RefusalCode.NotFromBrowsers, RefusalCode.WrongProgramType, RefusalCode.InvalidFields, RefusalCode.Overloaded];

    private readonly CustomerFields fields;
    private readonly ReferralEvidence evidence;
    private readonly RequestText request = new();

    private PostSignUp(Caller caller, CustomerFields fields, ReferralEvidence evidence)
        : base(caller)
    {
        this.fields = fields;
        this.evidence = evidence;
        fields.AddTo(request, caller.Program.Type == ProgramType.Affiliate);
        evidence.AddTo(request);
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var key = call.Fields.Key("key");
        var id = call.Fields.Key("id");
        var evidence = ReferralEvidence.Of(call, call.Fields.Object("options"), ("", call.Fields));
        var fields = new CustomerFields
        {
            Key = call.IsAffiliate ? key ?? id : id ?? key,
            ReferralKey = call.IsAffiliate ? null : key ?? id,
            Email = CustomerFields.EmailOf(call.Fields),
            Name = call.Fields.Text("name"),
            Surname = call.Fields.Text("surname"),
            ClickId = evidence.ClickId,
        };
        if (call.Program.Type == ProgramType.Newsletter)
        {
            return WrongType(call);
        }

        if ((await call.Settings()).RefusesBrowserSignUps)
        {
            return Answer.Refuse(RefusalCode.NotFromBrowsers, "This program takes no sign-ups from browsers.");
        }

        if (fields.Key is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("key", "The key is required.");
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : Told(await call.Take(new PostSignUp(call.Caller, fields, evidence)));
    }

    /// <summary>What a page may know of an answer: that it was taken, or that the server cannot take it now.</summary>
    /// <param name="answer">The answer.</param>
    internal static Answer Told(Answer answer) => answer.Status >= 500 ? answer : Answer.Done;

    /// <summary>The refusal in newsletter programs.</summary>
    /// <param name="call">The call.</param>
    internal static Answer WrongType(ApiCall call) =>
        Answer.Refuse(RefusalCode.WrongProgramType, $"This does not exist in {call.Program.Type} programs.");

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        Claims.Find(turn, ClaimKind.Customer, fields.Key!);
        evidence.Candidates(turn);
        if (fields.ReferralKey is not null)
        {
            ReferralKeys.IsTaken(turn, OwnerKind.Customer, fields.ReferralKey);
        }
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var isKnown =
            Claims.Find(turn, ClaimKind.Customer, fields.Key!) is not null
            || (
                fields.ReferralKey is not null
                && (
                    ReferralKeys.IsTaken(turn, OwnerKind.Customer, fields.Key!)
                    || ReferralKeys.IsTaken(turn, OwnerKind.Customer, fields.ReferralKey)
                )
            );
        var candidates = evidence.Candidates(turn);

        // Decision
        var attribution = AttributionDecision.Of(candidates, clicks: SignUp.Clicks(turn, turn.Now));
        if (isKnown || (turn.IsAffiliate && attribution.Owner is null))
        {
            return Answer.Done;
        }

        // Effects
        var (customer, _) = SignUp.Create(
            turn,
            fields,
            SignUp.Unverified(attribution),
            request,
            Caller.Actor,
            isProvisional: true
        );
        if (customer.ReferredBy is not null)
        {
            SignUp.SettleWaiting(turn, customer, Caller.Actor);
        }

        return Answer.Done;
    }
}
