namespace Byway.Statements;

/// <summary>What happened on an owner's balances in a period, and the hash chain that proves it.</summary>
public sealed record StatementView
{
    /// <summary>The id of the partner or referring customer.</summary>
    public required string Owner { get; init; }

    /// <summary>The first instant of the period; ISO 8601. Null for the beginning.</summary>
    public required string? From { get; init; }

    /// <summary>The end of the period, which is not in it; ISO 8601.</summary>
    public required string Until { get; init; }

    /// <summary>Payable plus held, by unit.</summary>
    public required IReadOnlyList<StatementTotalView> Totals { get; init; }

    /// <summary>The balances, each with its postings on this page.</summary>
    public required IReadOnlyList<StatementBalanceView> Balances { get; init; }

    /// <summary>The address of the next page; null on the last one.</summary>
    public required string? Next { get; init; }
}

/// <summary>What the owner has in a unit.</summary>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="Opening">Before the period; major units as text.</param>
/// <param name="Closing">After it.</param>
public sealed record StatementTotalView(string Unit, string Opening, string Closing);

/// <summary>One balance in a period.</summary>
public sealed record StatementBalanceView
{
    /// <summary>The ledger account: <c>payable</c>, <c>held</c> or <c>paid</c>.</summary>
    public required string Account { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string Unit { get; init; }

    /// <summary>What stood on it before the period; major units as text.</summary>
    public required string Opening { get; init; }

    /// <summary>What stood on it after the period.</summary>
    public required string Closing { get; init; }

    /// <summary>The hash of the last posting before the end of the period; empty when there was none.</summary>
    public required string Head { get; init; }

    /// <summary>The posting from which those below go on.</summary>
    public required StatementLinkView Previous { get; init; }

    /// <summary>The postings of the period that are on this page, in order.</summary>
    public required IReadOnlyList<StatementPostingView> Postings { get; init; }
}

/// <summary>The posting before the first one shown.</summary>
/// <param name="Position">Its position; 0 when there is none.</param>
/// <param name="Balance">What stood on the balance after it.</param>
/// <param name="Hash">Its hash; empty when there is none.</param>
public sealed record StatementLinkView(long Position, string Balance, string Hash);

/// <summary>
/// One posting. Its hash is SHA-256, lower-case hex, over the UTF-8 text <c>hash before, position, sequence, reward (0
/// for none), amount, balance</c>, separated by single spaces, the amounts in millionths.
/// </summary>
public sealed record StatementPostingView
{
    /// <summary>1, 2, 3 … on its balance.</summary>
    public required long Position { get; init; }

    /// <summary>The journal entry that made it.</summary>
    public required string Entry { get; init; }

    /// <summary>That entry's sequence number.</summary>
    public required long Sequence { get; init; }

    /// <summary>What the entry did.</summary>
    public required string Kind { get; init; }

    /// <summary>When it was booked, which places it in its period; ISO 8601.</summary>
    public required string BookedAt { get; init; }

    /// <summary>When it occurred; ISO 8601.</summary>
    public required string OccurredAt { get; init; }

    /// <summary>The reward it moves; null for none.</summary>
    public required long? Reward { get; init; }

    /// <summary>Major units as text, signed.</summary>
    public required string Amount { get; init; }

    /// <summary>What stood on the balance after it; major units as text.</summary>
    public required string Balance { get; init; }

    /// <summary>Why, in plain words.</summary>
    public required string Explanation { get; init; }

    /// <summary>Its hash in the balance's chain.</summary>
    public required string Hash { get; init; }
}
