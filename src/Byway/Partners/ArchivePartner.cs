using System.Text.Json;
using Byway.Balances;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Partners;

/// <summary>
/// <c>POST /v1/partners/{id}/archive</c>, <c>POST /v1/partners/{id}/revoke-archive</c>, <c>DELETE
/// /v1/partners/{id}</c> and
/// <c>DELETE /v1/partners</c>: puts a partner away, brings it back, or removes it for good. Its rewards, balances and
/// bindings stay in the books.
/// </summary>
public sealed class ArchivePartner : Change
{
    /// <summary>What the API's document says about <c>archive</c>.</summary>
    public static readonly RouteNote ArchiveNote = new("archivePartner", "Put a partner away: nothing counts for it.")
    {
        Path = NamedPartner.PathNote,
        Answer = AnswerNote.Done("The partner is archived; what it earned stays."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about <c>revoke-archive</c>.</summary>
    public static readonly RouteNote RestoreNote = new("restorePartner", "Bring an archived partner back.")
    {
        Path = NamedPartner.PathNote,
        Answer = AnswerNote.Done("The partner is what it was before."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
    };

    /// <summary>What the API's document says about <c>DELETE</c>.</summary>
    public static readonly RouteNote DeleteNote = new("deletePartner", "Remove a partner for good.")
    {
        More = "Its rewards and balances stay in the books, and its id and referral keys stay reserved.",
        Path = NamedPartner.PathNote,
        Answer = AnswerNote.Done("The partner is gone."),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    private readonly NamedPartner named;
    private readonly string kind;

    private ArchivePartner(Caller caller, NamedPartner named, string kind)
        : base(caller)
    {
        this.named = named;
        this.kind = kind;
    }

    /// <summary>Answers <c>archive</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Archive(ApiCall call) => Handle(call, EntryKind.PartnerArchived);

    /// <summary>Answers <c>revoke-archive</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Restore(ApiCall call) => Handle(call, EntryKind.PartnerRestored);

    /// <summary>Answers <c>DELETE</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Delete(ApiCall call) => Handle(call, EntryKind.PartnerDeleted);

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (PartnerFinder.Find(turn, named) is not { } partner)
        {
            return Answer.NotFound("Partner");
        }

        // Decision
        var isArchived = partner.Status == PartnerStatus.Archived;
        if (kind == EntryKind.PartnerArchived && isArchived)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, "Action failed: the partner is archived already.");
        }

        if (kind == EntryKind.PartnerRestored && !isArchived)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, "Action failed: the partner is not archived.");
        }

        // Effects
        partner = After(partner, turn.Now);
        turn.Put(Partner.Table, partner);
        turn.Append(
            new()
            {
                Kind = kind,
                Subject = partner.Number,
                Person = partner.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = PartnerView.ResourceOf(turn, partner),
            },
            Caller.Actor
        );
        return Answer.Done;
    }

    private static async Task<Answer> Handle(ApiCall call, string kind)
    {
        // Shape
        var named = NamedPartner.Of(call);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new ArchivePartner(call.Caller, named, kind));
    }

    private Partner After(Partner partner, long now) =>
        kind switch
        {
            EntryKind.PartnerArchived => partner with
            {
                Status = PartnerStatus.Archived,
                ArchivedFrom = partner.Status,
                ArchivedAt = now,
                UpdatedAt = now,
            },
            EntryKind.PartnerRestored => partner with
            {
                Status = partner.ArchivedFrom ?? PartnerStatus.Active,
                ArchivedFrom = null,
                ArchivedAt = null,
                UpdatedAt = now,
            },
            // The address is free again; id and keys are reserved for ever.
            _ => partner with { Status = PartnerStatus.Deleted, EmailFolded = null, DeletedAt = now, UpdatedAt = now },
        };
}
