using Byway.Jobs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Portal;

/// <summary>Drops links that let nobody in any more, and sessions that have ended.</summary>
/// <param name="turns">Does it.</param>
/// <param name="clock">The clock.</param>
public sealed class ForgetSignIns(TurnQueue turns, TimeProvider clock) : IJob
{
    /// <inheritdoc/>
    public string Name => nameof(ForgetSignIns);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public Task Run() =>
        turns.Run(store =>
        {
            var now = UtcMicros.Now(clock);
            store.Execute("delete from sign_in_links where expires_at <= @now", new { now });
            store.Execute(
                "delete from portal_sessions where seen_at <= @before",
                new { before = now - PortalSessions.IdleMicros }
            );
        });
}
