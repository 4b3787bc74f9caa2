using Byway.Turns;

namespace Byway.Links;

/// <summary>
/// Links and referral keys of somebody whose record was merged into another one: they become that one's, and lead
/// where they led.
/// </summary>
public static class MovedLinks
{
    /// <summary>True when the new owner would have more links than one can have.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="from">Who has them.</param>
    /// <param name="to">Who gets them.</param>
    public static bool AreTooMany(Turn turn, LinkOwner from, LinkOwner to) =>
        LinkSet.Of(turn, from.Number, from.Key).Links.Count + LinkSet.Of(turn, to.Number, to.Key).Links.Count
        > LinkSet.Most;

    /// <summary>Moves them. Numbers of links stay, so what came by a link is still known to have come by it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="from">Who has them.</param>
    /// <param name="to">Who gets them.</param>
    public static void Move(Turn turn, LinkOwner from, LinkOwner to)
    {
        foreach (var link in LinkSet.Of(turn, from.Number, from.Key).Links)
        {
            var createdAt = link.CreatedAt == 0 ? turn.Now : link.CreatedAt;
            turn.Put(Link.Table, link with { Owner = to.Number, CreatedAt = createdAt, UpdatedAt = turn.Now });
        }

        foreach (var key in turn.Find(ReferralKey.ByOwner, from.Number).ToList())
        {
            turn.Put(ReferralKey.Table, key with { Owner = to.Number, Link = key.LinkNumber });
        }
    }
}
