namespace Byway.Programs;

/// <summary>Who asks for something, of which program.</summary>
/// <param name="Program">The program.</param>
/// <param name="Actor">As the journal names it: an API key's id, <c>job:…</c>, <c>browser</c> or <c>cli</c>.</param>
/// <param name="ApiKeyId">The API key, checked again inside the turn; null for jobs and the CLI.</param>
/// <param name="Idempotent">The request's Idempotency-Key, hashed; null without one.</param>
public sealed record Caller(
    ReferralProgram Program,
    string Actor,
    string? ApiKeyId = null,
    IdempotentRequest? Idempotent = null
)
{
    /// <summary>The actor of what pages in browsers report, for which nobody vouches.</summary>
    public const string Browser = "browser";
}

/// <summary>An Idempotency-Key as it is stored.</summary>
/// <param name="KeyHash">Hash of method, path and key.</param>
/// <param name="RequestHash">Hash of the raw body.</param>
public sealed record IdempotentRequest(string KeyHash, string RequestHash);
