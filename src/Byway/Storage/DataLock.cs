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
    /// <exception cref="StartException">The folder cannot be made or written.</exception>
    public static DataLock? TryTake(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                PrivateFile.MakeFolder(folder);
            }

            return new(PrivateFile.Open(Path.Combine(folder, "byway.lock"), FileMode.OpenOrCreate));
        }
        catch (IOException failure) when (IsHeldElsewhere(failure))
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"The data folder {Path.GetFullPath(folder)} cannot be made or written. "
                    + "Name another one, or give it to the user Byway runs as.",
                failure
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    private static bool IsHeldElsewhere(IOException failure) => HeldElsewhere.Contains(failure.HResult & 0xffff);
}
