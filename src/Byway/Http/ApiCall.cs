using Byway.Clicks;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Http;

/// <summary>
/// One authenticated call of the API: who asks, what was sent, and where to go with it. What every slice's Shape
/// starts from.
/// </summary>
public sealed class ApiCall
{
    /// <summary>The exchange.</summary>
    public required HttpContext Http { get; init; }

    /// <summary>Who asks, of which program.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The body as sent.</summary>
    public required RequestBody Body { get; init; }

    /// <summary>Collects the faults of the request's shape.</summary>
    public required Check Check { get; init; }

    /// <summary>The body's fields, with the query's over them.</summary>
    public required Fields Fields { get; init; }

    /// <summary>The server's parts.</summary>
    public required ServerParts Server { get; init; }

    /// <summary>The program.</summary>
    public ReferralProgram Program => Caller.Program;

    /// <summary>Reads.</summary>
    public Database Database => Server.Database;

    /// <summary>True in affiliate programs.</summary>
    public bool IsAffiliate => Program.Type == ProgramType.Affiliate;

    /// <summary>The settings in force, for reads.</summary>
    public Task<ProgramSettings> Settings() => Server.Settings.InForce(Program.ProgramId);

    /// <summary>The clicks and visitors the request names: on disk before its turn comes.</summary>
    public NamedClicks Named { get; } = new();

    /// <summary>Waits for the turn of a change.</summary>
    /// <param name="change">What to do.</param>
    public async Task<Answer> Take(Change change)
    {
        change.Ahead = Check.Ahead;
        if (!Named.IsEmpty)
        {
            await Server.Clicks.Settle(Program.ProgramId, Named);
        }

        return await Server.Turns.Take(change);
    }

    /// <summary>The program's present, Unix microseconds, for reads.</summary>
    public Task<long> Now() => ProgramClock.Now(Database, Server.Clock, Program);

    /// <summary>A value of the path, decoded: keys may hold any character, an escaped slash included.</summary>
    /// <param name="name">The route parameter.</param>
    public string PathKey(string name)
    {
        var value = (string?)Http.Request.RouteValues[name] ?? "";
        if (!value.Contains("%2", StringComparison.Ordinal))
        {
            return value;
        }

        // The server leaves %2F as it is in the decoded path, where it cannot be told from a literal "%2F": ask the
        // raw target.
        var raw = Http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var decoded = raw.Split('?')[0].Split('/').Select(Uri.UnescapeDataString);
        return decoded.FirstOrDefault(segment =>
                segment.Replace("/", "%2F", StringComparison.Ordinal).Equals(value, StringComparison.OrdinalIgnoreCase)
            ) ?? value;
    }
}

/// <summary>What a server is made of.</summary>
/// <param name="Options">How it was started.</param>
/// <param name="Database">Reads.</param>
/// <param name="Turns">Writes.</param>
/// <param name="Keys">Who is who.</param>
/// <param name="Settings">Programs' settings, for reads.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Clicks">Landings through links.</param>
public sealed record ServerParts(
    ServerOptions Options,
    Database Database,
    TurnQueue Turns,
    ApiKeyDirectory Keys,
    SettingsDirectory Settings,
    TimeProvider Clock,
    ClickLog Clicks
);
