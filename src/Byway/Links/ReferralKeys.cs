using Byway.Turns;
using Byway.Values;

namespace Byway.Links;

/// <summary>
/// Ids, referral keys and aliases of partners, or of referring customers: one namespace, so that no look-up is
/// ambiguous.
/// </summary>
public static class ReferralKeys
{
    /// <summary>The owner of an id, matched exactly; null when there is none.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="id">The id.</param>
    public static long? OwnerOfId(Turn turn, OwnerKind kind, string id) =>
        turn.Get(ReferralKey.Table, (long)kind, text: id) is { Role: KeyRole.Id or KeyRole.IdAndKey } found
            ? found.Owner
            : null;

    /// <summary>
    /// The owner of a referral key or alias: matched exactly, else without regard to letter case when exactly one
    /// matches.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="key">The key.</param>
    public static long? OwnerOfKey(Turn turn, OwnerKind kind, string key) => Find(turn, kind, key)?.Owner;

    /// <summary>The same, with the link it belongs to.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="key">The key.</param>
    public static ReferralKey? Find(Turn turn, OwnerKind kind, string key)
    {
        if (turn.Get(ReferralKey.Table, (long)kind, text: key) is { } exact && exact.Role != KeyRole.Id)
        {
            // A deleted link's key leads nowhere, and not to somebody whose key differs in letter case.
            return exact.IsInUse ? exact : null;
        }

        var folded = turn.Find(ReferralKey.ByFolded, (long)kind, key.ToLowerInvariant())
            .Where(found => found.IsInUse)
            .ToList();
        return folded.Count == 1 ? folded[0] : null;
    }

    /// <summary>The keys a link has and had, also when it is deleted.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="owner">Whose link.</param>
    /// <param name="link">The link's number.</param>
    public static IReadOnlyList<string> OfLink(Turn turn, long owner, long link) =>
        [
            .. turn.Find(ReferralKey.ByOwner, owner)
                .Where(issued => issued.Role != KeyRole.Id && issued.LinkNumber == link)
                .Select(issued => issued.Key),
        ];

    /// <summary>True when a text was issued before, to whomever.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="key">The text.</param>
    public static bool IsTaken(Turn turn, OwnerKind kind, string key) =>
        turn.Get(ReferralKey.Table, (long)kind, text: key) is not null;

    /// <summary>A referral key that was never issued.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    public static string NewKey(Turn turn, OwnerKind kind)
    {
        while (true)
        {
            var key = Ids.ReferralKey();
            if (!IsTaken(turn, kind, key))
            {
                return key;
            }
        }
    }

    /// <summary>Issues an id and a referral key to a new owner.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="id">The id.</param>
    /// <param name="key">The referral key; may equal the id.</param>
    public static void Issue(Turn turn, OwnerKind kind, long owner, string id, string key)
    {
        if (id == key)
        {
            Put(turn, kind, owner, id, KeyRole.IdAndKey);
            return;
        }

        Put(turn, kind, owner, id, KeyRole.Id);
        Put(turn, kind, owner, key, KeyRole.Key);
    }

    /// <summary>Gives a link another referral key; the former one keeps working.</summary>
    /// <summary>Issues a referral key to a new owner whose id is not of this namespace.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="key">The referral key.</param>
    public static void IssueKey(Turn turn, OwnerKind kind, long owner, string key) =>
        Put(turn, kind, owner, key, KeyRole.Key);

    /// <summary>Gives an owner another referral key; the former one keeps working.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="link">The link, with its key until now.</param>
    /// <param name="after">The key from now on.</param>
    public static void Rename(Turn turn, OwnerKind kind, Link link, string after)
    {
        if (turn.Get(ReferralKey.Table, (long)kind, text: link.Key) is { Role: KeyRole.Key } former)
        {
            turn.Put(ReferralKey.Table, former with { Role = KeyRole.Alias });
        }

        IssueKey(turn, kind, link, after);
    }

    /// <summary>Issues a key to a link: a new one, or one its owner had before.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="link">The link.</param>
    /// <param name="key">The key.</param>
    public static void IssueKey(Turn turn, OwnerKind kind, Link link, string key)
    {
        long? number = link.IsFirst ? null : link.Number;
        if (turn.Get(ReferralKey.Table, (long)kind, text: key) is { } own)
        {
            var role = own.Role is KeyRole.Id or KeyRole.IdAndKey ? KeyRole.IdAndKey : KeyRole.Key;
            turn.Put(ReferralKey.Table, own with { Role = role, Link = number });
            return;
        }

        Put(turn, kind, link.Owner, key, KeyRole.Key, number);
    }

    /// <summary>Takes the keys of a deleted link, former ones too, out of use; they stay reserved.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="link">The link.</param>
    public static void Retire(Turn turn, Link link)
    {
        foreach (var key in turn.Find(ReferralKey.ByOwner, link.Owner).ToList())
        {
            if (key.IsInUse && key.LinkNumber == link.Number)
            {
                var role = key.Role == KeyRole.IdAndKey ? KeyRole.Id : KeyRole.Retired;
                turn.Put(ReferralKey.Table, key with { Role = role });
            }
        }
    }

    /// <summary>Gives an owner another id; the former one keeps working.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="kind">Whose namespace.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="id">The id from now on.</param>
    public static void IssueId(Turn turn, OwnerKind kind, long owner, string id)
    {
        if (turn.Get(ReferralKey.Table, (long)kind, text: id) is { } own)
        {
            turn.Put(ReferralKey.Table, own with { Role = own.IsInUse ? KeyRole.IdAndKey : KeyRole.Id });
            return;
        }

        Put(turn, kind, owner, id, KeyRole.Id);
    }

    private static void Put(Turn turn, OwnerKind kind, long owner, string key, string role, long? link = null) =>
        turn.Put(
            ReferralKey.Table,
            new()
            {
                ProgramId = turn.Program.ProgramId,
                Kind = (long)kind,
                Key = key,
                Folded = key.ToLowerInvariant(),
                Owner = owner,
                Role = role,
                CreatedAt = turn.Now,
                Link = link,
            }
        );
}
