namespace Byway.Storage;

/// <summary>Keeps a data folder to one process: only one may write its database file.</summary>
public sealed class DataLock : IDisposable
{
    // What "somebody else has it open" is called: EWOULDBLOCK on Linux and macOS, a sharing violation on Windows.
    private static readonly int[] HeldElsewhere = [11, 35, 32];

    private readonly FileStream held;

    private DataLock(FileStream held) => this.held = held;

    /// <summary>Takes the lock; null when another process has it.</summary>
    /// <param name="folder">The data folder; made when missing, readable by its owner only.</param>
    public static DataLock? TryTake(string folder)
    {
        if (!Directory.Exists(folder))
        {
            PrivateFile.MakeFolder(folder);
        }

        try
        {
            return new(PrivateFile.Open(Path.Combine(folder, "byway.lock"), FileMode.OpenOrCreate));
        }
        catch (IOException failure) when (IsHeldElsewhere(failure))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    private static bool IsHeldElsewhere(IOException failure) => HeldElsewhere.Contains(failure.HResult & 0xffff);
}
