using Byway.Customers;
using Byway.Http;
using Byway.Partners;
using Byway.Storage;
using Byway.Values;

namespace Byway.Links;

/// <summary>
/// <c>GET /v1/partners/{id}/referral_links</c>, <c>GET /v1/partner_referral_links:search</c>, <c>GET
/// /v1/partner_referral_links/{id}</c>, and the same of refer-a-friend customers.
/// </summary>
public static class ListLinks
{
    private static readonly AnswerNote PageNote = AnswerNote.Whole("A page of links.", typeof(PageView<LinkView>));

    private static readonly IReadOnlyList<FieldNote> Sought =
    [
        FieldNote.Key("key", "A part of a referral key of the link, former ones too.", "ann"),
        FieldNote.Key("id", "The same; a link's id is its key.", "ann"),
    ];

    /// <summary>What the API's document says about a partner's links.</summary>
    public static readonly RouteNote OfPartnerNote = new("listPartnerLinks", "List a partner's referral links.")
    {
        Path = NamedPartner.PathNote,
        Query = Page.Notes,
        Answer = PageNote,
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about a customer's links.</summary>
    public static readonly RouteNote OfCustomerNote = new(
        "listCustomerLinks",
        "List a referring customer's referral links."
    )
    {
        Path = NamedCustomer.PathNote,
        Query = Page.Notes,
        Answer = PageNote,
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about the search among partners' links.</summary>
    public static readonly RouteNote SearchNote = new("searchPartnerLinks", "Search partners' referral links.")
    {
        More = "Letter case does not matter; all that is given must match.",
        Query = [.. Sought, .. PartnerFilter.Notes, .. Page.Notes],
        Answer = PageNote,
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about the search among customers' links.</summary>
    public static readonly RouteNote FriendSearchNote = new(
        "searchCustomerLinks",
        "Search referring customers' referral links."
    )
    {
        More = SearchNote.More,
        Query = [.. Sought, .. CustomerFilter.Notes, .. Page.Notes],
        Answer = PageNote,
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about a partner's link.</summary>
    public static readonly RouteNote OneNote = new("getPartnerLink", "Get a partner's referral link.")
    {
        Path = FoundLink.PathNote,
        Answer = AnswerNote.One(200, "The link.", typeof(LinkView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>What the API's document says about a customer's link.</summary>
    public static readonly RouteNote FriendOneNote = OneNote with
    {
        Id = "getCustomerLink",
        Summary = "Get a referring customer's referral link.",
    };

    /// <summary>Answers an owner's links.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> OfOwner(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        return await LinkOwner.Of(call, NamedOwner.InPath(call)) is { } owner
            ? await List(call, page, " and k.owner = @Owner", new() { Owner = owner.Number })
            : Answer.NotFound(call.IsAffiliate ? "Partner" : "Customer");
    }

    /// <summary>Answers the search.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Search(ApiCall call)
    {
        // Shape
        var parts = new[] { call.Fields.Key("key"), call.Fields.Key("id") };
        var named = NamedOwner.InFilter(call);
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var owner = named is null ? null : await LinkOwner.Of(call, named);
        var (key, id) = (SearchText.Folded(parts[0]), SearchText.Folded(parts[1]));
        var phrase = new[] { key, id }.OfType<string>().FirstOrDefault(SearchText.IsIndexed);
        return await List(
            call,
            page,
            (named is null ? "" : " and k.owner = @Owner")
                + (key is null ? "" : " and k.folded like @Key escape '\\'")
                + (id is null ? "" : " and k.folded like @Id escape '\\'")
                + (phrase is null ? "" : call.Database.Narrowing("referral_keys", "k.owner", "@Phrase")),
            new()
            {
                Owner = owner?.Number ?? -1,
                Key = key is null ? null : SearchText.Pattern(key),
                Id = id is null ? null : SearchText.Pattern(id),
                Phrase = phrase is null ? null : SearchText.Phrase("folded", phrase),
            }
        );
    }

    /// <summary>Answers one link.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        var issued = await ReferralKeyFinder.Find(
            call.Database,
            new ProgramId(call.Program.ProgramId),
            LinkOwner.KindIn(call.IsAffiliate),
            call.PathKey("id")
        );
        var views = issued is null ? [] : await Views(call, [(issued.LinkNumber, issued.Owner)]);
        return views.Count == 0 ? Answer.NotFound("Referral link") : Answer.Of(views[0], WireJson.Relaxed.LinkView);
    }

    private static async Task<Answer> List(ApiCall call, Page page, string condition, Wanted wanted)
    {
        var links = await call.Database.Query<(long Number, long Owner)>(
            "select number, owner from (select distinct coalesce(k.link, k.owner) as number, k.owner "
                + $"from referral_keys k join {Owners(call)} o on o.program_id = k.program_id and o.number = k.owner "
                + "where k.program_id = @Program and k.kind = @Kind and k.role in ('key', 'id_and_key', 'alias') "
                + $"and o.deleted_at is null{condition}) links where 1 = 1{page.Tail()}",
            wanted with
            {
                Program = call.Program.ProgramId,
                Kind = (long)LinkOwner.KindIn(call.IsAffiliate),
                After = page.After,
                Take = page.Take,
                Skip = page.Skip,
            }
        );
        return Answer.Whole(
            page.Answer(call, links, link => link.Number, await Views(call, links)),
            WireJson.Relaxed.LinkPage
        );
    }

    /// <summary>The views of links, in their order; those of deleted owners are left out.</summary>
    private static async Task<IReadOnlyList<LinkView>> Views(
        ApiCall call,
        IReadOnlyList<(long Number, long Owner)> links
    )
    {
        var keys = (
            await call.Database.Query<(long Number, string Key)>(
                $"select number, {(call.IsAffiliate ? "key" : "referral_key")} from {Owners(call)} "
                    + "where program_id = @ProgramId and number in @numbers and deleted_at is null",
                new { call.Program.ProgramId, numbers = links.Select(link => link.Owner).Distinct().ToList() }
            )
        ).ToDictionary(owner => owner.Number, owner => owner.Key);
        var sets = await LinkSet.Of(
            call.Database,
            call.Program.ProgramId,
            keys.Select(owner => (owner.Key, owner.Value))
        );
        var sites = await Sites.Of(call);
        return
        [
            .. from link in links
            where sets.ContainsKey(link.Owner)
            let set = sets[link.Owner]
            from found in set.Links
            where found.Number == link.Number
            select LinkView.Of(found, set.Key, sites),
        ];
    }

    private static string Owners(ApiCall call) => call.IsAffiliate ? "partners" : "customers";

    private sealed record Wanted
    {
        public long Program { get; init; }

        public long Kind { get; init; }

        public long Owner { get; init; }

        public string? Key { get; init; }

        public string? Id { get; init; }

        public string? Phrase { get; init; }

        public long? After { get; init; }

        public long Take { get; init; }

        public long Skip { get; init; }
    }
}
