using Byway.Values;

namespace Byway.Programs;

/// <summary>Makes API key records.</summary>
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
}
