using Byway.Storage;

namespace Byway.Programs;

/// <summary>One move of a test program's clock. The newest one's offset is the one in the program's head.</summary>
public sealed record ClockMove
{
    /// <summary>Its table.</summary>
    public static readonly Table<ClockMove> Table = new Table<ClockMove>("clock_moves", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Number("moved_from", row => row.MovedFrom)
        .Number("moved_to", row => row.MovedTo)
        .Number("clock_offset", row => row.ClockOffset)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Its number.</summary>
    public required long Number { get; init; }

    /// <summary>The program's time before; Unix microseconds.</summary>
    public required long MovedFrom { get; init; }

    /// <summary>The program's time after; Unix microseconds.</summary>
    public required long MovedTo { get; init; }

    /// <summary>How far the clock is ahead of the machine's after it, in microseconds.</summary>
    public required long ClockOffset { get; init; }

    private static ClockMove Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            MovedFrom = row.Number(2),
            MovedTo = row.Number(3),
            ClockOffset = row.Number(4),
        };
}
