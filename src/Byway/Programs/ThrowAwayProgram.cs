using System.Security.Cryptography;
using Byway.Http;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// A test program that a check makes for itself and removes again. Its number is random and negative: no number of
/// another
/// program is ever used twice, so nothing that anybody remembers of one can be taken for another.
/// </summary>
public static class ThrowAwayProgram
{
    private const long ForgottenAfterMicros = 3600 * UtcMicros.PerSecond;

    /// <summary>A number for one.</summary>
    public static long NewNumber() => -(BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) >>> 2) - 1;

    /// <summary>Makes one: an affiliate program with a reward of 20 %.</summary>
    /// <param name="turns">Writes.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>The program; null when nothing can be written.</returns>
    public static async Task<ReferralProgram?> Make(TurnQueue turns, TimeProvider clock)
    {
        var change = new CreateProgram(
            ProgramType.Affiliate,
            "test",
            new() { Name = "Check", Website = "https://example.com" },
            "cli",
            clock,
            isThrowAway: true
        );
        return (await turns.Take(change)).IsSuccess ? change.Program : null;
    }

    /// <summary>Removes one, with everything in it.</summary>
    /// <param name="turns">Writes.</param>
    /// <param name="database">Knows all tables.</param>
    /// <param name="program">Made by <see cref="Make"/>.</param>
    /// <exception cref="ArgumentException">It is a program of the owner's.</exception>
    public static async Task<Answer> Remove(TurnQueue turns, Database database, ReferralProgram program)
    {
        if (program.ProgramId >= 0 || !program.IsTest)
        {
            throw new ArgumentException("Only a check's own program may be removed.", nameof(program));
        }

        var tables = await database.TablesWith("program_id");
        return await turns.Run(store =>
        {
            foreach (var table in tables)
            {
                store.Execute($"delete from {table} where program_id = @ProgramId", new { program.ProgramId });
            }
        });
    }

    /// <summary>Those that a check left behind because it was killed.</summary>
    /// <param name="database">Where.</param>
    /// <param name="clock">The clock.</param>
    public static Task<List<ReferralProgram>> LeftBehind(Database database, TimeProvider clock) =>
        database.Query<ReferralProgram>(
            "select * from programs where program_id < 0 and mode = 'test' and created_at < @before",
            new { before = UtcMicros.Now(clock) - ForgottenAfterMicros }
        );
}
