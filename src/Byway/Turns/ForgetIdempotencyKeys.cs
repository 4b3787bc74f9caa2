using Byway.Jobs;
using Byway.Values;

namespace Byway.Turns;

/// <summary>Drops stored answers of Idempotency-Keys after 30 days.</summary>
/// <param name="turns">Does it.</param>
/// <param name="clock">The clock.</param>
public sealed class ForgetIdempotencyKeys(TurnQueue turns, TimeProvider clock) : IJob
{
    private const int MostInOneRun = 5000;

    /// <inheritdoc/>
    public string Name => nameof(ForgetIdempotencyKeys);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Task Run() =>
        turns.Run(store =>
            store.Execute(
                "delete from idempotency_keys where (program_id, key_hash) in "
                    + "(select program_id, key_hash from idempotency_keys where created_at < @before order "
                    + "by created_at limit @MostInOneRun)",
                new { before = UtcMicros.Now(clock) - IdempotencyKey.KeptMicros, MostInOneRun }
            )
        );
}
