using Byway.Storage;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// What time it is in a program, for reads and jobs; a turn knows it by itself. A live program's clock is the
/// machine's and costs nothing to ask. A test program's may be ahead, never behind, and runs on.
/// </summary>
public static class ProgramClock
{
    /// <summary>Whether the program's clock may be ahead of the machine's.</summary>
    /// <param name="program">The program.</param>
    public static bool IsMovable(ReferralProgram program) => program.IsTest;

    /// <summary>The program's present, Unix microseconds.</summary>
    /// <param name="database">Where offsets are.</param>
    /// <param name="clock">The machine's clock.</param>
    /// <param name="program">The program.</param>
    public static async Task<long> Now(Database database, TimeProvider clock, ReferralProgram program) =>
        UtcMicros.Now(clock) + (IsMovable(program) ? await OffsetOf(database, program.ProgramId) : 0);

    /// <summary>How far a program's clock is ahead of the machine's, in microseconds.</summary>
    /// <param name="database">Where offsets are.</param>
    /// <param name="programId">The program.</param>
    public static async Task<long> OffsetOf(Database database, long programId) =>
        (
            await database.Query<long>(
                "select clock_offset from program_heads where program_id = @programId",
                new { programId }
            )
        )[0];
}
