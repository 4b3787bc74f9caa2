using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Mail;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Customers;

/// <summary>
/// <c>POST /v1/customers:invite</c>: sends a customer its referral link by mail, and makes the customer first if there
/// is none.
/// </summary>
public sealed class InviteCustomer : Change
{
    private static readonly FieldNote EmailNote = FieldNote.Text(
        "email",
        "Where the mail goes; needed unless the customer is known with one.",
        "carl@example.net"
    );

    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("inviteCustomer", "Send a customer its referral link by mail.")
    {
        More =
            "A customer that is not there is made first, and awaits its sign-up; one that is there stays as it is. "
            + "The mail is made of the settings `invitation_subject` and `invitation_text`, and is sent after the "
            + "answer, again and again until the mail server takes it. Every call sends one: use an "
            + "`Idempotency-Key`.",
        Body =
        [
            .. CustomerFields.Notes.Select(field => field.Name == "email" ? EmailNote : field),
            FieldNote.Object("customer", "The same fields, wrapped.", CustomerFields.Notes),
            FieldNote.Free(
                "personalization",
                "Values for places of the invitation's text: `{{discount}}`.",
                """{"discount":"5 %"}"""
            ),
        ],
        Answer = AnswerNote.Done("The invitation is on its way."),
        Refusals = [RefusalCode.InvalidFields, RefusalCode.ActionFailed],
    };

    private const int MostValues = 50;

    private readonly CustomerFields fields;
    private readonly IReadOnlyDictionary<string, string> values;
    private readonly RequestText request;

    private InviteCustomer(Caller caller, CustomerFields fields, IReadOnlyDictionary<string, string> values)
        : base(caller)
    {
        this.fields = fields;
        this.values = values;
        request = new();
        fields.AddTo(request, isAffiliate: false);
        foreach (var (name, value) in values)
        {
            request.Apart($"personalization.{name}", value);
        }
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var place = call.Fields.Object("customer") ?? call.Fields;
        var fields = CustomerFields.Of(call, place);
        if (fields.Email is not null && !Email.IsAddress(fields.Email))
        {
            place.Fault("email", "The email must be a valid e-mail address.");
        }

        if (fields is { Key: null, ReferralKey: null, Email: null } && !call.Check.HasFaults)
        {
            place.Fault("email", "The email is required.");
        }

        var values = ValuesOf(call.Fields);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new InviteCustomer(call.Caller, fields, values));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var known = Known(turn);
        var email = fields.Email ?? known?.Email;

        // Decision
        if (email is null || !Email.IsAddress(email))
        {
            return Answer.Fault("email", "The email is required: the customer has none that could be written to.");
        }

        if (known is { Status: not CustomerStatus.Active })
        {
            return Answer.Refuse(RefusalCode.ActionFailed, $"Action failed: the customer is {known.Status}.");
        }

        if (known is null && Taken(turn) is { } refusal)
        {
            return refusal;
        }

        // Effects
        var customer =
            known
            ?? SignUp
                .Create(turn, fields, AttributionDecision.Of([]), request, Caller.Actor, isProvisional: true)
                .Customer;
        var isNameless = turn.Settings.StoreUnreferredKeyOnly && customer.ReferredBy is null;
        QueuedMail.Queue(turn, customer.Number, email, LetterTo(turn, customer));
        turn.Append(
            new()
            {
                Kind = EntryKind.CustomerInvited,
                Subject = customer.Number,
                Person = customer.Number,
                Decision = Decision.Plain,
                Request = isNameless ? new RequestText().Add("id", fields.Key).Json : request.Json,
                Answer = CustomerJson.Of(turn, customer),
            },
            Caller.Actor
        );
        return Answer.Done;
    }

    private static Dictionary<string, string> ValuesOf(Fields fields)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (fields.Free("personalization") is not { } json)
        {
            return values;
        }

        foreach (var member in JsonElement.Parse(json).EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                values[member.Name] = member.Value.ToString();
            }
            else if (member.Value.ValueKind != JsonValueKind.Null)
            {
                fields.Fault("personalization", "The personalization must consist of texts and numbers.");
            }
        }

        if (values.Count > MostValues)
        {
            fields.Fault("personalization", $"The personalization must not have more than {MostValues} members.");
        }

        return values;
    }

    /// <summary>By id or referral key when one is given, else by e-mail.</summary>
    private Customer? Known(Turn turn) =>
        fields.Key is null
            ? CustomerFinder.Find(turn, new(null, null, fields.Email))
            : CustomerFinder.Find(turn, new(fields.Key, fields.ReferralKey, null));

    private Answer? Taken(Turn turn)
    {
        if (fields.Key is not null && ReferralKeys.IsTaken(turn, OwnerKind.Customer, fields.Key))
        {
            return Answer.Fault("id", "The id has already been taken.");
        }

        return fields.ReferralKey is not null && ReferralKeys.IsTaken(turn, OwnerKind.Customer, fields.ReferralKey)
            ? Answer.Fault("key", "The key has already been taken.")
            : null;
    }

    private Letter LetterTo(Turn turn, Customer customer)
    {
        var settings = turn.Settings;
        // What the request gives may say more; what is ours cannot be replaced by it.
        var all = new Dictionary<string, string>(values, StringComparer.Ordinal)
        {
            ["program"] = Letter.OneLine(settings.Name),
            ["website"] = settings.Website,
            ["reward"] = RewardText.Of(settings),
        };
        all.TryAdd("name", customer.Name ?? fields.Name ?? "there");
        all.TryAdd("surname", customer.Surname ?? fields.Surname ?? "");
        return Letter.Of(
            settings.InvitationSubject,
            settings.InvitationText,
            all,
            ("link", LinkAddresses.Of(turn, customer.Number, customer.ReferralKey!).Default)
        );
    }
}
