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
    private const int RewardsInOneTurn = 100;
    private const int MostInOneRun = 10_000;

    /// <inheritdoc/>
    public string Name => nameof(ReleaseHeldRewards);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task Run()
    {
        var due = await database.Query<(long Program, long Number)>(
            "select program_id, number from rewards where status = 'review_period' and held_until <= @now "
                + "order by held_until, program_id, number limit @MostInOneRun",
            new { now = UtcMicros.Now(clock), MostInOneRun }
        );
        foreach (var group in due.GroupBy(reward => reward.Program))
        {
            var caller = new Caller(await programs.ProgramOf(group.Key), $"job:{Name}");
            foreach (var numbers in group.Select(reward => reward.Number).Chunk(RewardsInOneTurn))
            {
                await turns.Take(new Release(caller, numbers));
            }
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
