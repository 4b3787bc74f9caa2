using System.Globalization;
using Byway.Http;
using Byway.Partners;
using Byway.Values;

namespace Byway.Payouts;

/// <summary>
/// <c>GET /v1/payout_requests</c>, <c>GET /v1/payout_requests:search</c> and <c>GET /v1/payout_requests/{id}</c>.
/// </summary>
public static class ListPayouts
{
    /// <summary>A payout request in a path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Key("id", "The payout request's id.", "12");

    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listPayoutRequests", "List the payout requests, newest first.")
    {
        Query =
        [
            FieldNote.OneOf("status", "Only those with this status.", PayoutStatus.All),
            FieldNote.Text("amount_units", "Only those in this currency.", "USD").UpTo(FieldBounds.LongestUnit),
            .. PartnerFilter.Notes,
            .. Page.Notes,
        ],
        Answer = AnswerNote.Whole("A page of payout requests.", typeof(PageView<PayoutRequestView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about the search.</summary>
    public static readonly RouteNote SearchNote = ListNote with
    {
        Id = "searchPayoutRequests",
        Summary = "Find payout requests; every condition must hold.",
    };

    /// <summary>What the API's document says about one.</summary>
    public static readonly RouteNote OneNote = new("getPayoutRequest", "Get a payout request.")
    {
        Path = PathNote,
        Answer = AnswerNote.One(200, "The payout request.", typeof(PayoutRequestView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the list and the search.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        var status = call.Fields.OneOf("status", [.. PayoutStatus.All]);
        var unit = call.Fields.Text("amount_units", FieldBounds.LongestUnit)?.ToUpperInvariant();
        var named = PartnerFilter.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var program = call.Program.ProgramId;
        var partner = named is null ? null : await PartnerFinder.Find(call.Database, new ProgramId(program), named);
        var condition =
            (status is null ? "" : " and status = @status")
            + (unit is null ? "" : " and unit = @unit")
            + (named is null ? "" : " and partner = @partner");
        var payouts = await call.Database.List(
            Payout.Table,
            $"where program_id = @program{condition}{page.Tail()}",
            new
            {
                program,
                status,
                unit,
                partner = partner?.Number ?? -1,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        return Answer.Whole(
            page.Answer(call, payouts, payout => payout.Number, await Views(call, payouts)),
            WireJson.Relaxed.PayoutRequestPage
        );
    }

    /// <summary>Answers one.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        var payout = NumberOf(call) is not { } number
            ? null
            : await call.Database.First(
                Payout.Table,
                "where program_id = @ProgramId and number = @number",
                new { call.Program.ProgramId, number }
            );
        return payout is null
            ? Answer.NotFound("Payout request")
            : Answer.Of((await Views(call, [payout]))[0], WireJson.Relaxed.PayoutRequestView);
    }

    /// <summary>The number in the path; null when it is none.</summary>
    /// <param name="call">The call.</param>
    public static long? NumberOf(ApiCall call) =>
        long.TryParse(call.PathKey("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static async Task<List<PayoutRequestView>> Views(ApiCall call, List<Payout> payouts)
    {
        var partners = (
            await call.Database.Query<(long Number, string? Id)>(
                "select number, id from partners where program_id = @ProgramId and number in @numbers",
                new { call.Program.ProgramId, numbers = payouts.Select(payout => payout.Partner).Distinct().ToList() }
            )
        ).ToDictionary(row => row.Number, row => row.Id);
        return payouts.ConvertAll(payout => PayoutRequestView.Of(payout, partners.GetValueOrDefault(payout.Partner)));
    }
}
