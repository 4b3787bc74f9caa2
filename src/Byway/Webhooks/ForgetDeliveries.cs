using Byway.Jobs;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>Drops what is known of deliveries after 30 days, and secrets that have ended.</summary>
/// <param name="database">Reads.</param>
/// <param name="turns">Does it.</param>
/// <param name="reader">Knows when events were.</param>
/// <param name="clock">The clock.</param>
public sealed class ForgetDeliveries(Database database, TurnQueue turns, EventReader reader, TimeProvider clock) : IJob
{
    private const long KeptMicros = 30 * UtcMicros.PerDay;
    private const int MostInOneRun = 5000;

    /// <summary>
    /// Drops what receivers answered about an entry's events: an error text may repeat what it was sent. For whoever
    /// erases a person; run it as housekeeping, for each entry of that person.
    /// </summary>
    /// <param name="store">The write connection.</param>
    /// <param name="program">The program.</param>
    /// <param name="sequence">The entry.</param>
    public static void Answers(IStore store, long program, long sequence) =>
        store.Execute(
            "update webhook_deliveries set log = '[]' where program_id = @program and webhook in "
                + "(select number from webhooks w where w.program_id = @program) "
                + "and position between @first and @last",
            new
            {
                program,
                first = EventPosition.Of(sequence, 0),
                last = EventPosition.EndOf(sequence),
            }
        );

    /// <inheritdoc/>
    public string Name => nameof(ForgetDeliveries);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async Task Run()
    {
        var now = UtcMicros.Now(clock);
        var webhooks = await database.Query<(long Program, long Number)>("select program_id, number from webhooks");
        foreach (var program in webhooks.GroupBy(webhook => webhook.Program))
        {
            // The journal is in order of time and deliveries are in order of the journal: no index by age is needed.
            // What is old by the program's clock may have been sent just now: that has to be old by the machine's too.
            var programNow = now + await ProgramClock.OffsetOf(database, program.Key);
            var position = EventPosition.EndOf(await reader.LastBefore(program.Key, programNow - KeptMicros));
            foreach (var (_, number) in program)
            {
                await Forget(program.Key, number, position, now - KeptMicros);
            }
        }

        await turns.Run(store =>
            store.Execute(
                "delete from webhook_secrets where expires_at is not null and expires_at <= @now",
                new { now }
            )
        );
    }

    private async Task Forget(long program, long number, long position, long before)
    {
        var old = await database.Query<long>(
            "select position from webhook_deliveries where program_id = @program and webhook = @number "
                + "and position <= @position and status <> @Retrying and updated_at < @before "
                + "order by position limit @MostInOneRun",
            new
            {
                program,
                number,
                position,
                before,
                DeliveryStatus.Retrying,
                MostInOneRun,
            }
        );
        if (old.Count > 0)
        {
            await turns.Run(store =>
                store.Execute(
                    "delete from webhook_deliveries where program_id = @program and webhook = @number "
                        + "and position between @first and @last and status <> @Retrying and updated_at < @before",
                    new
                    {
                        program,
                        number,
                        first = old[0],
                        last = old[^1],
                        before,
                        DeliveryStatus.Retrying,
                    }
                )
            );
        }
    }
}
