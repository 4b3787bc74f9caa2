namespace Byway.Tests;

/// <summary>
/// A clock that stands still until a test moves it, so that every instant in a test is known. Timers and time stamps
/// for measuring follow the real clock: nobody waits longer because time stands still.
/// </summary>
public sealed class MovingClock : TimeProvider
{
    /// <summary>When every test begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private long ticks = Start.UtcTicks;

    /// <summary>The present; may be set backwards too.</summary>
    public DateTimeOffset Now
    {
        get => new(Interlocked.Read(ref ticks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref ticks, value.UtcTicks);
    }

    /// <summary>Moves it forward.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
