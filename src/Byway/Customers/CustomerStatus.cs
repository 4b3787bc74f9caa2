namespace Byway.Customers;

/// <summary>Where a customer stands.</summary>
public static class CustomerStatus
{
    /// <summary>Counts.</summary>
    public const string Active = "active";

    /// <summary>Stopped for the time being: its sales earn nobody anything.</summary>
    public const string Suspended = "suspended";

    /// <summary>Put away: out of the lists, and its sales earn nobody anything. Can be restored.</summary>
    public const string Archived = "archived";

    /// <summary>Hidden; the books keep it.</summary>
    public const string Deleted = "deleted";
}
