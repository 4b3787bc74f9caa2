using System.Text.Json;
using Byway.Http;
using Byway.Values;

namespace Byway.Programs;

/// <summary><c>GET /v1/program</c>: the program, what it counts, and its switches.</summary>
public static class GetProgram
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getProgram", "Get the program with what it counts.")
    {
        Answer = AnswerNote.One(
            200,
            "The program; another shape in each type of program.",
            typeof(ProgramDetailView),
            typeof(FriendProgramDetailView),
            typeof(NewsletterProgramView)
        ),
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var settings = await call.Settings();
        var figures = await ProgramFigures.Of(call.Database, call.Program, await call.Now());
        switch (call.Program.Type)
        {
            case ProgramType.Affiliate:
                return Answer.Of(
                    new ProgramDetailView
                    {
                        Program = await ProgramOf(call, settings),
                        Stats = ProgramStatsView.Of(figures, settings.Currency),
                        ProgramSettings = Switches(settings, isAffiliate: true, isOfPortal: false),
                        PortalSettings = Switches(settings, isAffiliate: true, isOfPortal: true),
                    },
                    WireJson.Relaxed.ProgramDetailView
                );
            case ProgramType.ReferAFriend:
                return Answer.Of(
                    new FriendProgramDetailView
                    {
                        Program = await ProgramOf(call, settings),
                        Stats = FriendProgramStatsView.Of(figures),
                        ProgramSettings = Switches(settings, isAffiliate: false, isOfPortal: false),
                        PortalSettings = Switches(settings, isAffiliate: false, isOfPortal: true),
                    },
                    WireJson.Relaxed.FriendProgramDetailView
                );
            default:
                return Answer.Of(
                    new NewsletterProgramView
                    {
                        Id = call.Program.PublicId,
                        Name = settings.Name,
                        TotalSubscribers = figures.Customers.Total,
                        TotalReferring = figures.Referring.Total,
                        TotalReferred = figures.SignUps.Total,
                        CreatedAt = UtcMicros.ToText(call.Program.CreatedAt),
                    },
                    WireJson.Relaxed.NewsletterProgramView
                );
        }
    }

    /// <summary>The program's own part.</summary>
    /// <param name="call">The call.</param>
    /// <param name="settings">The settings in force.</param>
    public static async Task<ProgramView> ProgramOf(ApiCall call, ProgramSettings settings)
    {
        var edited = await call.Database.Query<string>(
            "select e.body from program_heads h "
                + "join program_versions v on v.program_id = h.program_id and v.version = h.version "
                + "join journal_entries e on e.program_id = v.program_id and e.sequence = v.sequence "
                + "where h.program_id = @ProgramId",
            new { call.Program.ProgramId }
        );
        return new()
        {
            Id = call.Program.ProgramId,
            PublicId = call.Program.PublicId,
            Website = settings.Website,
            Initial = InitialsOf(settings.Name),
            Type = call.IsAffiliate ? "Affiliate" : "Referral",
            Name = settings.Name,
            CreatedAt = UtcMicros.ToDay(call.Program.CreatedAt),
            LastEdited = UtcMicros.ToDay(JsonElement.Parse(edited[0]).GetProperty("booked_at"u8).GetInt64()),
        };
    }

    /// <summary>The first letters of a name's first two words.</summary>
    /// <param name="name">The name.</param>
    public static string InitialsOf(string name) =>
        string.Concat(
            name.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Take(2)
                .Select(word => System.Globalization.StringInfo.GetNextTextElement(word).ToUpperInvariant())
        );

    private static JsonElement Switches(ProgramSettings settings, bool isAffiliate, bool isOfPortal)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (isAffiliate && !isOfPortal)
            {
                json.WriteString("currency"u8, settings.Currency);
                json.WriteNumber("cookie_lifetime"u8, settings.AttributionWindowDays);
            }

            foreach (var item in ProgramSwitch.Of(isAffiliate, isOfPortal))
            {
                json.WriteBoolean(item.Name, item.IsOn(settings));
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.ToArray());
    }
}

/// <summary>A program.</summary>
public sealed record ProgramView
{
    /// <summary>Its number on this server.</summary>
    public required long Id { get; init; }

    /// <summary>Public id, 8 capital letters and digits.</summary>
    public required string PublicId { get; init; }

    /// <summary>The merchant's site.</summary>
    public required string Website { get; init; }

    /// <summary>First letters of its name.</summary>
    public required string Initial { get; init; }

    /// <summary><c>Affiliate</c> or <c>Referral</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The day it was made.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>The day its settings were changed last.</summary>
    public required string LastEdited { get; init; }
}

/// <summary>An affiliate program with what it counts.</summary>
public sealed record ProgramDetailView
{
    /// <summary>The program.</summary>
    public required ProgramView Program { get; init; }

    /// <summary>What it counts.</summary>
    public required ProgramStatsView Stats { get; init; }

    /// <summary>As <c>PUT /v1/program</c> takes them.</summary>
    public required JsonElement ProgramSettings { get; init; }

    /// <summary>As <c>PUT /v1/program</c> takes them.</summary>
    public required JsonElement PortalSettings { get; init; }
}

/// <summary>A refer-a-friend program with what it counts.</summary>
public sealed record FriendProgramDetailView
{
    /// <summary>The program.</summary>
    public required ProgramView Program { get; init; }

    /// <summary>What it counts.</summary>
    public required FriendProgramStatsView Stats { get; init; }

    /// <summary>As <c>PUT /v1/program</c> takes them.</summary>
    public required JsonElement ProgramSettings { get; init; }

    /// <summary>As <c>PUT /v1/program</c> takes them.</summary>
    public required JsonElement PortalSettings { get; init; }
}

/// <summary>A newsletter program.</summary>
public sealed record NewsletterProgramView
{
    /// <summary>Public id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Always <c>api</c>: subscribers are reported by the merchant.</summary>
    public string EspType { get; init; } = "api";

    /// <summary>The same for people.</summary>
    public string EspTypeName { get; init; } = "API";

    /// <summary>Subscribers.</summary>
    public required long TotalSubscribers { get; init; }

    /// <summary>Subscribers who have brought somebody.</summary>
    public required long TotalReferring { get; init; }

    /// <summary>Subscribers somebody has referred.</summary>
    public required long TotalReferred { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }
}
