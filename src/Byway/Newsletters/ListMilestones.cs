using System.Globalization;
using Byway.Http;

namespace Byway.Newsletters;

/// <summary><c>GET /v1/rewards</c> and <c>GET /v1/rewards/{id}</c> of newsletter programs.</summary>
public static class ListMilestones
{
    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listMilestones", "List the rewards for bringing subscribers.")
    {
        Query = Page.Notes,
        Answer = AnswerNote.Whole("A page of milestones.", typeof(PageView<MilestoneView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one milestone.</summary>
    public static readonly RouteNote OneNote = new("getMilestone", "Get a reward for bringing subscribers.")
    {
        Path = FieldNote.Key("id", "The milestone's number.", "255"),
        Answer = AnswerNote.One(200, "The milestone.", typeof(MilestoneView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the list.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var milestones = await call.Database.List(
            Milestone.Table,
            $"where program_id = @ProgramId{page.Tail()}",
            new
            {
                call.Program.ProgramId,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        return Answer.Whole(
            page.Answer(call, milestones, row => row.Number, [.. milestones.Select(MilestoneView.Of)]),
            WireJson.Relaxed.MilestonePage
        );
    }

    /// <summary>Answers one milestone.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call) =>
        long.TryParse(call.PathKey("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && await call.Database.First(
            Milestone.Table,
            "where program_id = @ProgramId and number = @number",
            new { call.Program.ProgramId, number }
        )
            is { } milestone
            ? Answer.Of(MilestoneView.Of(milestone), WireJson.Relaxed.MilestoneView)
            : Answer.NotFound("Reward");
}
