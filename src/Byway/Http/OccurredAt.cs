using Byway.Programs;
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

    /// <summary>
    /// Reads the field; null when absent. The future is a fault: at once in live programs, whose clock is the
    /// machine's, and in the turn in test programs, whose clock may be ahead.
    /// </summary>
    /// <param name="fields">Where it stands.</param>
    /// <param name="call">The call, for the program and the clock.</param>
    /// <param name="name">The field.</param>
    public static long? Of(Fields fields, ApiCall call, string name = "created_at")
    {
        if (fields.Time(name) is not { } at)
        {
            return null;
        }

        if (!IsAhead(at, UtcMicros.Now(call.Server.Clock)))
        {
            return at;
        }

        if (ProgramClock.IsMovable(call.Program))
        {
            fields.LeaveToTurn(name, at);
            return at;
        }

        fields.Fault(name, Sentence(name));
        return null;
    }

    /// <summary>The 422 for what is in the future of the program too; null for nothing.</summary>
    /// <param name="ahead">What was left to the turn; null for nothing.</param>
    /// <param name="now">The program's present, Unix microseconds.</param>
    public static Answer? Refusal(IReadOnlyList<(string Path, long At)>? ahead, long now)
    {
        if (ahead is null)
        {
            return null;
        }

        var check = new Check();
        foreach (var (path, _) in ahead.Where(one => IsAhead(one.At, now)))
        {
            check.Fault(path, Sentence(path[(path.LastIndexOf('.') + 1)..]));
        }

        return check.HasFaults ? check.Refusal() : null;
    }

    private static bool IsAhead(long at, long now) => at > now + ToleranceMicros;

    private static string Sentence(string name) => $"The {name} must not be in the future.";
}
