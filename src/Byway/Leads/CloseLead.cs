using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Leads;

/// <summary>
/// <c>POST /v1/leads/reject</c>, and GET for clients that ask so: turns a lead down. <c>DELETE /v1/leads/{id}</c>:
/// removes it; a customer it became stays.
/// </summary>
public sealed class CloseLead : Change
{
    /// <summary>What the API's document says about the rejection.</summary>
    public static readonly RouteNote RejectNote = new("rejectLead", "Turn a lead down.")
    {
        Body = [LeadFinder.Note],
        Answer = AnswerNote.One(200, "The lead as it is now.", typeof(LeadView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields, RefusalCode.ActionFailed],
    };

    /// <summary>The same as GET, where the query says it all.</summary>
    public static readonly RouteNote RejectByGetNote = RejectNote with
    {
        Id = "rejectLeadByGet",
        Body = [],
        Query = [LeadFinder.Note],
        IsFormer = true,
    };

    /// <summary>What the API's document says about <c>DELETE</c>.</summary>
    public static readonly RouteNote DeleteNote = new("deleteLead", "Remove a lead; the customer it became stays.")
    {
        Path = LeadFinder.PathNote,
        Answer = AnswerNote.Done("The lead is gone."),
        Refusals = [RefusalCode.NotFound],
    };

    private readonly long? number;
    private readonly bool isDeleted;

    private CloseLead(Caller caller, long? number, bool isDeleted)
        : base(caller)
    {
        this.number = number;
        this.isDeleted = isDeleted;
    }

    /// <summary>Answers the rejection.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Reject(ApiCall call)
    {
        // Shape
        var number = LeadFinder.InFields(call);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new CloseLead(call.Caller, number, isDeleted: false));
    }

    /// <summary>Answers <c>DELETE</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Delete(ApiCall call) =>
        call.Take(new CloseLead(call.Caller, LeadFinder.InPath(call), isDeleted: true));

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (LeadFinder.Find(turn, number) is not { } lead)
        {
            return Answer.NotFound("Lead");
        }

        // Decision
        if (!isDeleted && !lead.IsOpen)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, $"Action failed: the lead is {lead.Status} already.");
        }

        // Effects
        lead = isDeleted
            ? lead with
            {
                DeletedAt = turn.Now,
                UpdatedAt = turn.Now,
            }
            : lead with
            {
                Status = LeadStatus.Rejected,
                UpdatedAt = turn.Now,
            };
        turn.Put(Lead.Table, lead);
        var resource = LeadView.JsonOf(turn, lead);
        turn.Append(
            new()
            {
                Kind = isDeleted ? EntryKind.LeadDeleted : EntryKind.LeadRejected,
                Subject = lead.Number,
                Person = lead.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = resource,
            },
            Caller.Actor
        );
        return isDeleted ? Answer.Done : Answer.Resource(200, resource);
    }
}
