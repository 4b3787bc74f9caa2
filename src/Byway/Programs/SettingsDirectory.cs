using System.Collections.Concurrent;
using Byway.Storage;

namespace Byway.Programs;

/// <summary>Programs' settings for reads. A version never changes, so each is parsed once.</summary>
/// <param name="database">Where they are.</param>
public sealed class SettingsDirectory(Database database)
{
    private readonly ConcurrentDictionary<(long Program, long Version), ProgramSettings> parsed = new();

    /// <summary>The settings in force.</summary>
    /// <param name="programId">The program.</param>
    public async Task<ProgramSettings> InForce(long programId) => (await WithVersion(programId)).Settings;

    /// <summary>The settings in force and their version.</summary>
    /// <param name="programId">The program.</param>
    public async Task<(long Version, ProgramSettings Settings)> WithVersion(long programId)
    {
        var version = (
            await database.Query<long>(
                "select version from program_heads where program_id = @programId",
                new { programId }
            )
        )[0];
        return (version, (await OfVersion(programId, version))!);
    }

    /// <summary>The settings of a version; null when there is none.</summary>
    /// <param name="programId">The program.</param>
    /// <param name="version">1, 2, 3 …</param>
    public async Task<ProgramSettings?> OfVersion(long programId, long version)
    {
        if (!parsed.TryGetValue((programId, version), out var settings))
        {
            var row = await database.First(
                ProgramVersion.Table,
                "where program_id = @programId and version = @version",
                new { programId, version }
            );
            if (row is null)
            {
                return null;
            }

            parsed[(programId, version)] = settings = ProgramSettings.FromJson(row.Settings);
        }

        return settings;
    }
}
