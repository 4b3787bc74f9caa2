using System.Globalization;

namespace Byway.Values;

/// <summary>Points in time as Unix microseconds, UTC: how they are stored, read and written.</summary>
public static class UtcMicros
{
    /// <summary>Microseconds in a second.</summary>
    public const long PerSecond = 1_000_000;

    /// <summary>Microseconds in a day.</summary>
    public const long PerDay = 86_400 * PerSecond;

    /// <summary>The present.</summary>
    /// <param name="clock">The clock.</param>
    public static long Now(TimeProvider clock) => Of(clock.GetUtcNow());

    /// <summary>A point in time as microseconds.</summary>
    /// <param name="time">The point in time.</param>
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / 10;

    /// <summary>A point in UTC as microseconds.</summary>
    /// <param name="time">The point in time.</param>
    public static long OfUtc(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / 10;

    /// <summary>Microseconds as a point in time.</summary>
    /// <param name="micros">Unix microseconds.</param>
    public static DateTime ToDateTime(long micros) => new(DateTime.UnixEpoch.Ticks + (micros * 10), DateTimeKind.Utc);

    /// <summary>As the wire writes it: <c>2025-04-30T16:44:13.000000Z</c>.</summary>
    /// <param name="micros">Unix microseconds.</param>
    public static string ToText(long micros) =>
        string.Create(
            27,
            micros,
            static (to, from) =>
                ToDateTime(from).TryFormat(to, out _, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
        );

    /// <summary>The day as <c>2025-04-30</c>.</summary>
    /// <param name="micros">Unix microseconds.</param>
    public static string ToDay(long micros) => ToDateTime(micros).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads what merchants send for a time: Unix seconds (or milliseconds) as a number or its text, or ISO 8601 (no
    /// zone means UTC). Null when it is neither.
    /// </summary>
    /// <param name="text">The value as text.</param>
    public static long? Read(string text)
    {
        if (Micros.Read(text, out var seconds) == MicrosRead.Read)
        {
            // 10¹¹ seconds is the year 5138: anything larger is milliseconds.
            return seconds switch
            {
                < 0 => null,
                < 100_000_000_000 * PerSecond => seconds,
                _ when seconds / 1000 < 100_000_000_000 * PerSecond => seconds / 1000,
                _ => null,
            };
        }

        return
            text.Length >= 8
            && DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
            && time >= DateTimeOffset.UnixEpoch
            ? Of(time)
            : null;
    }
}
