using Byway.Storage;

namespace Byway.Rewards;

/// <summary>How far an owner is with a goal.</summary>
public sealed record GoalProgressRow
{
    /// <summary>Its table.</summary>
    public static readonly Table<GoalProgressRow> Table = new Table<GoalProgressRow>("goal_progress", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("owner", row => row.Owner)
        .Text("goal", row => row.Goal)
        .Number("since", row => row.Since)
        .Number("reached", row => row.Progress.Reached)
        .Number("standing", row => row.Progress.Standing)
        .Key(
            row => new(row.ProgramId, row.Owner, 0, row.Goal),
            ("program_id", KeyPart.Program),
            ("owner", KeyPart.A),
            ("goal", KeyPart.Text)
        )
        .Remembered(_ => true);

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>A partner or referring customer.</summary>
    public required long Owner { get; init; }

    /// <summary><see cref="RewardGoal.Key"/>.</summary>
    public required string Goal { get; init; }

    /// <summary>As in <see cref="RunningSum.Since"/>.</summary>
    public required long Since { get; init; }

    /// <summary>How far.</summary>
    public required GoalProgress Progress { get; init; }

    private static GoalProgressRow Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Owner = row.Number(1),
            Goal = row.Text(2),
            Since = row.Number(3),
            Progress = new(row.Number(4), row.Number(5)),
        };
}

/// <summary>The bonus that a step of a goal earned.</summary>
public sealed record GoalBonus
{
    /// <summary>Its table.</summary>
    public static readonly Table<GoalBonus> Table = new Table<GoalBonus>("goal_bonuses", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("owner", row => row.Owner)
        .Text("goal", row => row.Goal)
        .Number("step", row => row.Step)
        .Number("reward", row => row.Reward)
        .Key(
            row => new(row.ProgramId, row.Owner, row.Step, row.Goal),
            ("program_id", KeyPart.Program),
            ("owner", KeyPart.A),
            ("goal", KeyPart.Text),
            ("step", KeyPart.B)
        );

    /// <summary>All bonuses of a goal.</summary>
    public static readonly LookUp<GoalBonus> ByGoal = Table.By(
        row => new(row.ProgramId, row.Owner, 0, row.Goal),
        ("program_id", KeyPart.Program),
        ("owner", KeyPart.A),
        ("goal", KeyPart.Text)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>A partner or referring customer.</summary>
    public required long Owner { get; init; }

    /// <summary><see cref="RewardGoal.Key"/>.</summary>
    public required string Goal { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required long Step { get; init; }

    /// <summary>The reward's number.</summary>
    public required long Reward { get; init; }

    private static GoalBonus Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Owner = row.Number(1),
            Goal = row.Text(2),
            Step = row.Number(3),
            Reward = row.Number(4),
        };
}
