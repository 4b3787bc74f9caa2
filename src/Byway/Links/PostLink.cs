using System.Text.Json;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Links;

/// <summary>
/// <c>POST /v1/partner_referral_links</c> and <c>POST /v1/customer_referral_links</c>: gives a partner, or in
/// refer-a-friend programs a customer, a further link with a key of its own.
/// </summary>
public sealed class PostLink : Change
{
    /// <summary>What the API's document says about a partner's.</summary>
    public static readonly RouteNote Note = NoteOf(
        "createPartnerLink",
        "Give a partner a further referral link.",
        FieldNote.Object("partner", "Whose link it is.", NamedPartner.Notes)
    );

    /// <summary>What the API's document says about a customer's.</summary>
    public static readonly RouteNote FriendNote = NoteOf(
        "createCustomerLink",
        "Give a referring customer a further referral link.",
        FieldNote.Object("customer", "Whose link it is.", NamedCustomer.Notes)
    );

    private readonly NamedOwner named;
    private readonly LinkFields fields;
    private readonly RequestText request;

    private PostLink(Caller caller, NamedOwner named, LinkFields fields)
        : base(caller)
    {
        this.named = named;
        this.fields = fields;
        request = fields.AddTo(new());
        var noun = NamedOwner.NounIn(caller.Program.Type == ProgramType.Affiliate);
        request
            .Add($"{noun}.id", named.Partner?.Id ?? named.Customer?.Id)
            .Add($"{noun}.key", named.Partner?.Key ?? named.Customer?.Key)
            .Add($"{noun}.email", named.Partner?.Email ?? named.Customer?.Email);
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var fields = LinkFields.Of(call.Fields);
        var named = NamedOwner.InBody(call);
        if (!call.Check.HasFaults)
        {
            if (fields.Key is null)
            {
                call.Fields.Fault("key", "The key is required.");
            }

            if (named.IsEmpty)
            {
                var noun = NamedOwner.NounIn(call.IsAffiliate);
                call.Fields.Fault(noun, $"The {noun} is required: its key, id or email.");
            }
        }

        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(new PostLink(call.Caller, named, fields));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var kind = LinkOwner.KindIn(turn.IsAffiliate);
        var owner = LinkOwner.Of(turn, named);
        var set = owner is null ? null : LinkSet.Of(turn, owner.Number, owner.Key);
        var sites = Sites.Of(turn);
        var faults = new Check();
        var link = fields.Over(
            Link.First(Program.ProgramId, owner?.Number ?? 0, fields.Key!) with
            {
                Number = turn.NextNumber,
            },
            sites,
            faults,
            turn.Now
        );
        if (
            ReferralKeys.Issued(turn, kind, fields.Key!) is { } issued
            && (set is null || issued.Owner != set.Owner || set.Links.Any(other => other.Key == fields.Key))
        )
        {
            faults.Fault("key", "The key has already been taken.");
        }

        if (set?.Links.Count >= LinkSet.Most)
        {
            var noun = NamedOwner.NounIn(turn.IsAffiliate);
            faults.Fault(noun, $"The {noun} has {LinkSet.Most} links, and cannot have more.");
        }

        // Decision
        if (faults.HasFaults)
        {
            return faults.Refusal();
        }

        if (owner is null)
        {
            return Answer.NotFound(turn.IsAffiliate ? "Partner" : "Customer");
        }

        // Effects
        ReferralKeys.IssueKey(turn, kind, link, link.Key);
        turn.Put(Link.Table, link);
        if (fields.IsDefault == true)
        {
            DefaultLink.Keep(turn, set!.Default);
            owner.TakeKey(turn, link.Key);
        }

        var resource = JsonSerializer.SerializeToUtf8Bytes(
            LinkView.Of(link, fields.IsDefault == true ? link.Key : owner.Key, sites),
            WireJson.Relaxed.LinkView
        );
        turn.Append(
            new()
            {
                Kind = EntryKind.LinkCreated,
                Subject = link.Number,
                Person = owner.Number,
                Decision = Decision.Plain,
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return Answer.Resource(201, resource);
    }

    private static RouteNote NoteOf(string id, string summary, FieldNote owner) =>
        new(id, summary)
        {
            More =
                "The key shares one namespace with all ids and referral keys, is never issued to somebody else, and "
                + "keeps working when the link gets another one.",
            Body =
            [
                .. LinkFields.Notes.Select(field => field.Name == "key" ? field.Required() : field),
                owner.Required(),
            ],
            Answer = AnswerNote.One(201, "The new link.", typeof(LinkView)),
            Refusals = [RefusalCode.InvalidFields, RefusalCode.NotFound],
        };
}
