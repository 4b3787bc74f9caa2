namespace Byway.Customers;

/// <summary>Where a customer stands.</summary>
public static class CustomerStatus
{
    /// <summary>Counts.</summary>
    public const string Active = "active";

    /// <summary>Hidden; the books keep it.</summary>
    public const string Deleted = "deleted";
}
