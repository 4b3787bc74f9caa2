namespace Byway.Storage;

/// <summary>Keeps a data folder to one process: only one may write its database file.</summary>
public sealed class DataLock : IDisposable
{
    private readonly FileStream held;

    private DataLock(FileStream held) => this.held = held;

    /// <summary>Takes the lock; null when another process has it.</summary>
    /// <param name="folder">The data folder; made when missing, readable by its owner only.</param>
    public static DataLock? TryTake(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(
                    folder,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                );
            }
        }

        try
        {
            return new(
                new FileStream(
                    Path.Combine(folder, "byway.lock"),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                )
            );
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();
}
