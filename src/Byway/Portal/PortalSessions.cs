using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Portal;

/// <summary>
/// Who is signed in. A session ends after two hours without a page, after twelve hours in any case, when its person
/// signs out, or when its person may not sign in any more.
/// </summary>
/// <param name="database">Reads.</param>
/// <param name="turns">Writes; sessions change no program, so none of it is a turn.</param>
/// <param name="programs">Programs by number.</param>
/// <param name="clock">The clock.</param>
public sealed class PortalSessions(Database database, TurnQueue turns, ApiKeyDirectory programs, TimeProvider clock)
{
    /// <summary>How long a session lasts without a page.</summary>
    public const long IdleMicros = 2 * 3600 * UtcMicros.PerSecond;

    /// <summary>How long a session lasts at most.</summary>
    public const long LongestMicros = 12 * 3600 * UtcMicros.PerSecond;

    private const long NotedEveryMicros = 300 * UtcMicros.PerSecond;

    /// <summary>
    /// Uses up a link and starts a session; null when the link was used, is too old, or never was. Of many at once one
    /// gets in.
    /// </summary>
    /// <param name="link">The link's token.</param>
    public async Task<SignInToken?> Start(SignInToken link)
    {
        var now = UtcMicros.Now(clock);
        var session = SignInToken.New(link.ProgramId);
        var isStarted = false;
        await turns.Run(store =>
            isStarted =
                store.Execute(
                    "update sign_in_links set used_at = @now where program_id = @ProgramId and token_hash = @Hash "
                        + "and used_at is null and expires_at > @now",
                    new
                    {
                        now,
                        link.ProgramId,
                        link.Hash,
                    }
                ) == 1
                && store.Execute(
                    "insert into portal_sessions (program_id, token_hash, kind, person, created_at, seen_at) "
                        + "select program_id, @New, kind, person, @now, @now from sign_in_links "
                        + "where program_id = @ProgramId and token_hash = @Hash",
                    new
                    {
                        New = session.Hash,
                        now,
                        link.ProgramId,
                        link.Hash,
                    }
                ) == 1
        );
        return isStarted ? session : null;
    }

    /// <summary>Whose session it is; null when it has ended.</summary>
    /// <param name="session">The cookie's token.</param>
    public async Task<PortalPerson?> Find(SignInToken session)
    {
        var now = UtcMicros.Now(clock);
        var found = await database.Query<(long Kind, long Person, long SeenAt)>(
            "select kind, person, seen_at from portal_sessions where program_id = @ProgramId and token_hash = @Hash "
                + "and seen_at > @Idle and created_at > @Oldest",
            new
            {
                session.ProgramId,
                session.Hash,
                Idle = now - IdleMicros,
                Oldest = now - LongestMicros,
            }
        );
        if (found is not [var (kind, number, seenAt)])
        {
            return null;
        }

        var program = await programs.ProgramOf(session.ProgramId);
        var person = await PortalPerson.Find(database, program, kind, number);
        if (person is not null && now - seenAt > NotedEveryMicros)
        {
            await turns.Run(store =>
                store.Execute(
                    "update portal_sessions set seen_at = @now where program_id = @ProgramId and token_hash = @Hash",
                    new
                    {
                        now,
                        session.ProgramId,
                        session.Hash,
                    }
                )
            );
        }

        return person;
    }

    /// <summary>Ends a session.</summary>
    /// <param name="session">The cookie's token.</param>
    public Task End(SignInToken session) =>
        turns.Run(store =>
            store.Execute(
                "delete from portal_sessions where program_id = @ProgramId and token_hash = @Hash",
                new { session.ProgramId, session.Hash }
            )
        );
}
