using Byway.Jobs;
using Byway.Mail;
using Byway.Programs;
using Byway.Storage;
using Byway.Values;

namespace Byway.Persons;

/// <summary>
/// Removes files of mails to people who were erased, on every server: each has an outbox of its own. The server that
/// erases does so at once; this is for the others, for one that was killed in between, and for a mail that was just
/// being written.
/// </summary>
/// <param name="database">Knows who was erased.</param>
/// <param name="programs">Programs by number.</param>
/// <param name="options">Where the outbox is.</param>
/// <param name="clock">The clock.</param>
public sealed class ForgetErasedMails(
    Database database,
    ApiKeyDirectory programs,
    ServerOptions options,
    TimeProvider clock
) : IJob
{
    // For as long an erasure is looked at again, by a server that goes on; after a start all of them are.
    private const long AgainMicros = 600 * UtcMicros.PerSecond;

    private long since;

    /// <inheritdoc/>
    public string Name => nameof(ForgetErasedMails);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task Run()
    {
        var now = UtcMicros.Now(clock);
        var erased = await database.Query<(long Program, long Person)>(
            "select program_id, person from erasures where erased_at >= @since",
            new { since }
        );
        foreach (var people in erased.GroupBy(row => row.Program, row => row.Person))
        {
            await Of(database, options, await programs.ProgramOf(people.Key), [.. people]);
        }

        since = now - AgainMicros;
    }

    /// <summary>Removes the files of mails to people.</summary>
    /// <param name="database">Knows which mails went to whom.</param>
    /// <param name="options">Where the outbox is.</param>
    /// <param name="program">The program.</param>
    /// <param name="people">Who.</param>
    public static async Task Of(
        Database database,
        ServerOptions options,
        ReferralProgram program,
        IReadOnlyList<long> people
    )
    {
        var mails = (
            await database.Query<long>(
                "select number from mails where program_id = @ProgramId and person in @people",
                new { program.ProgramId, people = people.ToList() }
            )
        ).ToHashSet();
        if (mails.Count > 0)
        {
            OutboxFolder.Forget(options.DataFolder, program.PublicId, mails.Contains);
        }
    }
}
