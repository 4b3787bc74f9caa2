using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Byway.Storage;

/// <summary>
/// Puts into a sentence what can go wrong with a database or a folder through nobody's mistake in the program.
/// </summary>
public static class Fault
{
    /// <summary>The sentence; null for a defect, whose stack trace is wanted.</summary>
    /// <param name="failure">What was thrown.</param>
    public static string? SentenceOf(Exception failure) =>
        failure switch
        {
            PostgresException refused => SentenceOf(refused),
            NpgsqlException lost => $"PostgreSQL does not answer: {(lost.InnerException ?? lost).Message}",
            SqliteException broken => SentenceOf(broken),
            StartException => failure.Message,
            UnauthorizedAccessException => $"Byway may not do that here: {failure.Message}",
            IOException => failure.Message,
            TimeoutException => failure.Message,
            _ => null,
        };

    private static string SentenceOf(PostgresException refused) =>
        refused.SqlState switch
        {
            PostgresErrorCodes.InvalidCatalogName =>
                $"PostgreSQL has no such database ({refused.MessageText}). Create it: createdb NAME --owner USER.",
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"PostgreSQL lets nobody in with this user and password: {refused.MessageText}.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"The PostgreSQL user may not do that: {refused.MessageText}. Make it the owner of the database.",
            PostgresErrorCodes.TooManyConnections => "PostgreSQL takes no more connections at present.",
            PostgresErrorCodes.CannotConnectNow => $"PostgreSQL is not ready: {refused.MessageText}.",
            _ => $"PostgreSQL refused: {refused.MessageText} ({refused.SqlState}).",
        };

    private static string SentenceOf(SqliteException broken) =>
        broken.SqliteErrorCode switch
        {
            raw.SQLITE_CANTOPEN => "The database file cannot be opened. Does its folder belong to somebody else?",
            raw.SQLITE_READONLY => "The database file cannot be written. Does it belong to somebody else?",
            raw.SQLITE_NOTADB => "The file byway.db is not a database.",
            raw.SQLITE_CORRUPT => "The database file is damaged. Restore a backup.",
            raw.SQLITE_FULL => "The disk is full.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "Another program is writing the database file.",
            _ => $"SQLite failed: {broken.Message}",
        };
}

/// <summary>Byway cannot start, for a reason that lies outside of it; the message is for people.</summary>
public sealed class StartException : InvalidOperationException
{
    /// <summary>A reason.</summary>
    /// <param name="sentence">For people.</param>
    public StartException(string sentence)
        : base(sentence) { }

    /// <summary>A reason, and what was thrown for it.</summary>
    /// <param name="sentence">For people.</param>
    /// <param name="cause">What was thrown.</param>
    public StartException(string sentence, Exception cause)
        : base(sentence, cause) { }
}
