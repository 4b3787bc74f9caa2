using Byway.Values;

namespace Byway.Http;

/// <summary>The time a thing occurred, as a request may set it.</summary>
public static class OccurredAt
{
    // Merchants' clocks differ from ours by seconds; anything within half a minute is now.
    private const long ToleranceMicros = 30 * UtcMicros.PerSecond;

    /// <summary>The field.</summary>
    public static readonly FieldNote Note = FieldNote.Time(
        "created_at",
        "When it occurred: ISO 8601, or Unix seconds. Now when absent; not in the future."
    );

    /// <summary>Reads the field; null when absent. The future is a fault.</summary>
    /// <param name="fields">Where it stands.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="name">The field.</param>
    public static long? Of(Fields fields, TimeProvider clock, string name = "created_at")
    {
        if (fields.Time(name) is not { } at)
        {
            return null;
        }

        var now = UtcMicros.Now(clock);
        if (at > now + ToleranceMicros)
        {
            fields.Fault(name, $"The {name} must not be in the future.");
            return null;
        }

        return Math.Min(at, now);
    }
}
