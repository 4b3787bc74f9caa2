using Byway.Http;
using Byway.Turns;

namespace Byway.Links;

/// <summary>A link found by its key, or a former one, with its owner.</summary>
/// <param name="Owner">The owner, not deleted.</param>
/// <param name="Set">All links of the owner.</param>
/// <param name="Link">The link.</param>
public sealed record FoundLink(LinkOwner Owner, LinkSet Set, Link Link)
{
    /// <summary>A link in a path.</summary>
    public static readonly FieldNote PathNote = FieldNote.Key(
        "id",
        "The link's id, which is its referral key; a former one does as well.",
        "anna"
    );

    /// <summary>As a turn sees it; null when there is none.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="key">Its key.</param>
    public static FoundLink? Of(Turn turn, string key)
    {
        if (
            ReferralKeys.Find(turn, LinkOwner.KindIn(turn.IsAffiliate), key) is not { } issued
            || LinkOwner.Of(turn, issued.Owner) is not { } owner
        )
        {
            return null;
        }

        var set = LinkSet.Of(turn, owner.Number, owner.Key);
        return set.Links.FirstOrDefault(link => link.Number == issued.LinkNumber) is { } link
            ? new(owner, set, link)
            : null;
    }
}
