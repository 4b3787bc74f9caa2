namespace Byway.Leads;

/// <summary>Where a lead stands.</summary>
public static class LeadStatus
{
    /// <summary>Waits for the merchant.</summary>
    public const string Submitted = "submitted";

    /// <summary>Became a customer.</summary>
    public const string Converted = "converted";

    /// <summary>Was turned down.</summary>
    public const string Rejected = "rejected";
}
