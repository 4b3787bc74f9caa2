using Byway.Http;
using Byway.Jobs;
using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>
/// Makes rewards payable whose review period is over; each exactly once, whichever server comes first.
/// </summary>
/// <param name="database">Finds what is due.</param>
/// <param name="turns">Does it.</param>
/// <param name="programs">Programs by number.</param>
/// <param name="clock">The clock.</param>
public sealed class ReleaseHeldRewards(
    Database database,
    TurnQueue turns,
    ApiKeyDirectory programs,
    TimeProvider clock
) : IJob
{
    /// <summary>What is due in all programs, by their own clocks.</summary>
    public const string DueSql =
        "select r.program_id, r.number from program_heads h cross join rewards r where r.program_id = h.program_id "
        + "and r.status = 'review_period' and r.held_until <= @now + h.clock_offset "
        + "order by r.held_until, r.program_id, r.number limit @MostInOneRun";

    /// <summary>What is due in one program.</summary>
    public const string DueInOneSql =
        "select number from rewards where program_id = @Program and status = 'review_period' and held_until <= @now "
        + "order by held_until, number limit @MostInOneRun";

    private const int RewardsInOneTurn = 100;
    private const int MostInOneRun = 10_000;

    /// <inheritdoc/>
    public string Name => nameof(ReleaseHeldRewards);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task Run()
    {
        // Program by program, each with its own clock and through its own part of the index: hence the cross join, the
        // order of which the database keeps.
        var due = await database.Query<(long Program, long Number)>(
            DueSql,
            new { now = UtcMicros.Now(clock), MostInOneRun }
        );
        foreach (var group in due.GroupBy(reward => reward.Program))
        {
            await Release(turns, await programs.ProgramOf(group.Key), group.Select(reward => reward.Number));
        }
    }

    /// <summary>
    /// Releases what is due in one program, oldest first and as much as one run does: for whoever has moved its clock
    /// and wants to see what comes of it. The job does the rest.
    /// </summary>
    /// <param name="database">Finds what is due.</param>
    /// <param name="turns">Does it.</param>
    /// <param name="program">The program.</param>
    /// <param name="now">The program's present, Unix microseconds.</param>
    public static async Task In(Database database, TurnQueue turns, ReferralProgram program, long now)
    {
        var due = await database.Query<long>(
            DueInOneSql,
            new
            {
                Program = program.ProgramId,
                now,
                MostInOneRun,
            }
        );
        await Release(turns, program, due);
    }

    private static async Task Release(TurnQueue turns, ReferralProgram program, IEnumerable<long> due)
    {
        var caller = new Caller(program, $"job:{nameof(ReleaseHeldRewards)}");
        foreach (var numbers in due.Chunk(RewardsInOneTurn))
        {
            await turns.Take(new ReleaseSome(caller, numbers));
        }
    }

    private sealed class ReleaseSome(Caller caller, long[] numbers) : Change(caller)
    {
        public override int Things => numbers.Length;

        public override void Prefetch(Turn turn)
        {
            foreach (var number in numbers)
            {
                turn.Get(Reward.Table, number);
            }
        }

        public override Answer Take(Turn turn)
        {
            // Facts, Decision: another server, or a refund, may have been faster.
            var due = numbers
                .Select(number => turn.Get(Reward.Table, number)!)
                .Where(reward => reward.Status == RewardStatus.ReviewPeriod && reward.HeldUntil <= turn.Now)
                .ToList();

            // Effects
            if (due.Count > 0)
            {
                due.ForEach(reward => RewardPostings.Release(turn, reward));
                turn.Append(
                    new()
                    {
                        Kind = EntryKind.RewardsReleased,
                        Subject = 0,
                        Decision = new()
                        {
                            Code = DecisionCode.Released,
                            Evidence =
                            [
                                .. due.Select(reward => new Evidence(
                                    $"reward.{reward.Number}",
                                    "resolved",
                                    reward.Beneficiary
                                )),
                            ],
                        },
                        Request = RequestText.Nothing,
                    },
                    Caller.Actor
                );
            }

            return Answer.Done;
        }
    }
}
