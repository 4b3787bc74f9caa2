using System.Collections.Concurrent;
using Byway.Storage;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// From a bearer secret to its program. Known keys are remembered for half a second, so a revoked key stops reading
/// within a second even on a busy
/// server; writes are checked again inside their turn. When the database does not answer, nobody gets in.
/// </summary>
/// <param name="database">Where keys are.</param>
/// <param name="clock">The clock.</param>
public sealed class ApiKeyDirectory(Database database, TimeProvider clock)
{
    private const long RememberedMicros = 500_000;
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, ReferralProgram> programs = new();
    private readonly ConcurrentDictionary<string, long> lastUsed = new(StringComparer.Ordinal);

    /// <summary>The key and program a secret opens, or null.</summary>
    /// <param name="secret">As the caller sent it.</param>
    public async Task<(ApiKey Key, ReferralProgram Program)?> Find(string secret)
    {
        if (!ApiSecret.IsWellFormed(secret))
        {
            return null;
        }

        var now = UtcMicros.Now(clock);
        var hash = ApiSecret.Hash(secret);
        if (!known.TryGetValue(hash, out var entry) || now - entry.ReadAt is > RememberedMicros or < 0)
        {
            if (known.Count > MostRemembered)
            {
                known.Clear();
            }

            known[hash] = entry = new(now, Read(hash));
        }

        var found = await entry.Key;
        if (found?.IsValidAt(now) != true)
        {
            return null;
        }

        lastUsed[found.Id] = now;
        return (found, await ProgramOf(found.ProgramId));
    }

    /// <summary>A program by its number.</summary>
    /// <param name="programId">The number.</param>
    public async Task<ReferralProgram> ProgramOf(long programId)
    {
        if (!programs.TryGetValue(programId, out var program))
        {
            var rows = await database.Query<ReferralProgram>(
                "select * from programs where program_id = @programId",
                new { programId }
            );
            programs[programId] = program = rows[0];
        }

        return program;
    }

    /// <summary>Which keys were used since the last call, and when; for the job that notes it down.</summary>
    public IReadOnlyList<(string Id, long At)> TakeLastUsed()
    {
        var taken = new List<(string, long)>();
        foreach (var id in lastUsed.Keys)
        {
            if (lastUsed.TryRemove(id, out var at))
            {
                taken.Add((id, at));
            }
        }

        return taken;
    }

    private Task<ApiKey?> Read(string hash) => database.First(ApiKey.Table, "where hash = @hash", new { hash });

    private sealed record Known(long ReadAt, Task<ApiKey?> Key);
}
