using Byway.Http;

namespace Byway.Programs;

/// <summary>What <c>GET /v1/test</c> says: the key works, and which program it opens.</summary>
public sealed record ProgramTestView
{
    /// <summary>The program.</summary>
    public required ProgramNameView Program { get; init; }
}

/// <summary>A program in short.</summary>
/// <param name="PubId">Public id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>affiliate</c>, <c>refer-a-friend</c> or <c>newsletter</c>.</param>
/// <param name="Mode"><c>live</c> or <c>test</c>.</param>
/// <param name="Website">The merchant's site.</param>
public sealed record ProgramNameView(string PubId, string Name, string Type, string Mode, string Website);

/// <summary><c>GET /v1/test</c>: for trying an API key.</summary>
public static class GetTest
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("testKey", "Try an API key: say which program it opens.")
    {
        Answer = AnswerNote.One(200, "The key works.", typeof(ProgramTestView)),
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var settings = await call.Settings();
        return Answer.Of(
            new ProgramTestView
            {
                Program = new(
                    call.Program.PublicId,
                    settings.Name,
                    call.Program.Type,
                    call.Program.Mode,
                    settings.Website
                ),
            },
            WireJson.Relaxed.ProgramTestView
        );
    }
}
