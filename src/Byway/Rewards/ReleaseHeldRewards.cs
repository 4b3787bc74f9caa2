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
    /// <summary>
    /// The programs in which something is due, by their own clocks: the oldest of each, which is one look into the
    /// index for each program, however much is held.
    /// </summary>
    public const string ProgramsSql =
        "select h.program_id, h.clock_offset from program_heads h where (select min(r.held_until) from rewards r "
        + "where r.program_id = h.program_id and r.status = 'review_period') <= @now + h.clock_offset "
        + "order by h.program_id";

    /// <summary>What is due in one program, oldest first.</summary>
    public const string RewardsSql =
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
        var now = UtcMicros.Now(clock);
        foreach (var (program, offset) in await database.Query<(long, long)>(ProgramsSql, new { now }))
        {
            await In(database, turns, await programs.ProgramOf(program), now + offset);
        }
    }

    /// <summary>
    /// Releases what is due in one program, oldest first, at most 10,000 rewards: the job's own work, and that of
    /// whoever has moved the program's clock and wants to see what comes of it.
    /// </summary>
    /// <param name="database">Finds what is due.</param>
    /// <param name="turns">Does it.</param>
    /// <param name="program">The program.</param>
    /// <param name="now">The program's present, Unix microseconds.</param>
    public static async Task In(Database database, TurnQueue turns, ReferralProgram program, long now)
    {
        var due = await database.Query<long>(
            RewardsSql,
            new
            {
                Program = program.ProgramId,
                now,
                MostInOneRun,
            }
        );
        var caller = new Caller(program, $"job:{nameof(ReleaseHeldRewards)}");
        foreach (var numbers in due.Chunk(RewardsInOneTurn))
        {
            await turns.Take(new Release(caller, numbers));
        }
    }

    private sealed class Release(Caller caller, long[] numbers) : Change(caller)
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
            // Facts, Decision: another server, or a refund, may have been faster. What signals hold has no date.
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
