namespace Byway.Newsletters;

/// <summary>Where a subscriber stands. Stored and sent by callers in lower case, answered with a capital.</summary>
public static class SubscriberStatus
{
    /// <summary>Gets the newsletter, may bring others.</summary>
    public const string Active = "active";

    /// <summary>Was not let in.</summary>
    public const string Rejected = "rejected";

    /// <summary>Stopped for the time being.</summary>
    public const string Suspended = "suspended";

    /// <summary>Gone for the API; the books keep it.</summary>
    public const string Deleted = "deleted";
}
