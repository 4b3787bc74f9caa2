using System.Collections.Concurrent;
using Byway.Links;
using Byway.Programs;
using Byway.Storage;
using Byway.Values;

namespace Byway.Clicks;

/// <summary>A program as redirects see it: valid as long as its journal does not move.</summary>
/// <param name="database">Where links are.</param>
/// <param name="program">The program.</param>
/// <param name="head">What it was read at.</param>
/// <param name="sites">Where its links may lead.</param>
/// <param name="settings">The settings in force.</param>
public sealed class ProgramLinks(
    Database database,
    ReferralProgram program,
    ProgramLinksHead head,
    Sites sites,
    ProgramSettings settings
)
{
    private const int MostKeys = 10_000;
    private const int LongestKey = 191;

    private readonly ConcurrentDictionary<string, Task<LinkTarget?>> targets = new(StringComparer.Ordinal);

    /// <summary>The program.</summary>
    public ReferralProgram Program => program;

    /// <summary>What it was read at.</summary>
    public ProgramLinksHead Head => head;

    /// <summary>The settings in force.</summary>
    public ProgramSettings Settings => settings;

    /// <summary>Where its links may lead.</summary>
    public Sites Sites => sites;

    /// <summary>Where visitors are sent whose key leads nowhere; null when the website is no web address.</summary>
    public RedirectAddress? Home { get; } = RedirectAddress.Of(settings.Website, sites, settings.LinkParameter);

    /// <summary>An address without the referral key in it: whose click it was is known by number.</summary>
    /// <param name="address">The address; null for none.</param>
    public string? WithoutKey(string? address) => address is null ? null : ReferralLink.WithoutKey(settings, address);

    /// <summary>Where a referral key leads, a former one too; null for nowhere.</summary>
    /// <param name="key">The key.</param>
    public Task<LinkTarget?> Find(string key)
    {
        if (key.Length is 0 or > LongestKey || key.Contains('\0', StringComparison.Ordinal))
        {
            return Task.FromResult<LinkTarget?>(null);
        }

        if (targets.TryGetValue(key, out var known) && !known.IsFaulted)
        {
            return known;
        }

        if (targets.Count >= MostKeys)
        {
            // Somebody tries keys: what was asked for in earnest is asked for again.
            targets.Clear();
        }

        return targets[key] = Read(key);
    }

    /// <summary>A link by its numbers; null when it or its owner is deleted.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="number">The link.</param>
    public async Task<LinkTarget?> Of(long owner, long number)
    {
        var names = IsAffiliate ? "id, key from partners" : "key, referral_key from customers";
        var owners = await database.Query<(string Id, string Key)>(
            $"select {names} where program_id = @ProgramId and number = @owner and deleted_at is null",
            new { program.ProgramId, owner }
        );
        if (owners.Count == 0)
        {
            return null;
        }

        var sets = await LinkSet.Of(database, program.ProgramId, [(owner, owners[0].Key)]);
        return sets[owner].Links.FirstOrDefault(link => link.Number == number) is { } link
            ? TargetOf(owner, owners[0].Id, link, sites.AddressOf(link))
            : null;
    }

    private LinkTarget TargetOf(long owner, string ownerId, Link link, string address) =>
        new(
            owner,
            ownerId,
            link.Number,
            link.Key,
            RedirectAddress.Of(address, sites, settings.LinkParameter),
            Landing.PathOf(WithoutKey(address))
        );

    private async Task<LinkTarget?> Read(string key)
    {
        if (program.Type == ProgramType.Newsletter)
        {
            return null;
        }

        var issued = await ReferralKeyFinder.Find(
            database,
            new ProgramId(program.ProgramId),
            LinkOwner.KindIn(IsAffiliate),
            key
        );
        return issued is null ? null : await Of(issued.Owner, issued.LinkNumber);
    }

    private bool IsAffiliate => program.Type == ProgramType.Affiliate;
}

/// <summary>What of a program's head tells whether anything has changed.</summary>
/// <param name="Sequence">The last entry.</param>
/// <param name="Version">The settings version in force.</param>
/// <param name="ClockOffset">How far its clock is ahead of the machine's, in microseconds.</param>
public sealed record ProgramLinksHead(long Sequence, long Version, long ClockOffset);
