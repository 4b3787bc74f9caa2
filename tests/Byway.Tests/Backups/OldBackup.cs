using System.Text.Json.Nodes;
using Byway.Tests.Tidy;

namespace Byway.Tests.Backups;

/// <summary>
/// The backup of a database as the first schema made it, with a little of everything in two programs. It was written
/// by the version of that time and is never written anew: what it becomes is what becomes of every old database.
/// </summary>
internal static class OldBackup
{
    /// <summary>The file, unpacked.</summary>
    public static string File { get; } =
        Path.Combine(SourceTree.Root, "tests", "Byway.Tests", "Backups", "schema-0001.jsonl");

    /// <summary>What the books came to.</summary>
    public static JsonArray Programs =>
        JsonNode.Parse(System.IO.File.ReadLines(File).First())!["programs"]!.DeepClone().AsArray();
}
