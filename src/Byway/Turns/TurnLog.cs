using Byway.Storage;

namespace Byway.Turns;

/// <summary>What the turns say in the log: no personal data, no secrets.</summary>
internal static partial class TurnLog
{
    [LoggerMessage(1, LogLevel.Warning, "A turn of {Count} requests was rolled back: {Meaning}")]
    public static partial void Failed(ILogger log, StoreFailure meaning, int count, Exception failure);

    [LoggerMessage(2, LogLevel.Error, "The database connection is lost and could not be opened again")]
    public static partial void NotReconnected(ILogger log, Exception failure);

    [LoggerMessage(3, LogLevel.Error, "A defect in a turn; nothing of the request was written")]
    public static partial void Defect(ILogger log, Exception failure);

    [LoggerMessage(4, LogLevel.Error, "Housekeeping after a turn failed, and is tried again; every answer stands")]
    public static partial void NotKept(ILogger log, Exception failure);
}
