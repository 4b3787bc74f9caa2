namespace Byway.Integrations;

/// <summary>What became of a provider's event. The texts are stored and stable.</summary>
public static class EventStatus
{
    /// <summary>Stored, and to be booked within moments.</summary>
    public const string Received = "received";

    /// <summary>It says something about a payment that has not come yet; it counts when that comes.</summary>
    public const string Waiting = "waiting";

    /// <summary>It changed something.</summary>
    public const string Booked = "booked";

    /// <summary>It was understood, and nothing follows from it.</summary>
    public const string Noted = "noted";

    /// <summary>Its type means nothing here.</summary>
    public const string Unknown = "unknown";

    /// <summary>It cannot be booked; trying again changes nothing.</summary>
    public const string Refused = "refused";

    /// <summary>It could not be booked or fetched; it is tried again.</summary>
    public const string Failed = "failed";

    /// <summary>All of them, in the order in which an event with several facts takes the first that fits.</summary>
    public static readonly IReadOnlyList<string> All = [Refused, Failed, Waiting, Booked, Noted, Unknown, Received];
}
