using Byway.Turns;

namespace Byway.Links;

/// <summary>The link that stands for its owner: the one that has the owner's own referral key.</summary>
public static class DefaultLink
{
    /// <summary>
    /// What another referral key of an owner means for its links: the default link is renamed, and the former key
    /// keeps working; a key that another one of the owner's links has makes that link the default one. The caller
    /// sets the owner's key.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="before">Its key until now.</param>
    /// <param name="after">Its key from now on; not somebody else's.</param>
    public static void Rename(Turn turn, OwnerKind kind, long owner, string before, string after)
    {
        var set = LinkSet.Of(turn, owner, before);
        if (set.Links.Any(link => link.Key == after))
        {
            Keep(turn, set.Default);
            return;
        }

        ReferralKeys.Rename(turn, kind, set.Default, after);
        if (turn.Get(Link.Table, set.Default.Number) is { } row)
        {
            turn.Put(Link.Table, row with { Key = after, UpdatedAt = turn.Now });
        }
    }

    /// <summary>
    /// Gives the default link a row before another one takes its place: its key no longer follows from its owner.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="link">The default link.</param>
    public static void Keep(Turn turn, Link link)
    {
        if (turn.Get(Link.Table, link.Number) is null)
        {
            turn.Put(Link.Table, link with { CreatedAt = turn.Now, UpdatedAt = turn.Now });
        }
    }
}
