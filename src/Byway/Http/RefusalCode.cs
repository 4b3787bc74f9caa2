namespace Byway.Http;

/// <summary>
/// One stable reason a request can be refused with; the whole list is here, explained for people in docs/errors.md.
/// </summary>
/// <param name="Code">The stable text in the body's <c>code</c>.</param>
/// <param name="Status">The HTTP status it comes with.</param>
public sealed record RefusalCode(string Code, int Status)
{
    /// <summary>No API key, or one that is malformed, unknown, expired or revoked.</summary>
    public static readonly RefusalCode Unauthorized = new("unauthorized", 401);

    /// <summary>The API key may only read.</summary>
    public static readonly RefusalCode ScopeMissing = new("scope_missing", 403);

    /// <summary>The resource does not exist in programs of this type.</summary>
    public static readonly RefusalCode WrongProgramType = new("wrong_program_type", 403);

    /// <summary>Only test programs do this: what was recorded of real money does not play with time.</summary>
    public static readonly RefusalCode LiveProgram = new("live_program", 403);

    /// <summary>A browser's request from a page that is not on one of the program's domains.</summary>
    public static readonly RefusalCode OriginNotAllowed = new("origin_not_allowed", 403);

    /// <summary>The program's settings take no such thing from browsers.</summary>
    public static readonly RefusalCode NotFromBrowsers = new("not_from_browsers", 403);

    /// <summary>No such path.</summary>
    public static readonly RefusalCode UnknownRoute = new("unknown_route", 404);

    /// <summary>The thing the path or body names does not exist in this program.</summary>
    public static readonly RefusalCode NotFound = new("not_found", 404);

    /// <summary>The path exists, the verb does not.</summary>
    public static readonly RefusalCode MethodNotAllowed = new("method_not_allowed", 405);

    /// <summary>The body is not readable JSON.</summary>
    public static readonly RefusalCode UnreadableBody = new("unreadable_body", 400);

    /// <summary>The thing is not in the state the action needs, such as archiving what is archived.</summary>
    public static readonly RefusalCode ActionFailed = new("action_failed", 400);

    /// <summary>The request does not come from the billing provider it says it comes from.</summary>
    public static readonly RefusalCode BadSignature = new("bad_signature", 400);

    /// <summary>
    /// The partner named at sign-up is unknown, and the program's <c>unknown_partner</c> setting says to reject.
    /// </summary>
    public static readonly RefusalCode InvalidPartnerKey = new("invalid_partner_key", 400);

    /// <summary>The body is larger than the limit.</summary>
    public static readonly RefusalCode BodyTooLarge = new("body_too_large", 413);

    /// <summary>One or more fields are wrong; <c>errors</c> names each.</summary>
    public static readonly RefusalCode InvalidFields = new("invalid_fields", 422);

    /// <summary>
    /// A merchant key was used before with another meaning; <c>errors</c> names the differing fields.
    /// </summary>
    public static readonly RefusalCode KeyReused = new("key_reused", 422);

    /// <summary>The merchant key belonged to a person who was erased; it is not used again.</summary>
    public static readonly RefusalCode KeyErased = new("key_erased", 422);

    /// <summary>An Idempotency-Key was used before with another body.</summary>
    public static readonly RefusalCode IdempotencyKeyReused = new("idempotency_key_reused", 422);

    /// <summary>A balance would leave the range of ± 9 × 10¹² units.</summary>
    public static readonly RefusalCode BalanceLimit = new("balance_limit", 422);

    /// <summary>A request with the same Idempotency-Key is still being worked on.</summary>
    public static readonly RefusalCode IdempotencyKeyInFlight = new("idempotency_key_in_flight", 409);

    /// <summary>The settings changed since the caller read them.</summary>
    public static readonly RefusalCode VersionConflict = new("version_conflict", 409);

    /// <summary>More requests than the key's rate allows.</summary>
    public static readonly RefusalCode TooManyRequests = new("too_many_requests", 429);

    /// <summary>A defect in Byway; the trace id leads to the log.</summary>
    public static readonly RefusalCode InternalError = new("internal_error", 500);

    /// <summary>The server has more waiting work than it takes, or is shutting down.</summary>
    public static readonly RefusalCode Overloaded = new("overloaded", 503);

    /// <summary>The database does not answer; nothing was written.</summary>
    public static readonly RefusalCode DatabaseUnavailable = new("database_unavailable", 503);

    /// <summary>Every code, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<RefusalCode> All =
    [
        Unauthorized,
        ScopeMissing,
        WrongProgramType,
        LiveProgram,
        OriginNotAllowed,
        NotFromBrowsers,
        UnknownRoute,
        NotFound,
        MethodNotAllowed,
        UnreadableBody,
        ActionFailed,
        BadSignature,
        InvalidPartnerKey,
        BodyTooLarge,
        InvalidFields,
        KeyReused,
        KeyErased,
        IdempotencyKeyReused,
        BalanceLimit,
        IdempotencyKeyInFlight,
        VersionConflict,
        TooManyRequests,
        InternalError,
        Overloaded,
        DatabaseUnavailable,
    ];
}
