using Byway.Values;

namespace Byway.Webhooks;

/// <summary>
/// When a failed delivery is tried again: after 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, then every 4 h, each up to
/// a fifth longer, so that receivers do not meet all their senders at once.
/// </summary>
public static class RetryRule
{
    /// <summary>A receiver that did nothing but fail for so long is sent nothing until somebody asks for it.</summary>
    public const long PatienceMicros = 5 * UtcMicros.PerDay;

    /// <summary>The most that a receiver's <c>Retry-After</c> puts an attempt off.</summary>
    public const long LongestRetryAfterMicros = UtcMicros.PerDay;

    /// <summary>An event that is sent by itself is given up after so many attempts: more than 75 hours.</summary>
    public const int MostAttemptsAside = 27;

    private const int JitterSteps = 1000;
    private const int JitterPart = 5;

    private static readonly long[] StepSeconds = [5, 30, 120, 600, 1800, 3600, 7200, 14_400];

    /// <summary>The pause after a failed attempt.</summary>
    /// <param name="failures">How many have failed in a row, this one included.</param>
    /// <param name="eventId">Spreads the pauses: every event and attempt has its own, and always the same.</param>
    public static long PauseMicros(long failures, string eventId)
    {
        var step = StepSeconds[Math.Min(failures, StepSeconds.Length) - 1] * UtcMicros.PerSecond;
        return step + (step / JitterPart * (Hash(eventId, failures) % JitterSteps) / JitterSteps);
    }

    /// <summary>When to try again.</summary>
    /// <param name="now">When the attempt failed; Unix microseconds.</param>
    /// <param name="failures">How many have failed in a row, this one included.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="retryAfterMicros">What the receiver asked for; null for nothing.</param>
    public static long NextAt(long now, long failures, string eventId, long? retryAfterMicros) =>
        now + Math.Max(PauseMicros(failures, eventId), Math.Clamp(retryAfterMicros ?? 0, 0, LongestRetryAfterMicros));

    /// <summary>FNV-1a: stable for ever, unlike the runtime's own.</summary>
    private static long Hash(string text, long number)
    {
        var hash = 2_166_136_261u;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16_777_619;
        }

        hash = (hash ^ (uint)number) * 16_777_619;
        return hash ^ (hash >> 15);
    }
}
