namespace Byway.Rewards;

/// <summary>Something that is counted for a partner or referring customer as it runs.</summary>
/// <param name="Of">One of <see cref="RunningKind"/>.</param>
/// <param name="Unit">The unit of revenue; empty for the others.</param>
/// <param name="WindowDays">Over how many days up to today; 0 for all time.</param>
public sealed record RunningTotal(string Of, string Unit, long WindowDays);

/// <summary>What is counted. The texts are stored and stable.</summary>
public static class RunningKind
{
    /// <summary>Customers bound.</summary>
    public const string SignUps = "sign_ups";

    /// <summary>Customers with at least one sale that stands.</summary>
    public const string Customers = "customers";

    /// <summary>Sales that stand.</summary>
    public const string Sales = "sales";

    /// <summary>What standing sales come to, refunds subtracted.</summary>
    public const string Revenue = "revenue";
}
