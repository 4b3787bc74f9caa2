using Byway.Http;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Links;

/// <summary>All links of one partner or referring customer; the default one is the one with the owner's key.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Key">The owner's referral key.</param>
/// <param name="Links">The links, the oldest first; empty only when the owner was erased.</param>
public sealed record LinkSet(long Owner, string Key, IReadOnlyList<Link> Links)
{
    /// <summary>The most links an owner can have: all of them stand in each of its answers.</summary>
    public const int Most = 100;

    /// <summary>The default link.</summary>
    public Link Default => Links.First(link => link.Key == Key);

    /// <summary>As a turn sees them.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="key">The owner's referral key.</param>
    public static LinkSet Of(Turn turn, long owner, string key)
    {
        var live = turn.Find(Link.ByOwner, owner);
        // Without any row the owner has the link it was made with; with rows that one may be among the deleted.
        var hasFirst = live.Count > 0 && turn.Get(Link.Table, owner) is not null;
        return Of(turn.Program.ProgramId, owner, key, live, hasFirst);
    }

    /// <summary>For reads: of several owners, with one look-up.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="owners">The owners with their referral keys.</param>
    public static async Task<IReadOnlyDictionary<long, LinkSet>> Of(
        Database database,
        long program,
        IEnumerable<(long Number, string Key)> owners
    )
    {
        var keys = owners.DistinctBy(owner => owner.Number).ToDictionary(owner => owner.Number, owner => owner.Key);
        var rows =
            keys.Count == 0
                ? []
                : await database.List(
                    Link.Table,
                    "where program_id = @program and owner in @numbers",
                    new { program, numbers = keys.Keys.ToList() }
                );
        var byOwner = rows.ToLookup(link => link.Owner);
        return keys.ToDictionary(
            owner => owner.Key,
            owner =>
                Of(
                    program,
                    owner.Key,
                    owner.Value,
                    byOwner[owner.Key].Where(link => link.DeletedAt is null),
                    byOwner[owner.Key].Any(link => link.IsFirst)
                )
        );
    }

    /// <summary>Their addresses: the default one's, and all with the default one's first.</summary>
    /// <param name="sites">The program's sites.</param>
    public LinkAddresses AddressesOn(Sites sites)
    {
        if (Key.Length == 0 || Links.Count == 0)
        {
            return LinkAddresses.None;
        }

        var first = sites.AddressOf(Default);
        return new(first, [first, .. Links.Where(link => link.Key != Key).Select(sites.AddressOf)]);
    }

    private static LinkSet Of(long program, long owner, string key, IEnumerable<Link> live, bool hasFirst) =>
        new(
            owner,
            key,
            [.. hasFirst ? [] : new[] { Link.First(program, owner, key) }, .. live.OrderBy(link => link.Number)]
        );
}

/// <summary>An owner's links as people copy them.</summary>
/// <param name="Default">The default one.</param>
/// <param name="All">All, the default one first.</param>
public sealed record LinkAddresses(string Default, IReadOnlyList<string> All)
{
    /// <summary>Of somebody who was erased.</summary>
    public static readonly LinkAddresses None = new("", []);

    /// <summary>As a turn sees them.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="key">The owner's referral key.</param>
    public static LinkAddresses Of(Turn turn, long owner, string key)
    {
        var live = turn.Find(Link.ByOwner, owner);
        return live.Count == 0 ? Only(turn.Settings, key) : LinkSet.Of(turn, owner, key).AddressesOn(Sites.Of(turn));
    }

    /// <summary>Of an owner who has only the link it was made with.</summary>
    /// <param name="settings">For the link.</param>
    /// <param name="key">The owner's referral key.</param>
    public static LinkAddresses Only(Programs.ProgramSettings settings, string key)
    {
        if (key.Length == 0)
        {
            return None;
        }

        var link = ReferralLink.Of(settings, key);
        return new(link, [link]);
    }

    /// <summary>For reads: of several owners, set-wise.</summary>
    /// <param name="call">The call.</param>
    /// <param name="owners">The owners with their referral keys.</param>
    public static async Task<IReadOnlyDictionary<long, LinkAddresses>> Of(
        ApiCall call,
        IEnumerable<(long Number, string Key)> owners
    ) => await Of(call.Database, await call.Settings(), call.Program.ProgramId, owners);

    /// <summary>The same where nobody has called.</summary>
    /// <param name="database">Where.</param>
    /// <param name="settings">The program's settings.</param>
    /// <param name="program">The program.</param>
    /// <param name="owners">The owners with their referral keys.</param>
    public static async Task<IReadOnlyDictionary<long, LinkAddresses>> Of(
        Database database,
        Programs.ProgramSettings settings,
        long program,
        IEnumerable<(long Number, string Key)> owners
    )
    {
        var sites = await Sites.Of(database, settings, program);
        var sets = await LinkSet.Of(database, program, owners);
        return sets.ToDictionary(set => set.Key, set => set.Value.AddressesOn(sites));
    }
}
