using Byway.Http;
using Byway.Links;
using Byway.Storage;

namespace Byway.Partners;

/// <summary>
/// <c>GET /v1/partners</c> and <c>GET /v1/partners:search</c>: the partners, newest first. With a slash at the end
/// and an id, key or e-mail in the body
/// it is one partner, which is how a widely used client asks.
/// </summary>
public static class ListPartners
{
    private static readonly FieldNote StatusNote = FieldNote.OneOf(
        "status",
        "Only partners with this status.",
        PartnerStatus.Active,
        PartnerStatus.Pending,
        PartnerStatus.Suspended,
        PartnerStatus.Rejected,
        PartnerStatus.Archived
    );

    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listPartners", "List the partners, newest first.")
    {
        More = "With a slash at the end and `id`, `key` or `email` given, it is that one partner.",
        Query = [StatusNote, .. Page.Notes],
        Answer = AnswerNote.Whole("A page of partners.", typeof(PageView<PartnerItemView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about the search.</summary>
    public static readonly RouteNote SearchNote = new("searchPartners", "Search partners by parts of what is known.")
    {
        More = Storage.Search.Says,
        Query =
        [
            FieldNote.Text("email", "A part of the e-mail.", "example.com"),
            FieldNote.Text("id", "A part of the id.", "par_"),
            FieldNote.Text("key", "A part of any referral key, former ones too.", "ann"),
            FieldNote.Text("name", "A part of first and last name.", "smi"),
            .. Page.Notes,
        ],
        Answer = AnswerNote.Whole("A page of partners.", typeof(PageView<PartnerItemView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>Answers the list.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        if (call.Http.Request.Path.Value!.EndsWith('/') && !NamedPartner.Of(call.Fields).IsEmpty)
        {
            return await GetPartner.Handle(call);
        }

        // Shape
        var page = Page.Of(call.Fields);
        var status = call.Fields.OneOf("status", [.. StatusNote.Words]);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var partners = await call.Database.List(
            Partner.Table,
            $"where program_id = @ProgramId and deleted_at is null"
                + (status is null ? "" : " and status = @status")
                + page.Tail(),
            new
            {
                call.Program.ProgramId,
                status,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        return PageOf(call, page, partners);
    }

    /// <summary>Answers the search: parts of an e-mail, id, key or name, in any letter case.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Search(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        var search = new Search("partners", call.Program.ProgramId)
            .Contains("email_folded", call.Fields.Text("email"))
            .Contains("id_folded", call.Fields.Text("id"))
            .Contains("name_folded", call.Fields.Text("name"))
            .HasKey(OwnerKind.Partner, call.Fields.Text("key"));
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : PageOf(call, page, await call.Database.List(Partner.Table, search, page.Range));
    }

    private static Answer PageOf(ApiCall call, Page page, IReadOnlyList<Partner> partners) =>
        Answer.Whole(
            page.Answer(call, partners, partner => partner.Number, [.. partners.Select(PartnerItemView.Of)]),
            WireJson.Relaxed.PartnerPage
        );
}
