using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Partners;
using Byway.Programs;
using Byway.Rewards;
using Byway.Turns;
using Byway.Values;

namespace Byway.Customers;

/// <summary>
/// <c>POST /v1/customers/{key}/reassign</c>: the owner binds a customer to somebody else, or to nobody. Only later
/// sales follow it; what was booked stays as it is.
/// </summary>
public sealed class ReassignCustomer : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("reassignCustomer", "Bind a customer to somebody else, or to nobody.")
    {
        More =
            "Later sales count for the new one. Earlier sales, their refunds, rewards, holds and counts stay where "
            + "they are. The earning period begins anew, unless `keep_since` or `at` says otherwise. Say "
            + "`\"partner\":null` (`\"referring_customer\":null`) for nobody: then no link, code or sale binds the "
            + "customer again, only this call does. Asking for what is already so writes nothing.",
        Path = NamedCustomer.PathNote,
        Body =
        [
            FieldNote.Object(
                "partner",
                "Affiliate: the partner, who must be active; null for nobody.",
                NamedPartner.Notes
            ),
            FieldNote.Object(
                "referring_customer",
                "Refer-a-friend: the customer who refers, who must be active; null for nobody.",
                NamedCustomer.Notes
            ),
            FieldNote
                .Flag("keep_since", "True to let the earning period go on from the former binding.", "true")
                .Otherwise("false"),
            FieldNote.Time(
                "at",
                "From when on the earning period counts; not in the future, and it counts before `keep_since`."
            ),
            FieldNote.Text("reason", "Why, for the journal.", "Ticket 4711").UpTo(LongestReason),
        ],
        Answer = AnswerNote.One(200, "The customer as it is now.", typeof(CustomerView), typeof(FriendView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields, RefusalCode.BalanceLimit],
    };

    private const int LongestReason = 500;

    private readonly NamedCustomer named;
    private readonly NamedPartner? partner;
    private readonly NamedCustomer? friend;
    private readonly bool keepsSince;
    private readonly long? at;
    private readonly RequestText request;

    private ReassignCustomer(ApiCall call, NamedPartner? partner, NamedCustomer? friend, string? reason)
        : base(call.Caller)
    {
        named = NamedCustomer.Of(call);
        this.partner = partner;
        this.friend = friend;
        keepsSince = call.Fields.Flag("keep_since") ?? false;
        at = OccurredAt.Of(call.Fields, call, "at");
        request = new RequestText()
            .Add("partner.id", partner?.Id)
            .Add("partner.key", partner?.Key)
            .Add("partner.email", partner?.Email)
            .Add("referring_customer.id", friend?.Id)
            .Add("referring_customer.key", friend?.Key)
            .Add("referring_customer.email", friend?.Email)
            .Add("keep_since", keepsSince ? "true" : null)
            .Add("at", at is { } micros ? UtcMicros.ToText(micros) : null)
            .Add("reason", reason);
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var field = call.IsAffiliate ? "partner" : "referring_customer";
        var isNobody = call.Fields.Anything(field).ValueKind == JsonValueKind.Null;
        var whom = call.Fields.Object(field);
        var partner = whom is null || !call.IsAffiliate ? null : NamedPartner.Of(whom);
        var friend = whom is null || call.IsAffiliate ? null : NamedCustomer.Of(whom);
        if (!isNobody && (partner?.IsEmpty ?? friend?.IsEmpty ?? true) && !call.Check.HasFaults)
        {
            call.Fields.Fault(field, $"The {field} is required: an object that names one, or null for nobody.");
        }

        var change = new ReassignCustomer(call, partner, friend, call.Fields.Text("reason", LongestReason));
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(change);
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (CustomerFinder.Find(turn, named) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        var promoter = partner is null ? null : PartnerFinder.Find(turn, partner);
        var referrer = friend is null ? null : CustomerFinder.Find(turn, friend);
        var owner = promoter?.Number ?? referrer?.Number;

        // Decision
        if (RefusalOf(customer, promoter, referrer) is { } refusal)
        {
            return refusal;
        }

        var decided = OwnerBinding.Of(turn, customer);
        if (
            owner == MergedCustomer.ReferrerOf(turn, customer)
            && (owner is null ? decided is not null : at is null || at == customer.BoundAt)
        )
        {
            return Answer.Resource(200, CustomerJson.Of(turn, customer));
        }

        long? boundAt =
            owner is null ? null
            : keepsSince && at is null ? customer.BoundAt ?? customer.CreatedAt
            : turn.OccurredAt(at);
        var decision = ReassignDecision.Of(
            turn.IsAffiliate,
            customer.ReferredBy,
            owner,
            boundAt,
            owner is not null && Email.IsSameMailbox(customer.Email, promoter?.Email ?? referrer?.Email)
        );

        // Effects
        var isCounted = owner is not null && customer.ReferredBy is null && decided?.CountedFor is null;
        var resource = SignUp.Rebind(turn, customer, new(owner, decision) { Since = boundAt }, isCounted, Draft());
        return Answer.Resource(200, resource);
    }

    private (string Kind, string Request, string Actor) Draft() =>
        (EntryKind.CustomerReassigned, request.Json, Caller.Actor);

    private Answer? RefusalOf(Customer customer, Partner? promoter, Customer? referrer)
    {
        if (partner is not null)
        {
            return promoter is null ? Answer.Fault("partner", "There is no such partner.")
                : promoter.IsActive ? null
                : Answer.Fault("partner", $"The partner is {promoter.Status}.");
        }

        if (friend is not null)
        {
            return referrer is null ? Answer.Fault("referring_customer", "There is no such customer.")
                : referrer.Number == customer.Number
                    ? Answer.Fault("referring_customer", "A customer does not refer itself.")
                : referrer.Status == CustomerStatus.Active ? null
                : Answer.Fault("referring_customer", $"The customer is {referrer.Status}.");
        }

        return null;
    }
}
