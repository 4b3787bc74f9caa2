using Byway.Http;

namespace Byway.Clicks;

/// <summary><c>GET /v1/clicks/{id}</c>: a landing that was recorded, also when it is not on disk yet.</summary>
public static class GetClick
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getClick", "Get a recorded landing.")
    {
        More =
            "Right after it was recorded. Where several servers share a database, another server sees it within a "
            + "second.",
        Path = FieldNote.Key("id", "The click's id.", "clk_01jd8xk3q2h5v7w9n4c6t8b0fz"),
        Answer = AnswerNote.One(200, "The click.", typeof(ClickView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var id = call.PathKey("id");
        var click = !ClickId.IsWellFormed(id)
            ? null
            : call.Server.Clicks.Waiting(call.Program.ProgramId, id)
                ?? await call.Database.First(
                    Click.Table,
                    "where program_id = @ProgramId and id = @id",
                    new { call.Program.ProgramId, id }
                );
        if (click is null)
        {
            return Answer.NotFound("Click");
        }

        var known = await call.Server.Clicks.Links(call.Program);
        return Answer.Of(ClickView.Of(click, await known.Of(click.Owner, click.Link)), WireJson.Relaxed.ClickView);
    }
}
