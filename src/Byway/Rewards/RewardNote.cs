using Byway.Storage;

namespace Byway.Rewards;

/// <summary>What the owner wrote about a reward. A table of its own: hardly any reward has one.</summary>
public sealed record RewardNote
{
    /// <summary>Its table.</summary>
    public static readonly Table<RewardNote> Table = new Table<RewardNote>("reward_notes", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("reward", row => row.Reward)
        .Personal("note", row => row.Note)
        .Personal("reason", row => row.Reason)
        .Key(row => new(row.ProgramId, row.Reward), ("program_id", KeyPart.Program), ("reward", KeyPart.A))
        .OfPerson(
            null,
            "exists (select 1 from rewards r left join transactions t on t.program_id = r.program_id "
                + "and t.number = r.transaction_number where r.program_id = reward_notes.program_id "
                + "and r.number = reward_notes.reward "
                + "and (r.beneficiary in ({people}) or t.customer_number in ({people})))"
        );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The reward's number.</summary>
    public required long Reward { get; init; }

    /// <summary>Why it was given by hand.</summary>
    public string? Note { get; init; }

    /// <summary>Why it was rejected.</summary>
    public string? Reason { get; init; }

    private static RewardNote Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Reward = row.Number(1),
            Note = row.TextOrNull(2),
            Reason = row.TextOrNull(3),
        };
}
