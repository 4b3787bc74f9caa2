using Byway.Http;
using Byway.Values;

namespace Byway.Programs;

/// <summary>What time it is in a program.</summary>
public sealed record ClockView
{
    /// <summary>The program's time. It runs on.</summary>
    public required string Now { get; init; }

    /// <summary>The machine's time, at the same moment.</summary>
    public required string RealNow { get; init; }

    /// <summary>How far the program's clock is ahead, in whole seconds; 0 in live programs.</summary>
    public required long OffsetSeconds { get; init; }

    /// <summary>As the wire shows it.</summary>
    /// <param name="now">The program's present, Unix microseconds.</param>
    /// <param name="machineNow">The machine's.</param>
    public static ClockView Of(long now, long machineNow) =>
        new()
        {
            Now = UtcMicros.ToText(now),
            RealNow = UtcMicros.ToText(machineNow),
            OffsetSeconds = (now - machineNow) / UtcMicros.PerSecond,
        };
}

/// <summary><c>GET /v1/test/clock</c>: what time it is in the program.</summary>
public static class GetClock
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getClock", "What time it is in the program.")
    {
        More =
            "A live program's clock is the machine's. A test program's may have been moved ahead of it, and runs on "
            + "from there.",
        Answer = AnswerNote.One(200, "The program's clock and the real one.", typeof(ClockView)),
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var machineNow = UtcMicros.Now(call.Server.Clock);
        var offset = ProgramClock.IsMovable(call.Program)
            ? await ProgramClock.OffsetOf(call.Database, call.Program.ProgramId)
            : 0;
        return Answer.Of(ClockView.Of(machineNow + offset, machineNow), WireJson.Relaxed.ClockView);
    }
}
