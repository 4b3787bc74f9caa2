using Byway.Links;

namespace Byway.Journal;

/// <summary>
/// The referral keys that a program's journal has told of so far: what <see cref="ReferralKeys.OfLink"/> finds in a
/// turn.
/// </summary>
public sealed class KnownLinks
{
    // What stands in place of the key of somebody who was erased.
    private const char HashMark = '#';

    private readonly Dictionary<long, Dictionary<string, KnownKey>> issued = [];

    /// <summary>The keys a link has and had, also when it is deleted.</summary>
    /// <param name="owner">Whose link.</param>
    /// <param name="link">The link's number.</param>
    public IReadOnlyList<string> OfLink(long owner, long link) =>
        issued.TryGetValue(owner, out var keys)
            ? [.. keys.Where(key => key.Value.IsKey && key.Value.Link == link).Select(key => key.Key)]
            : [];

    /// <summary>True when nobody knows any more which keys somebody's links had.</summary>
    /// <param name="owner">Whose links.</param>
    public bool IsErased(long owner) =>
        issued.TryGetValue(owner, out var keys) && keys.Values.Any(key => key.IsErased);

    /// <summary>Takes the rows of an entry.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isErased">True when the entry's personal half is gone.</param>
    public void Apply(IReadOnlyList<object> rows, bool isErased)
    {
        foreach (var row in rows)
        {
            if (row is not ReferralKey key)
            {
                continue;
            }

            if (!issued.TryGetValue(key.Owner, out var keys))
            {
                issued[key.Owner] = keys = new(2, StringComparer.Ordinal);
            }

            // An entry from which somebody else was erased still has the keys of its owner.
            var isGone = isErased && (key.Key.Length == 0 || key.Key[0] == HashMark);
            keys[key.Key] = new(key.LinkNumber, key.Role != KeyRole.Id, isGone);
        }
    }

    private readonly record struct KnownKey(long Link, bool IsKey, bool IsErased);
}
