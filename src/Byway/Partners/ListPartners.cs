using Byway.Http;
using Byway.Values;

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
        More = "Letter case does not matter; all that is given must match.",
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

        var status = call.Fields.OneOf("status", [.. StatusNote.Words]);
        return await List(call, status is null ? "" : " and status = @Status", new() { Status = status });
    }

    /// <summary>Answers the search: parts of an e-mail, id, key or name, in any letter case.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Search(ApiCall call)
    {
        // Shape
        var wanted = new Wanted
        {
            Email = Part(call.Fields, "email"),
            Id = Part(call.Fields, "id"),
            Key = Part(call.Fields, "key"),
            Name = Part(call.Fields, "name"),
        };
        return await List(
            call,
            (wanted.Email is null ? "" : " and lower(email) like @Email escape '\\'")
                + (wanted.Id is null ? "" : " and lower(id) like @Id escape '\\'")
                + (
                    wanted.Name is null
                        ? ""
                        : " and lower(coalesce(name, '') || ' ' || coalesce(surname, '')) like @Name escape '\\'"
                )
                + (
                    wanted.Key is null
                        ? ""
                        : " and number in (select owner from referral_keys k where k.program_id = @Program "
                            + "and k.kind = 1 and k.role in ('key', 'id_and_key', 'alias') "
                            + "and k.folded like @Key escape '\\')"
                ),
            wanted
        );
    }

    private static async Task<Answer> List(ApiCall call, string condition, Wanted wanted)
    {
        // Shape
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var partners = await call.Database.List(
            Partner.Table,
            $"where program_id = @Program and deleted_at is null{condition}{page.Tail()}",
            wanted with
            {
                Program = call.Program.ProgramId,
                After = page.After,
                Take = page.Take,
                Skip = page.Skip,
            }
        );
        return Answer.Whole(
            page.Answer(call, partners, partner => partner.Number, [.. partners.Select(PartnerItemView.Of)]),
            WireJson.Relaxed.PartnerPage
        );
    }

    private static string? Part(Fields fields, string name) =>
        fields.Text(name) is { } text ? LikePattern.Containing(text) : null;

    private sealed record Wanted
    {
        public long Program { get; init; }

        public long? After { get; init; }

        public long Take { get; init; }

        public long Skip { get; init; }

        public string? Status { get; init; }

        public string? Email { get; init; }

        public string? Id { get; init; }

        public string? Key { get; init; }

        public string? Name { get; init; }
    }
}
