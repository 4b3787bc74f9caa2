using Byway.Turns;

namespace Byway.Customers;

/// <summary>
/// A refer-a-friend customer's own referral key, which is its default link's. The links say what it becomes.
/// </summary>
public static class FriendKey
{
    /// <summary>Sets it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="number">The customer.</param>
    /// <param name="key">A key of one of the customer's links.</param>
    public static void Take(Turn turn, long number, string key) =>
        turn.Put(Customer.Table, turn.Get(Customer.Table, number)! with { ReferralKey = key, UpdatedAt = turn.Now });
}
