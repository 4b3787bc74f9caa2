using System.Globalization;
using System.Runtime.InteropServices;

namespace Byway.Bench.Report;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>One fact a line.</summary>
    /// <param name="folder">Where the databases are.</param>
    /// <param name="postgres">The PostgreSQL server's version.</param>
    /// <param name="sqlite">The SQLite library's version.</param>
    public static IReadOnlyList<string> Facts(string folder, string postgres, string sqlite) =>
        [
            $"{Environment.ProcessorCount} cores, {ValueIn("/proc/cpuinfo", "model name")}",
            $"{MemoryGigabytes()} GB of memory, databases on {FileSystemOf(folder)}",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            $".NET {Environment.Version}, SQLite {sqlite}, PostgreSQL {postgres}",
        ];

    private static string ValueIn(string file, string name) =>
        File.Exists(file)
            ? File.ReadLines(file)
                .Where(line => line.StartsWith(name, StringComparison.Ordinal))
                .Select(line => line.Split(':', 2)[1].Trim())
                .FirstOrDefault()
                ?? "unknown"
            : "unknown";

    private static string MemoryGigabytes() =>
        long.TryParse(
            ValueIn("/proc/meminfo", "MemTotal").Split(' ')[0],
            CultureInfo.InvariantCulture,
            out var kilobytes
        )
            ? (kilobytes / 1e6).ToString("0", CultureInfo.InvariantCulture)
            : "unknown";

    /// <summary>The type of the mount with the longest path above a folder.</summary>
    private static string FileSystemOf(string folder) =>
        File.ReadLines("/proc/mounts")
            .Select(line => line.Split(' '))
            .Where(mount => mount[1] == "/" || (folder + "/").StartsWith(mount[1] + "/", StringComparison.Ordinal))
            .MaxBy(mount => mount[1].Length)
            ?[2]
        ?? "unknown";
}
