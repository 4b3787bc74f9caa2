using Byway.Http;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// Makes, keeps, lists and revokes API keys. Credentials are no part of the journal, so none of this is a turn.
/// </summary>
public static class ApiKeys
{
    private const int HintCharacters = 4;

    /// <summary>The record of a new secret.</summary>
    /// <param name="program">The program it opens.</param>
    /// <param name="secret">From <see cref="ApiSecret.New"/>; not stored.</param>
    /// <param name="name">For people.</param>
    /// <param name="scope">One of <see cref="ApiScope"/>.</param>
    /// <param name="now">Unix microseconds.</param>
    /// <param name="expiresAt">When it stops working; null for never.</param>
    public static ApiKey RowOf(
        ReferralProgram program,
        string secret,
        string name,
        string scope,
        long now,
        long? expiresAt
    ) =>
        new()
        {
            Id = Ids.New("key_", now),
            Hash = ApiSecret.Hash(secret),
            ProgramId = program.ProgramId,
            Name = name,
            Scope = scope,
            Hint = secret[^HintCharacters..],
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };

    /// <summary>Keeps a new key.</summary>
    /// <param name="turns">Writes.</param>
    /// <param name="key">The key.</param>
    public static Task<Answer> Keep(TurnQueue turns, ApiKey key) =>
        turns.Run(store => store.Insert(ApiKey.Table, [key]));

    /// <summary>A program's keys, the oldest first.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    public static Task<List<ApiKey>> Of(Database database, ReferralProgram program) =>
        database.List(
            ApiKey.Table,
            "where program_id = @ProgramId order by created_at, id",
            new { program.ProgramId }
        );

    /// <summary>
    /// Revokes a key: no write is taken from it any more, and within a second no read. One that is revoked stays as it
    /// is.
    /// </summary>
    /// <param name="turns">Writes.</param>
    /// <param name="program">Whose key.</param>
    /// <param name="id">Which.</param>
    /// <param name="now">Unix microseconds.</param>
    public static Task<Answer> Revoke(TurnQueue turns, ReferralProgram program, string id, long now) =>
        turns.Run(store =>
            store.Execute(
                "update api_keys set revoked_at = @now where program_id = @ProgramId and id = @id "
                    + "and revoked_at is null",
                new
                {
                    now,
                    program.ProgramId,
                    id,
                }
            )
        );
}
