using Byway.Customers;
using Byway.Http;
using Byway.Jobs;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>Decides waiting sales that were too many for the turn of their sign-up.</summary>
/// <param name="database">Finds them.</param>
/// <param name="turns">Does it.</param>
/// <param name="programs">Programs by number.</param>
/// <param name="clock">The clock.</param>
public sealed class SettleWaitingSales(
    Database database,
    TurnQueue turns,
    ApiKeyDirectory programs,
    TimeProvider clock
) : IJob
{
    /// <inheritdoc/>
    public string Name => nameof(SettleWaitingSales);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task Run()
    {
        // A claim with an entry of its own (sequence) belongs to a customer who has signed up.
        var due = await database.Query<(long Program, long Customer)>(
            "select distinct w.program_id, c.number from waiting w join claims c on c.program_id = "
                + "w.program_id and c.kind = 1 and c.key_hash = w.key_hash "
                + "join program_heads h on h.program_id = w.program_id "
                + "where w.kind = 1 and w.settled_at is null and w.until >= @now + h.clock_offset "
                + "and c.sequence > 0 and c.released_at is null and not exists (select 1 from waiting d "
                + "where d.program_id = w.program_id and d.number = w.number and d.kind = 4)",
            new { now = UtcMicros.Now(clock) }
        );
        foreach (var (program, customer) in due)
        {
            await turns.Take(new Settle(new Caller(await programs.ProgramOf(program), $"job:{Name}"), customer));
        }
    }

    private sealed class Settle(Caller caller, long customer) : Change(caller)
    {
        public override Answer Take(Turn turn)
        {
            // Facts
            var signedUp = MergedCustomer.Standing(turn, customer);

            // Decision, Effects
            if (signedUp is { IsProvisional: false, DeletedAt: null })
            {
                SignUp.SettleMerged(turn, signedUp, Caller.Actor);
            }

            return Answer.Done;
        }
    }
}
