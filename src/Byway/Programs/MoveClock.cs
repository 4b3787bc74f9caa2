using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Rewards;
using Byway.Turns;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// <c>POST /v1/test/clock</c>: moves a test program's clock forward, so that a year of subscription, holds and tiers
/// is a matter of seconds. What becomes due by it is done before the answer.
/// </summary>
public sealed class MoveClock : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("moveClock", "Move a test program's clock forward.")
    {
        More =
            "To a point in time, or by days or calendar months: say one of the three. The clock runs on from there. "
            + "It never goes back and cannot be set to the real time again, because the journal is in order of time: "
            + "make another test program instead. It can be at most 100 years ahead of the real clock. Rewards whose "
            + "review period is over by then have been released when the answer comes, or the first 10,000 of them. "
            + "Live programs refuse it.",
        Body =
        [
            FieldNote.Time("now", "The time it shall be in the program: ISO 8601, or Unix seconds."),
            FieldNote.Whole("days", "By how many days to move it.", 1, MostDays, "31"),
            FieldNote.Whole("months", "By how many calendar months to move it.", 1, MostMonths, "1"),
        ],
        Answer = AnswerNote.One(200, "The program's clock and the real one.", typeof(ClockView)),
        Refusals = [RefusalCode.LiveProgram, RefusalCode.InvalidFields],
    };

    private const int MostYears = 100;
    private const int MostMonths = MostYears * 12;
    private const int MostDays = MostYears * 365;

    private readonly long? to;
    private readonly long? days;
    private readonly long? months;

    private MoveClock(Caller caller, long? to, long? days, long? months)
        : base(caller)
    {
        this.to = to;
        this.days = days;
        this.months = months;
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var to = call.Fields.Time("now");
        var days = call.Fields.Whole("days", 1, MostDays);
        var months = call.Fields.Whole("months", 1, MostMonths);
        if (!ProgramClock.IsMovable(call.Program))
        {
            return Answer.Refuse(
                RefusalCode.LiveProgram,
                "The clock of a live program cannot be moved: only test programs travel in time."
            );
        }

        if (new[] { to, days, months }.Count(way => way is not null) != 1 && !call.Check.HasFaults)
        {
            call.Fields.Fault("now", "Say where to move the clock: one of now, days and months.");
        }

        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        var answer = await call.Take(new MoveClock(call.Caller, to, days, months));
        if (answer.IsSuccess)
        {
            await DoWhatIsDue(call);
        }

        return answer;
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var from = turn.Now;
        var target = TargetFrom(from);

        // Decision
        if (target < from)
        {
            return Answer.Fault("now", $"The clock never goes back: in the program it is {UtcMicros.ToText(from)}.");
        }

        if (target > UtcMicros.OfUtc(UtcMicros.ToDateTime(turn.MachineNow).AddYears(MostYears)))
        {
            var field =
                to is not null ? "now"
                : days is not null ? "days"
                : "months";
            return Answer.Fault(field, $"The clock can be at most {MostYears} years ahead of the real one.");
        }

        // Effects
        if (target > from)
        {
            Move(turn, from, target);
        }

        return Answer.Of(ClockView.Of(turn.Now, turn.MachineNow), WireJson.Relaxed.ClockView);
    }

    /// <summary>The move is an entry of the time before it, so that the journal stays in order of time.</summary>
    private void Move(Turn turn, long from, long target)
    {
        turn.Put(
            ClockMove.Table,
            new()
            {
                ProgramId = Program.ProgramId,
                Number = turn.NextNumber,
                MovedFrom = from,
                MovedTo = target,
                ClockOffset = target - turn.MachineNow,
            }
        );
        turn.Append(
            new()
            {
                Kind = EntryKind.ClockMoved,
                Subject = 0,
                Decision = new()
                {
                    Code = DecisionCode.Done,
                    Evidence =
                    [
                        new("clock.from", "noted", Note: UtcMicros.ToText(from)),
                        new("clock.to", "noted", Note: UtcMicros.ToText(target)),
                    ],
                },
                Request = new RequestText()
                    .Add("now", to is { } at ? UtcMicros.ToText(at) : null)
                    .Add("days", days?.ToString(CultureInfo.InvariantCulture))
                    .Add("months", months?.ToString(CultureInfo.InvariantCulture))
                    .Json,
                Answer = JsonSerializer.SerializeToUtf8Bytes(
                    ClockView.Of(target, turn.MachineNow),
                    WireJson.Relaxed.ClockView
                ),
            },
            Caller.Actor
        );
        turn.MoveClock(target);
    }

    private long TargetFrom(long from) =>
        to
        ?? (
            days is { } some
                ? from + (some * UtcMicros.PerDay)
                : UtcMicros.OfUtc(UtcMicros.ToDateTime(from).AddMonths((int)months!.Value))
        );

    private static async Task DoWhatIsDue(ApiCall call)
    {
        try
        {
            await ReleaseHeldRewards.In(call.Database, call.Server.Turns, call.Program, await call.Now());
        }
        catch (DbException)
        {
            // The clock has moved, and the job will do it when the database answers again.
        }
    }
}
