using Byway.Storage;

namespace Byway.Newsletters;

/// <summary>That a subscriber has reached a milestone: once, whatever becomes of those it brought.</summary>
public sealed record ReachedMilestone
{
    /// <summary>Its table.</summary>
    public static readonly Table<ReachedMilestone> Table = new Table<ReachedMilestone>("reached_milestones", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("subscriber", row => row.Subscriber)
        .Number("milestone", row => row.Milestone)
        .Number("reached_at", row => row.ReachedAt)
        .Key(
            row => new(row.ProgramId, row.Subscriber, row.Milestone),
            ("program_id", KeyPart.Program),
            ("subscriber", KeyPart.A),
            ("milestone", KeyPart.B)
        );

    /// <summary>Those of one subscriber.</summary>
    public static readonly LookUp<ReachedMilestone> BySubscriber = Table.By(
        row => new(row.ProgramId, row.Subscriber),
        ("program_id", KeyPart.Program),
        ("subscriber", KeyPart.A)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Who.</summary>
    public required long Subscriber { get; init; }

    /// <summary>What.</summary>
    public required long Milestone { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long ReachedAt { get; init; }

    private static ReachedMilestone Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Subscriber = row.Number(1),
            Milestone = row.Number(2),
            ReachedAt = row.Number(3),
        };
}
