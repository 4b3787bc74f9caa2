using System.Diagnostics;

namespace Byway.Bench.Load;

/// <summary>How long the disk takes to make one page durable: no commit can be faster.</summary>
internal static class Disk
{
    private const int PageBytes = 4096;

    /// <summary>Appends pages and syncs each; returns the times in milliseconds.</summary>
    /// <param name="folder">Where the databases are.</param>
    /// <param name="length">How long.</param>
    public static IReadOnlyList<double> DurableWritesMs(string folder, TimeSpan length)
    {
        var path = Path.Combine(folder, "durable-writes");
        var times = new List<double>();
        var page = new byte[PageBytes];
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < length)
            {
                var at = Stopwatch.GetTimestamp();
                file.Write(page);
                file.Flush(flushToDisk: true);
                times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return times;
    }
}
