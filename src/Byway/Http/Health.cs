using Byway.Storage;

namespace Byway.Http;

/// <summary><c>GET /health</c> (the process lives) and <c>GET /ready</c> (the database answers).</summary>
public static class Health
{
    private static readonly RouteNote LiveNote = new("getHealth", "Say that the process lives.")
    {
        Answer = AnswerNote.Done("It lives."),
    };

    private static readonly RouteNote ReadyNote = new("getReadiness", "Say whether the database answers.")
    {
        Answer = AnswerNote.Done("It answers."),
        Refusals = [RefusalCode.DatabaseUnavailable],
    };

    /// <summary>Maps both.</summary>
    /// <param name="routes">Where.</param>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", http => Answer.Done.Send(http)).WithMetadata(LiveNote);
        routes
            .MapGet(
                "/ready",
                async http =>
                {
                    var isReady = await http.RequestServices.GetRequiredService<Database>().IsAnswering();
                    var answer = isReady
                        ? Answer.Done
                        : Answer.Refuse(RefusalCode.DatabaseUnavailable, "The database does not answer.");
                    await answer.Send(http);
                }
            )
            .WithMetadata(ReadyNote);
    }
}
