using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Links;

/// <summary>
/// <c>PUT /v1/partner_referral_links/{id}</c> and <c>PUT /v1/customer_referral_links/{id}</c>: changes what is given
/// of a link. The former key keeps working.
/// </summary>
public sealed class PutLink : Change
{
    /// <summary>What the API's document says about a partner's.</summary>
    public static readonly RouteNote Note = NoteOf("updatePartnerLink");

    /// <summary>What the API's document says about a customer's.</summary>
    public static readonly RouteNote FriendNote = NoteOf("updateCustomerLink");

    private readonly string key;
    private readonly LinkFields fields;

    private PutLink(Caller caller, string key, LinkFields fields)
        : base(caller)
    {
        this.key = key;
        this.fields = fields;
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var fields = LinkFields.Of(call.Fields);
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PutLink(call.Caller, call.PathKey("id"), fields));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (FoundLink.Of(turn, key) is not var (owner, set, before))
        {
            return Answer.NotFound("Referral link");
        }

        var sites = Sites.Of(turn);
        var faults = new Check();
        var link = fields.Over(before, sites, faults, turn.Now);
        if (
            link.Key != before.Key
            && ReferralKeys.Issued(turn, owner.Kind, link.Key) is { } issued
            && (issued.Owner != owner.Number || set.Links.Any(other => other.Key == link.Key))
        )
        {
            faults.Fault("key", "The key has already been taken.");
        }

        var wasDefault = before.Key == owner.Key;
        if (wasDefault && fields.IsDefault == false)
        {
            faults.Fault("default", "Make another link the default one instead.");
        }

        // Decision
        if (faults.HasFaults)
        {
            return faults.Refusal();
        }

        // Effects
        var isDefault = wasDefault || fields.IsDefault == true;
        if (link.Key != before.Key)
        {
            ReferralKeys.Rename(turn, owner.Kind, before, link.Key);
        }

        if (!wasDefault && isDefault)
        {
            DefaultLink.Keep(turn, set.Default);
        }

        turn.Put(Link.Table, link);
        if (isDefault && link.Key != owner.Key)
        {
            owner.TakeKey(turn, link.Key);
        }

        var resource = JsonSerializer.SerializeToUtf8Bytes(
            LinkView.Of(link, isDefault ? link.Key : owner.Key, sites),
            WireJson.Relaxed.LinkView
        );
        turn.Append(
            new()
            {
                Kind = EntryKind.LinkUpdated,
                Subject = link.Number,
                Person = owner.Number,
                Decision = Decision.Plain,
                Request = fields.AddTo(new()).Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(200, resource);
    }

    private static RouteNote NoteOf(string id) =>
        new(id, "Change what is given of a referral link.")
        {
            More =
                "A former key keeps working. What leads a link back to the website is the website's address as url.",
            Path = FoundLink.PathNote,
            Body = LinkFields.Notes,
            Answer = AnswerNote.One(200, "The link as it is now.", typeof(LinkView)),
            Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
        };
}
