using System.Text.Json;
using Byway.Customers;
using Byway.Http;
using Byway.Links;
using Byway.Partners;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Portal;

/// <summary>
/// <c>POST /v1/partners:sign-in-url</c> and <c>POST /v1/customers:sign-in-url</c>: an address that lets one partner or
/// referring customer into their page, once.
/// </summary>
public sealed class PostSignInUrl : Change
{
    /// <summary>What the API's document says about partners'.</summary>
    public static readonly RouteNote PartnerNote = new("createPartnerSignInUrl", "Let a partner into its page.")
    {
        More = Promise,
        Body = [.. NamedPartner.Notes, Lifetime],
        Answer = AnswerNote.One(200, "The address, shown once.", typeof(SignInUrlView)),
        Refusals = [RefusalCode.InvalidFields, RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about customers'.</summary>
    public static readonly RouteNote CustomerNote = new(
        "createCustomerSignInUrl",
        "Let a referring customer into its page."
    )
    {
        More = Promise,
        Body = [.. NamedCustomer.Notes, Lifetime],
        Answer = AnswerNote.One(200, "The address, shown once.", typeof(SignInUrlView)),
        Refusals = [RefusalCode.InvalidFields, RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    private const string Promise =
        "The address works once and until it expires: send the person there at once. It is a secret, so a repeat of "
        + "the request makes another one.";

    private const long LeastSeconds = 30;
    private const long MostSeconds = 900;
    private const long DefaultSeconds = 120;

    private readonly string pages;
    private readonly NamedPartner? partner;
    private readonly NamedCustomer? customer;
    private readonly long seconds;

    private PostSignInUrl(Caller caller, string pages, NamedPartner? partner, NamedCustomer? customer, long seconds)
        : base(caller)
    {
        this.pages = pages;
        this.partner = partner;
        this.customer = customer;
        this.seconds = seconds;
    }

    private static FieldNote Lifetime =>
        FieldNote
            .Whole("expires_in", "Seconds for which the address works.", LeastSeconds, MostSeconds, "300")
            .Otherwise("120");

    /// <summary>Answers partners'.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> ForPartner(ApiCall call)
    {
        var named = NamedPartner.Of(call.Fields);
        return Handle(call, named.IsEmpty, named, null);
    }

    /// <summary>Answers customers'.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> ForCustomer(ApiCall call)
    {
        var named = NamedCustomer.Of(call.Fields);
        return Handle(call, named.IsEmpty, null, named);
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var promoter = partner is null ? null : PartnerFinder.Find(turn, partner);
        var friend = customer is null ? null : CustomerFinder.Find(turn, customer);
        if (promoter is null && friend is null)
        {
            return Answer.NotFound(turn.IsAffiliate ? "Partner" : "Customer");
        }

        // Decision
        var status = promoter?.Status ?? friend!.Status;
        if (!PortalPerson.MaySignIn(status))
        {
            var noun = turn.IsAffiliate ? "partner" : "customer";
            return Answer.Refuse(RefusalCode.ActionFailed, $"Action failed: the {noun} is {status}.");
        }

        // Effects: no entry, because a credential is no part of the journal. The token is made here, so that a turn
        // that is tried again makes another one.
        var token = SignInToken.New(turn.Program.ProgramId);
        var expiresAt = turn.MachineNow + (seconds * UtcMicros.PerSecond);
        turn.Put(
            SignInLink.Table,
            new()
            {
                ProgramId = token.ProgramId,
                TokenHash = token.Hash,
                Kind = (long)(promoter is null ? OwnerKind.Customer : OwnerKind.Partner),
                Person = promoter?.Number ?? friend!.Number,
                CreatedAt = turn.MachineNow,
                ExpiresAt = expiresAt,
            }
        );
        return Answer.Secret(
            new SignInUrlView($"{pages}/sign-in?token={token}", UtcMicros.ToText(expiresAt)),
            WireJson.Relaxed.SignInUrlView
        );
    }

    private static async Task<Answer> Handle(
        ApiCall call,
        bool isEmpty,
        NamedPartner? partner,
        NamedCustomer? customer
    )
    {
        // Shape
        var seconds = call.Fields.Whole("expires_in", LeastSeconds, MostSeconds) ?? DefaultSeconds;
        if (isEmpty && !call.Check.HasFaults)
        {
            call.Fields.Fault("key", "The key or the email is required.");
        }

        var pages = PublicAddress.Of(call.Http, call.Server.Options) + PortalModule.Path;
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostSignInUrl(call.Caller, pages, partner, customer, seconds));
    }
}

/// <summary>An address that lets one person in, once.</summary>
/// <param name="Url">Where to send the person.</param>
/// <param name="ExpiresAt">Until when it works; ISO 8601.</param>
public sealed record SignInUrlView(string Url, string ExpiresAt);
