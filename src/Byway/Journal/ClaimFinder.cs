using Byway.Programs;
using Byway.Storage;

namespace Byway.Journal;

/// <summary>Finds things by merchant key for reads.</summary>
public static class ClaimFinder
{
    /// <summary>The thing a key names; nothing when it is free.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="kind">What kind of key.</param>
    /// <param name="key">The key, exactly.</param>
    public static Task<List<long>> Numbers(Database database, ReferralProgram program, ClaimKind kind, string key) =>
        database.Query<long>(
            "select number from claims where program_id = @ProgramId and kind = @kind and key_hash = @hash "
                + "and released_at is null",
            new
            {
                program.ProgramId,
                kind = (long)kind,
                hash = KeyHash.Of(program, kind, key),
            }
        );
}
