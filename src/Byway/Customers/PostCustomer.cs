using Byway.Http;
using Byway.Journal;
using Byway.Links;
using Byway.Persons;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Transactions;
using Byway.Turns;

namespace Byway.Customers;

/// <summary>
/// <c>POST /v1/customers</c>: a sign-up. Binds the customer to the partner or referring customer it names, if that
/// leads to anybody; may carry a first
/// <c>transaction</c>. A merchant can call it for every sign-up.
/// </summary>
public sealed class PostCustomer : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createCustomer", "Report a sign-up, whoever referred it or nobody.")
    {
        More =
            "Binds the customer to the partner or referring customer it names, if that leads to somebody active; the "
            + "decision says what came of it. Sales that came before their sign-up are decided now. The same sign-up "
            + "again gets the first answer again; the same key with another meaning is refused.",
        Body =
        [
            .. CustomerFields.Notes,
            .. ReferralEvidence.Notes,
            .. ReferralEvidence.CodeNotes,
            FieldNote.Object(
                "customer",
                "The customer's fields, wrapped; then the flat ones do not count.",
                [.. CustomerFields.Notes, .. ReferralEvidence.Notes, .. ReferralEvidence.CodeNotes]
            ),
            FieldNote.Object(
                "options",
                "More evidence.",
                ReferralEvidence.AddressNote,
                ReferralEvidence.ClickedAtNote
            ),
            FieldNote.Object(
                "transaction",
                "A first sale of the customer, recorded with the sign-up.",
                SaleRequest.Notes
            ),
        ],
        Answer = AnswerNote.One(201, "The customer.", typeof(CustomerView), typeof(FriendView)),
        Refusals =
        [
            RefusalCode.InvalidFields,
            RefusalCode.KeyReused,
            RefusalCode.KeyErased,
            RefusalCode.InvalidPartnerKey,
            RefusalCode.BalanceLimit,
        ],
    };

    private readonly CustomerFields fields;
    private readonly ReferralEvidence evidence;
    private readonly SaleRequest? sale;
    private readonly RequestText request;

    private PostCustomer(Caller caller, CustomerFields fields, ReferralEvidence evidence, SaleRequest? sale)
        : base(caller)
    {
        this.fields = fields;
        this.evidence = evidence;
        this.sale = sale;
        request = new();
        fields.AddTo(request, caller.Program.Type == ProgramType.Affiliate);
        evidence.AddTo(request);
    }

    /// <inheritdoc/>
    public override int Things => sale is null ? 1 : 2;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var place = call.Fields.Object("customer") ?? call.Fields;
        var fields = CustomerFields.Of(call, place);
        if (call.IsAffiliate && fields.Key is null && !call.Check.HasFaults)
        {
            place.Fault("key", "The key is required.");
        }

        var options = call.Fields.Object("options");
        var evidence = ReferralEvidence
            .Of(call, options, ("", call.Fields), ("customer", place))
            .WithCode(place, call.Fields);
        fields = fields with { ClickId = evidence.ClickId };
        var rider = call.Fields.Object("transaction");
        var sale = rider is null ? null : SaleRequest.OfRider(call, rider, fields);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostCustomer(call.Caller, fields, evidence, sale));
    }

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        Balances.Tally.Prefetch(turn, Balances.Tally.Customers);
        if (fields.Key is not null)
        {
            Claims.Find(turn, ClaimKind.Customer, fields.Key);
            WaitingSales.Prefetch(turn, fields.Key, fields.ReferralKey, fields.Email);
        }

        foreach (var candidate in evidence.Candidates(turn))
        {
            if (candidate.Owner is { } owner)
            {
                Balances.Totals.Prefetch(turn, owner, "");
                if (!turn.IsAffiliate)
                {
                    turn.Find(Link.ByOwner, owner);
                }
            }
        }

        if (!turn.IsAffiliate && fields.ReferralKey is not null)
        {
            ReferralKeys.IsTaken(turn, OwnerKind.Customer, fields.ReferralKey);
        }

        sale?.Prefetch(turn);
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var claim = fields.Key is null ? null : Claims.Find(turn, ClaimKind.Customer, fields.Key);
        var record = claim is { ReleasedAt: null } ? turn.Get(Customer.Table, claim.Number) : null;
        var known = record is null ? null : MergedCustomer.Standing(turn, record.Number);
        // Nobody refers oneself, which a friend whom a sale created could otherwise claim.
        var candidates = evidence
            .Candidates(turn, known, fields.CreatedAt)
            .Select(candidate =>
                known is not null && candidate.Owner == known.Number ? new(candidate.Path) : candidate
            )
            .ToList();

        // Decision
        if (record is { DeletedAt: not null } && Erasure.Is(turn, record.Number))
        {
            return Erasure.Refuse(turn.IsAffiliate ? "key" : "id");
        }

        if (claim is not null && Claims.IsSameRequest(turn, claim, request))
        {
            return Replay(turn, claim);
        }

        if (known is { IsProvisional: false })
        {
            return IsToldByProvider(turn, claim!)
                ? Join(
                    turn,
                    known,
                    AttributionDecision.Of(
                        candidates,
                        known.ReferredBy,
                        SignUp.Clicks(turn, turn.Now),
                        OwnerBinding.IsUnbound(turn, known)
                    )
                )
                : Claims.Refuse(turn, claim!, request, turn.IsAffiliate ? "key" : "id");
        }

        var attribution = AttributionDecision.Of(
            candidates,
            known?.ReferredBy,
            SignUp.Clicks(turn, turn.OccurredAt(fields.CreatedAt)),
            OwnerBinding.IsUnbound(turn, known)
        );
        if (RefusalOf(turn, attribution, known) is { } refusal)
        {
            return refusal;
        }

        // Effects
        var (customer, resource) = known is null
            ? SignUp.Create(turn, fields, attribution, request, Caller.Actor, isProvisional: false)
            : SignUp.Complete(turn, known, fields, attribution, request, Caller.Actor);
        if (known is null)
        {
            SignUp.SettleWaiting(turn, customer, Caller.Actor);
        }
        else
        {
            SignUp.SettleMerged(turn, customer, Caller.Actor);
        }

        if (sale is not null && Sales.Record(turn, sale, Caller) is { Refusal: { } fault })
        {
            return fault;
        }

        return Answer.Resource(201, resource);
    }

    /// <summary>True when a billing provider had told of the customer: it is one sign-up, told by two.</summary>
    private static bool IsToldByProvider(Turn turn, Claim claim) =>
        turn.Settings.Integrations is { } connected
        && turn.Get(EntryPersonal.Table, claim.Sequence) is { } half
        && connected.Any(each =>
            half.Request.Contains($"\"source\":\"{each.Provider}\"", StringComparison.Ordinal)
            || half.Request.Contains($"\"provider\":\"{each.Provider}\"", StringComparison.Ordinal)
        );

    /// <summary>A sign-up that a billing provider told first; it still binds whom nobody referred.</summary>
    private Answer Join(Turn turn, Customer known, Attribution attribution)
    {
        if (known.ReferredBy is null && attribution.Owner is not null)
        {
            known = SignUp.Bind(turn, known, attribution, request, Caller.Actor);
        }
        else
        {
            turn.Append(
                new()
                {
                    Kind = EntryKind.RequestRepeated,
                    Subject = known.Number,
                    Person = known.Number,
                    Decision = new()
                    {
                        Code = DecisionCode.AlreadyReported,
                        Evidence = [new("customer", "resolved", known.Number)],
                    },
                    Request = request.Json,
                },
                Caller.Actor
            );
        }

        return sale is not null && Sales.Record(turn, sale, Caller) is { Refusal: { } fault }
            ? fault
            : Answer.Resource(201, CustomerJson.Of(turn, known));
    }

    private Answer Replay(Turn turn, Claim claim)
    {
        var answer = Claims.Replay(turn, claim, Caller).ToAnswer(201);
        if (sale is null)
        {
            return answer;
        }

        // The rider has a key of its own: it is a repeat too, or it is new.
        var outcome = Sales.Record(turn, sale, Caller);
        if (!outcome.IsReplay)
        {
            answer.IsReplay = false;
            answer.EntryId = null;
            answer.Decision = null;
        }

        return outcome.Refusal ?? answer;
    }

    private Answer? RefusalOf(Turn turn, Attribution attribution, Customer? known)
    {
        // A click that does not count is no unknown partner: it was recorded here. Nor is a promotion code that does
        // not apply.
        if (
            attribution is { Owner: null, Decision: { Evidence: { } looked, Code: not DecisionCode.Unbound } }
            && looked.Any(each =>
                !ClickRule.IsClick(each.Field)
                && each.Verdict != DecisionCode.ClickTooOld
                && !PromotionCodeRule.IsOfCodes(each.Verdict)
                && UsedCode.In(each) is null
            )
            && turn.Settings.RejectUnknownPartner
        )
        {
            return Answer.Refuse(
                RefusalCode.InvalidPartnerKey,
                turn.IsAffiliate ? "Invalid partner key" : "Invalid referring customer key"
            );
        }

        if (turn.IsAffiliate || known is not null)
        {
            return null;
        }

        if (fields.Key is not null && ReferralKeys.IsTaken(turn, OwnerKind.Customer, fields.Key))
        {
            return Answer.Fault("id", "The id has already been taken.");
        }

        return fields.ReferralKey is not null && ReferralKeys.IsTaken(turn, OwnerKind.Customer, fields.ReferralKey)
            ? Answer.Fault("key", "The key has already been taken.")
            : null;
    }
}
