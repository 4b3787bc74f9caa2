using Byway.Journal;
using Byway.Rewards;

namespace Byway.Explanations;

/// <summary>What an explanation is made of.</summary>
/// <param name="Of"><c>transaction</c>, <c>reward</c> or <c>customer</c>.</param>
/// <param name="Key">Its key, or a reward's number.</param>
/// <param name="Deciding">The entry that decided; empty when it is not known.</param>
/// <param name="Rewards">The rewards, as they are today.</param>
/// <param name="Told">The entries, oldest first.</param>
/// <param name="IsWhole">True when these are all.</param>
/// <param name="Subject">The number by which entries are about it; null for a reward.</param>
/// <param name="BoundTo">Of a customer: the id of whom it is bound to.</param>
/// <param name="BoundAt">Since when, Unix microseconds.</param>
public sealed record Explained(
    string Of,
    string Key,
    (JournalEntry Entry, EntryBody Body) Deciding,
    IReadOnlyList<Reward> Rewards,
    IReadOnlyList<(JournalEntry Entry, EntryBody Body)> Told,
    bool IsWhole,
    long? Subject,
    string? BoundTo = null,
    long? BoundAt = null
)
{
    /// <summary>No names: a history's sentences name nobody.</summary>
    public static readonly IReadOnlyDictionary<long, string> Nobody = new Dictionary<long, string>();
}
