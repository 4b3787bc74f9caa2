using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Customers;

/// <summary>
/// <c>POST /v1/customers/{key}/suspend</c>, <c>/approve</c>, <c>/archive</c> and <c>/revoke-archive</c>: whether a
/// customer's sales earn anything. What they earned before stays.
/// </summary>
public sealed class SuspendCustomer : Change
{
    /// <summary>What the API's document says about <c>suspend</c>.</summary>
    public static readonly RouteNote SuspendNote = new("suspendCustomer", "Let a customer's sales earn nothing.")
    {
        More = "Later sales are recorded with the decision `customer_suspended`; what was earned before stays.",
        Path = NamedCustomer.PathNote,
        Answer = AnswerNote.Done("The customer is suspended."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about <c>approve</c>.</summary>
    public static readonly RouteNote ApproveNote = new("approveCustomer", "Let a suspended customer count again.")
    {
        More = "Sales of the time between stay without reward.",
        Path = NamedCustomer.PathNote,
        Answer = AnswerNote.Done("The customer is active."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about <c>archive</c>.</summary>
    public static readonly RouteNote ArchiveNote = new("archiveCustomer", "Put a customer away.")
    {
        More =
            "Lists leave it out, its later sales earn nothing, and nobody it refers counts for it. It is still found "
            + "by its key, and what was earned stays.",
        Path = NamedCustomer.PathNote,
        Answer = AnswerNote.Done("The customer is archived."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about <c>revoke-archive</c>.</summary>
    public static readonly RouteNote RestoreNote = new("restoreCustomer", "Bring an archived customer back.")
    {
        Path = NamedCustomer.PathNote,
        Answer = AnswerNote.Done("The customer is what it was before."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    private readonly NamedCustomer named;
    private readonly string kind;

    private SuspendCustomer(Caller caller, NamedCustomer named, string kind)
        : base(caller)
    {
        this.named = named;
        this.kind = kind;
    }

    /// <summary>Answers <c>suspend</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Suspend(ApiCall call) => Handle(call, EntryKind.CustomerSuspended);

    /// <summary>Answers <c>approve</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Approve(ApiCall call) => Handle(call, EntryKind.CustomerApproved);

    /// <summary>Answers <c>archive</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Archive(ApiCall call) => Handle(call, EntryKind.CustomerArchived);

    /// <summary>Answers <c>revoke-archive</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Restore(ApiCall call) => Handle(call, EntryKind.CustomerRestored);

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (CustomerFinder.Find(turn, named) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        // Decision
        if (After(customer) is not { } changed)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, $"Action failed: the customer is {customer.Status}.");
        }

        // Effects
        changed = changed with
        {
            UpdatedAt = turn.Now,
        };
        turn.Put(Customer.Table, changed);
        turn.Append(
            new()
            {
                Kind = kind,
                Subject = changed.Number,
                Person = changed.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = CustomerJson.Of(turn, changed),
            },
            Caller.Actor
        );
        return Answer.Done;
    }

    private static async Task<Answer> Handle(ApiCall call, string kind)
    {
        // Shape
        var named = NamedCustomer.Of(call);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new SuspendCustomer(call.Caller, named, kind));
    }

    /// <summary>What becomes of a customer; null when this cannot be done with one of its status.</summary>
    private Customer? After(Customer customer) =>
        (kind, customer.Status) switch
        {
            (EntryKind.CustomerSuspended, CustomerStatus.Active) => customer with
            {
                Status = CustomerStatus.Suspended,
            },
            (EntryKind.CustomerApproved, CustomerStatus.Suspended) => customer with { Status = CustomerStatus.Active },
            (EntryKind.CustomerArchived, not CustomerStatus.Archived) => customer with
            {
                Status = CustomerStatus.Archived,
                ArchivedFrom = customer.Status,
            },
            (EntryKind.CustomerRestored, CustomerStatus.Archived) => customer with
            {
                Status = customer.ArchivedFrom ?? CustomerStatus.Active,
                ArchivedFrom = null,
            },
            _ => null,
        };
}
