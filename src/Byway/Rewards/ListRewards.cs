using System.Globalization;
using Byway.Http;

namespace Byway.Rewards;

/// <summary>
/// <c>GET /v1/rewards</c> and <c>GET /v1/rewards/{id}</c>: what was earned, whatever became of it and of its sale.
/// </summary>
public static class ListRewards
{
    /// <summary>A reward in a path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Key("id", "The reward's number.", "1");

    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listRewards", "List the rewards, newest first.")
    {
        More = "Those of one partner or customer are in the order of their sales.",
        Query = [.. RewardFilter.Notes, .. Page.Notes],
        Answer = AnswerNote.Whole("A page of rewards.", typeof(PageView<RewardResourceView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one reward.</summary>
    public static readonly RouteNote OneNote = new("getReward", "Get a reward, and why it was earned.")
    {
        Path = PathNote,
        Answer = AnswerNote.One(200, "The reward.", typeof(RewardResourceView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the list.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        var filter = await RewardFilter.Of(call);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var places = await call.Database.Query<(long Number, long Place)>(
            filter.Sql(page),
            filter with
            {
                After = page.After,
                Take = page.Take,
                Skip = page.Skip,
            }
        );
        var rewards = (
            await call.Database.List(
                Reward.Table,
                "where program_id = @ProgramId and number in @numbers",
                new { call.Program.ProgramId, numbers = places.ConvertAll(place => place.Number) }
            )
        ).ToDictionary(reward => reward.Number);
        var views = await RewardViews.Of(call, places.ConvertAll(place => rewards[place.Number]));
        return Answer.Whole(
            page.Answer(call, places, place => place.Place, views),
            WireJson.Relaxed.RewardResourcePage
        );
    }

    /// <summary>Answers one reward.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        var reward = NumberOf(call) is not { } number
            ? null
            : await call.Database.First(
                Reward.Table,
                "where program_id = @ProgramId and number = @number",
                new { call.Program.ProgramId, number }
            );
        return reward is null
            ? Answer.NotFound("Reward")
            : Answer.Of((await RewardViews.Of(call, [reward]))[0], WireJson.Relaxed.RewardResourceView);
    }

    /// <summary>The number in the path; null when it is none.</summary>
    /// <param name="call">The call.</param>
    public static long? NumberOf(ApiCall call) =>
        long.TryParse(call.PathKey("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
