using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Links;

/// <summary>
/// <c>DELETE /v1/partner_referral_links/{id}</c> and <c>DELETE /v1/customer_referral_links/{id}</c>: the link's keys
/// stay reserved and lead nowhere any more. The default link cannot go.
/// </summary>
public sealed class DeleteLink : Change
{
    /// <summary>What the API's document says about a partner's.</summary>
    public static readonly RouteNote Note = NoteOf("deletePartnerLink");

    /// <summary>What the API's document says about a customer's.</summary>
    public static readonly RouteNote FriendNote = NoteOf("deleteCustomerLink");

    private readonly string key;

    private DeleteLink(Caller caller, string key)
        : base(caller) => this.key = key;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Handle(ApiCall call) => call.Take(new DeleteLink(call.Caller, call.PathKey("id")));

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (FoundLink.Of(turn, key) is not var (owner, _, link))
        {
            return Answer.NotFound("Referral link");
        }

        // Decision
        if (link.Key == owner.Key)
        {
            return Answer.Refuse(
                RefusalCode.ActionFailed,
                "Action failed: this is the default link. Make another one the default first."
            );
        }

        // Effects
        turn.Put(Link.Table, link with { DeletedAt = turn.Now, UpdatedAt = turn.Now });
        ReferralKeys.Retire(turn, link);
        turn.Append(
            new()
            {
                Kind = EntryKind.LinkDeleted,
                Subject = link.Number,
                Person = owner.Number,
                Decision = Decision.Plain,
                Request = RequestText.Nothing,
                Answer = JsonSerializer.SerializeToUtf8Bytes(
                    LinkView.Of(link, owner.Key, Sites.Of(turn)),
                    WireJson.Relaxed.LinkView
                ),
            },
            Caller.Actor
        );
        return Answer.Done;
    }

    private static RouteNote NoteOf(string id) =>
        new(id, "Remove a referral link that is not the default one.")
        {
            More =
                "Its keys stay reserved and count for nobody; its owner can have them again. Whom it brought stays.",
            Path = FoundLink.PathNote,
            Answer = AnswerNote.Done("The link is gone."),
            Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed],
        };
}
