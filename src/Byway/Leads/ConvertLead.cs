using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;

namespace Byway.Leads;

/// <summary>
/// <c>POST /v1/leads/convert</c>, and GET for clients that ask so: makes a customer of a lead, bound to its partner,
/// and records the customer's first sale when an amount is given. All in one turn.
/// </summary>
public sealed class ConvertLead : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("convertLead", "Make a customer of a lead.")
    {
        More =
            "The customer gets a key of its own and belongs to the lead's partner, if that one is still active. With "
            + "an amount its first sale is recorded, with the reward any sale has.",
        Body = Notes,
        Answer = AnswerNote.One(200, "The lead with its customer.", typeof(LeadView)),
        Refusals =
        [
            RefusalCode.NotFound,
            RefusalCode.InvalidFields,
            RefusalCode.ActionFailed,
            RefusalCode.BalanceLimit,
        ],
    };

    /// <summary>The same as GET, where the query says it all.</summary>
    public static readonly RouteNote GetNote = Note with
    {
        Id = "convertLeadByGet",
        Body = [],
        Query = Notes,
        IsFormer = true,
    };

    private static IReadOnlyList<FieldNote> Notes =>
        [
            LeadFinder.Note,
            FieldNote.Amount(
                "commission_transaction_amount",
                "What the customer paid, in the program's currency; no sale is recorded without it.",
                "99.99"
            ),
        ];

    private readonly long? number;
    private readonly long? amount;

    private ConvertLead(Caller caller, long? number, long? amount)
        : base(caller)
    {
        this.number = number;
        this.amount = amount;
    }

    /// <inheritdoc/>
    public override int Things => 3;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var number = LeadFinder.InFields(call);
        var amount = call.Fields.Amount("commission_transaction_amount");
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new ConvertLead(call.Caller, number, amount));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (LeadFinder.Find(turn, number) is not { } lead)
        {
            return Answer.NotFound("Lead");
        }

        // Decision
        if (!lead.IsOpen)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, $"Action failed: the lead is {lead.Status} already.");
        }

        var partner = turn.Get(Partners.Partner.Table, lead.SubmittedBy)!;
        var attribution = AttributionDecision.Of([
            new("lead.partner", Owner: partner.Number, IsActive: partner.IsActive),
        ]);

        // Effects
        var customer = CustomerOf(turn, lead, attribution);
        SignUp.SettleWaiting(turn, customer, Caller.Actor);
        if (
            amount is { } paid
            && Sales.Record(turn, SaleRequest.OfLead(paid, customer.Key!), Caller) is { Refusal: { } refusal }
        )
        {
            return refusal;
        }

        lead = lead with { Status = LeadStatus.Converted, CustomerNumber = customer.Number, UpdatedAt = turn.Now };
        turn.Put(Lead.Table, lead);
        var resource = LeadView.JsonOf(turn, lead);
        turn.Append(
            new()
            {
                Kind = EntryKind.LeadConverted,
                Subject = lead.Number,
                Person = lead.Number,
                Decision = attribution.Decision,
                Request = new RequestText()
                    .Add("id", lead.Number.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    .Amount("commission_transaction_amount", amount)
                    .Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(200, resource);
    }

    private Customer CustomerOf(Turn turn, Lead lead, Attribution attribution)
    {
        var key = Ids.CustomerKey();
        while (Claims.Find(turn, ClaimKind.Customer, key) is not null)
        {
            key = Ids.CustomerKey();
        }

        var fields = new CustomerFields
        {
            Key = key,
            Name = lead.Name,
            Email = lead.Email,
        };
        var request = new RequestText();
        fields.AddTo(request, isAffiliate: true);
        return SignUp.Create(turn, fields, attribution, request, Caller.Actor, isProvisional: false).Customer;
    }
}
