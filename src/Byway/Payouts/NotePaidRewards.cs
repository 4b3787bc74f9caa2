using Byway.Http;
using Byway.Jobs;
using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Payouts;

/// <summary>
/// Notes the rewards of large payouts as paid, part by part, so that a partner with very many of them stops nobody.
/// </summary>
/// <param name="database">Finds what is left.</param>
/// <param name="turns">Does it.</param>
/// <param name="programs">Programs by number.</param>
public sealed class NotePaidRewards(Database database, TurnQueue turns, ApiKeyDirectory programs) : IJob
{
    private const int PayoutsInOneRun = 100;

    /// <inheritdoc/>
    public string Name => nameof(NotePaidRewards);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task Run()
    {
        var left = await database.Query<(long Program, long Number)>(
            "select program_id, number from payouts where status = 'finished' and noted_position < last_position "
                + "order by program_id, number limit @PayoutsInOneRun",
            new { PayoutsInOneRun }
        );
        foreach (var (program, number) in left)
        {
            var caller = new Caller(await programs.ProgramOf(program), $"job:{Name}");
            Part part;
            do
            {
                part = new Part(caller, number);
                await turns.Take(part);
            } while (part.IsMoreLeft);
        }
    }

    private sealed class Part(Caller caller, long number) : Change(caller)
    {
        public bool IsMoreLeft { get; private set; }

        public override void Prefetch(Turn turn)
        {
            if (turn.Get(Payout.Table, number) is { } payout)
            {
                PaidRewards.Prefetch(turn, payout);
            }
        }

        public override Answer Take(Turn turn)
        {
            // Facts, Decision: another server may have been faster.
            var payout = turn.Get(Payout.Table, number)!;
            IsMoreLeft = false;
            if (payout.NotedPosition >= payout.LastPosition)
            {
                return Answer.Done;
            }

            // Effects
            var noted = PaidRewards.Note(turn, payout, Caller.Actor);
            turn.Put(Payout.Table, noted);
            turn.Append(
                new()
                {
                    Kind = EntryKind.PayoutRewardsNoted,
                    Subject = number,
                    Decision = Decision.Plain,
                    Request = RequestText.Nothing,
                },
                Caller.Actor
            );
            IsMoreLeft = noted.NotedPosition < noted.LastPosition;
            return Answer.Done;
        }
    }
}
