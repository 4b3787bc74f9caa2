namespace Byway.Transactions;

/// <summary>Where a dispute stands.</summary>
public static class DisputeStatus
{
    /// <summary>The buyer's bank has asked for the money back; it is gone for the time being.</summary>
    public const string Opened = "opened";

    /// <summary>The merchant keeps the money.</summary>
    public const string Won = "won";

    /// <summary>The money is gone.</summary>
    public const string Lost = "lost";
}
