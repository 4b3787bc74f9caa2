namespace Byway.Journal;

/// <summary>What a slice says about the change it makes; the turn adds number, id, time, rows and postings.</summary>
public sealed record EntryDraft
{
    /// <summary>One of <see cref="EntryKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The number of the thing that was created or changed; 0 for the program.</summary>
    public required long Subject { get; init; }

    /// <summary>The partner or customer the personal half is about; null on sales.</summary>
    public long? Person { get; init; }

    /// <summary>When it occurred; null for now.</summary>
    public long? OccurredAt { get; init; }

    /// <summary>Why it came out so.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The request, normalised, as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>The resource answered, as UTF-8 JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> Answer { get; init; }
}

/// <summary>What an entry did: noun and verb. The texts are stored and stable.</summary>
public static class EntryKind
{
    /// <summary>The program was made.</summary>
    public const string ProgramCreated = "program.created";

    /// <summary>A new version of the settings.</summary>
    public const string SettingsChanged = "settings.changed";

    /// <summary>A new list of reward rules.</summary>
    public const string RulesChanged = "rules.changed";

    /// <summary>A partner was created.</summary>
    public const string PartnerCreated = "partner.created";

    /// <summary>A partner was changed.</summary>
    public const string PartnerUpdated = "partner.updated";

    /// <summary>A partner was archived.</summary>
    public const string PartnerArchived = "partner.archived";

    /// <summary>A partner was restored.</summary>
    public const string PartnerRestored = "partner.restored";

    /// <summary>A partner was deleted.</summary>
    public const string PartnerDeleted = "partner.deleted";

    /// <summary>A customer signed up, or a sale created one.</summary>
    public const string CustomerCreated = "customer.created";

    /// <summary>A provisional customer's sign-up came.</summary>
    public const string CustomerCompleted = "customer.completed";

    /// <summary>A sale bound a customer that was not bound.</summary>
    public const string CustomerBound = "customer.bound";

    /// <summary>A customer was changed.</summary>
    public const string CustomerUpdated = "customer.updated";

    /// <summary>A customer was deleted.</summary>
    public const string CustomerDeleted = "customer.deleted";

    /// <summary>Value was put on a customer's balance.</summary>
    public const string CustomerCredited = "customer.credited";

    /// <summary>A sale was recorded.</summary>
    public const string TransactionCreated = "transaction.created";

    /// <summary>A sale that had waited for its sign-up was decided.</summary>
    public const string TransactionSettled = "transaction.settled";

    /// <summary>A sale was deleted.</summary>
    public const string TransactionDeleted = "transaction.deleted";

    /// <summary>A sale was archived.</summary>
    public const string TransactionArchived = "transaction.archived";

    /// <summary>An archived sale was restored.</summary>
    public const string TransactionRestored = "transaction.restored";

    /// <summary>A sale was refunded, wholly or in part.</summary>
    public const string TransactionRefunded = "transaction.refunded";

    /// <summary>A refund came before its sale.</summary>
    public const string RefundWaiting = "refund.waiting";

    /// <summary>A late repeat of a request was answered as before.</summary>
    public const string RequestRepeated = "request.repeated";

    /// <summary>Held rewards became payable.</summary>
    public const string RewardsReleased = "rewards.released";
}
