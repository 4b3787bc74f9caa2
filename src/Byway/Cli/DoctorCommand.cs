using System.CommandLine;
using System.Text.Json.Nodes;
using Byway.Http;
using Byway.Storage;
using Byway.Values;
using Spectre.Console;

namespace Byway.Cli;

/// <summary><c>byway doctor</c>: looks whether Byway can do its work here, and does a little of it.</summary>
public sealed class DoctorCommand : ICommand
{
    private const long LeastFreeBytes = 1_000_000_000;

    // The year this was written in: an earlier clock was never set.
    private static readonly DateTimeOffset EarliestPresent = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public string Name => "doctor";

    /// <summary>How it is typed.</summary>
    public static Command Declare()
    {
        var command = new Command("doctor", "Check the database, its settings, the clock, the disk, and try a sale");
        command.SetAction((parsed, _) => CommandRun.Run(new DoctorCommand(), [], Place.Of(parsed)));
        return command;
    }

    /// <inheritdoc/>
    public async Task<Outcome> Run(Work work)
    {
        var parts = work.Parts;
        var now = parts.Clock.GetUtcNow();
        var findings = new List<Finding>
        {
            new(
                "the database answers",
                await parts.Database.IsAnswering(),
                parts.Database.Description,
                "Start it, and look at its address, user and password."
            ),
        };
        await parts.Turns.Run(store => findings.AddRange(parts.Database.Examine(store, now)));
        findings.Add(await Clock(parts, now));
        if (parts.Database.IsFile)
        {
            findings.AddRange(Folder(Path.GetFullPath(parts.Options.DataFolder)));
        }

        findings.AddRange(await Trial.Run(parts));
        var checks = findings.Select(JsonNode (finding) => ViewOf(finding));
        var isGood = findings.TrueForAll(finding => finding.IsGood);
        return Outcome.Of(new() { ["ok"] = isGood, ["checks"] = new JsonArray([.. checks]) }, isGood);
    }

    /// <inheritdoc/>
    public void Show(JsonObject result, IAnsiConsole console)
    {
        foreach (var check in result["checks"]!.AsArray())
        {
            var isGood = (bool)check!["ok"]!;
            console.Write(new Text(isGood ? "✓ " : "✗ ", new Style(isGood ? Color.Green : Color.Red)));
            console.WriteLine($"{check["check"]}: {check["found"]}");
            if (!isGood)
            {
                console.WriteLine($"  {check["advice"]}");
            }
        }
    }

    private static JsonObject ViewOf(Finding finding)
    {
        var view = new JsonObject
        {
            ["check"] = finding.Check,
            ["ok"] = finding.IsGood,
            ["found"] = finding.Found,
        };
        if (!finding.IsGood)
        {
            view["advice"] = finding.Advice;
        }

        return view;
    }

    private static async Task<Finding> Clock(ServerParts parts, DateTimeOffset now)
    {
        var newest = await parts.Database.Query<long?>("select max(created_at) from programs");
        var isPlausible = now >= EarliestPresent && UtcMicros.Of(now) >= (newest[0] ?? 0);
        return new(
            "the clock is plausible",
            isPlausible,
            UtcMicros.ToText(UtcMicros.Of(now)),
            "Set the clock and let the machine keep its time by NTP: it is behind what the database has seen."
        );
    }

    private static IEnumerable<Finding> Folder(string folder)
    {
        yield return new(
            "the data folder can be written",
            IsWritable(folder),
            folder,
            "Give the folder to the user Byway runs as."
        );
        yield return new(
            "nobody else can read the data folder",
            !PrivateFile.IsOpenToOthers(folder),
            folder,
            $"chmod 700 {folder}"
        );
        var free = new DriveInfo(folder).AvailableFreeSpace;
        yield return new(
            "there is room on the disk",
            free >= LeastFreeBytes,
            $"{free / 1_000_000} MB free",
            "Make room, or move the data folder to a larger disk: a full disk stops all writing."
        );
    }

    private static bool IsWritable(string folder)
    {
        var path = Path.Combine(folder, $"doctor-{Ids.Secret(8)}");
        try
        {
            PrivateFile.Open(path, FileMode.CreateNew).Dispose();
            File.Delete(path);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
