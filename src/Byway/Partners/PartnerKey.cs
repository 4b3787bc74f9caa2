using Byway.Turns;

namespace Byway.Partners;

/// <summary>A partner's own referral key, which is its default link's. The links say what it becomes.</summary>
public static class PartnerKey
{
    /// <summary>Sets it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="number">The partner.</param>
    /// <param name="key">A key of one of the partner's links.</param>
    public static void Take(Turn turn, long number, string key) =>
        turn.Put(Partner.Table, turn.Get(Partner.Table, number)! with { Key = key, UpdatedAt = turn.Now });
}
