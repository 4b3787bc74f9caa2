namespace Byway.Partners;

/// <summary>Where a partner stands.</summary>
public static class PartnerStatus
{
    /// <summary>Promotes and earns.</summary>
    public const string Active = "active";

    /// <summary>Waits for approval.</summary>
    public const string Pending = "pending";

    /// <summary>Was not approved.</summary>
    public const string Rejected = "rejected";

    /// <summary>Stopped for the time being.</summary>
    public const string Suspended = "suspended";

    /// <summary>Put away; can be restored.</summary>
    public const string Archived = "archived";

    /// <summary>Gone for the API; the books keep it.</summary>
    public const string Deleted = "deleted";
}
