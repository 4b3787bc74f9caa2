using System.Collections.Concurrent;
using Byway.Links;
using Byway.Programs;
using Byway.Storage;
using Byway.Values;

namespace Byway.Clicks;

/// <summary>
/// From a program's public id and a referral key to where the link leads, from memory. Every half second a program
/// that is asked for is looked at: whatever changes links is an entry, so an unmoved journal says that all that is
/// remembered still holds. While the database does not answer, what was known goes on working.
/// </summary>
/// <param name="database">Where programs are.</param>
/// <param name="settings">Their settings.</param>
/// <param name="clock">The clock.</param>
public sealed class LinkDirectory(Database database, SettingsDirectory settings, TimeProvider clock)
{
    private const long RememberedMicros = 500_000;
    private const int MostPrograms = 10_000;
    private const int PublicIdLength = 8;

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);

    /// <summary>A program's links; null when there is no such program.</summary>
    /// <param name="publicId">Its public id.</param>
    public async ValueTask<ProgramLinks?> Of(string publicId)
    {
        var now = UtcMicros.Now(clock);
        if (known.TryGetValue(publicId, out var entry) && (IsFresh(entry, now) || !entry.Claim()))
        {
            return entry.Links;
        }

        if (publicId.Length != PublicIdLength || !publicId.All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }

        try
        {
            return await Read(publicId, entry?.Links, now);
        }
        catch (Exception failure) when (entry is not null)
        {
            known[publicId] = new(now, entry.Links);
            if (!Database.IsOutage(failure))
            {
                throw;
            }

            return entry.Links;
        }
    }

    /// <summary>A program's links as they are now, for callers who may have changed them just before.</summary>
    /// <param name="program">The program.</param>
    public async Task<ProgramLinks> Now(ReferralProgram program) =>
        (await Read(program.PublicId, known.GetValueOrDefault(program.PublicId)?.Links, UtcMicros.Now(clock)))!;

    private static bool IsFresh(Known entry, long now) => now - entry.ReadAt is >= 0 and <= RememberedMicros;

    private async Task<ProgramLinks?> Read(string publicId, ProgramLinks? before, long now)
    {
        var links = await Read(publicId, before);
        if (known.Count > MostPrograms)
        {
            known.Clear();
        }

        known[publicId] = new(now, links);
        return links;
    }

    private async Task<ProgramLinks?> Read(string publicId, ProgramLinks? before)
    {
        var program =
            before?.Program
            ?? (
                await database.Query<ReferralProgram>(
                    "select * from programs where public_id = @publicId",
                    new { publicId }
                )
            ).FirstOrDefault();
        if (program is null)
        {
            return null;
        }

        var head = (
            await database.Query<ProgramLinksHead>(
                "select sequence, version, clock_offset from program_heads where program_id = @ProgramId",
                new { program.ProgramId }
            )
        )[0];
        if (before?.Head == head)
        {
            return before;
        }

        var inForce = (await settings.OfVersion(program.ProgramId, head.Version))!;
        return new(database, program, head, await Sites.Of(database, inForce, program.ProgramId), inForce);
    }

    /// <summary>What was read of a program, and when; one request reads it again while the others go on.</summary>
    private sealed class Known(long readAt, ProgramLinks? links)
    {
        private int isClaimed;

        public long ReadAt => readAt;

        public ProgramLinks? Links => links;

        public bool Claim() => Interlocked.Exchange(ref isClaimed, 1) == 0;
    }
}
