namespace Byway.Payouts;

/// <summary>Where a payout request stands.</summary>
public static class PayoutStatus
{
    /// <summary>Its amount is set aside; the owner has not looked at it.</summary>
    public const string Requested = "requested";

    /// <summary>The owner will pay it.</summary>
    public const string Approved = "approved";

    /// <summary>Paid.</summary>
    public const string Finished = "finished";

    /// <summary>Refused by the owner; its amount is payable again.</summary>
    public const string Rejected = "rejected";

    /// <summary>The partner was asked to correct it; nothing leads there yet.</summary>
    public const string ResubmitRequested = "resubmit_requested";

    /// <summary>The partner has corrected it; nothing leads there yet.</summary>
    public const string Resubmitted = "resubmitted";

    /// <summary>Every status.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Requested,
        Approved,
        Finished,
        Rejected,
        ResubmitRequested,
        Resubmitted,
    ];
}
