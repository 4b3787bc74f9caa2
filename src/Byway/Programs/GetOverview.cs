using System.Globalization;
using Byway.Http;
using Byway.Values;

namespace Byway.Programs;

/// <summary><c>GET /v1/program/overview</c>: the same figures flat, as a widely used shop plugin shows them.</summary>
public static class GetOverview
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getProgramOverview", "Get what the program counts, flat.")
    {
        Answer = AnswerNote.One(
            200,
            "The figures and the settings that matter beside them.",
            typeof(OverviewView),
            typeof(FriendOverviewView)
        ),
        IsFormer = true,
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var settings = await call.Settings();
        var figures = await ProgramFigures.Of(call.Database, call.Program, await call.Now());
        var portal = PublicAddress.Of(call.Http, call.Server.Options) + "/portal";
        return call.IsAffiliate
            ? Answer.Of(
                new OverviewView(ProgramStatsView.Of(figures, settings.Currency))
                {
                    OverviewProgramCurrentSettings = new()
                    {
                        ProgramInitials = GetProgram.InitialsOf(settings.Name),
                        ProgramTypeTitle = "Affiliate program",
                        ProgramName = settings.Name,
                        PartnerPortalUrl = portal,
                        CommissionDescription = RewardText.Of(settings),
                        CookieLifetime = settings.AttributionWindowDays.ToString(CultureInfo.InvariantCulture),
                        PayoutThreshold = Micros.ToText(settings.PayoutThresholdMicros),
                        Currency = settings.Currency,
                    },
                },
                WireJson.Relaxed.OverviewView
            )
            : Answer.Of(
                new FriendOverviewView(FriendProgramStatsView.Of(figures))
                {
                    Program = await GetProgram.ProgramOf(call, settings),
                    OverviewProgramCurrentSettings = new(portal, settings.Website),
                },
                WireJson.Relaxed.FriendOverviewView
            );
    }
}

/// <summary>An affiliate program's figures, flat.</summary>
public sealed record OverviewView : ProgramStatsView
{
    /// <summary>The figures.</summary>
    /// <param name="stats">To begin with.</param>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public OverviewView(ProgramStatsView stats)
        : base(stats) => OverviewProgramCurrentSettings = new();

    /// <summary>The settings that matter beside them.</summary>
    public OverviewSettingsView OverviewProgramCurrentSettings { get; init; }
}

/// <summary>Settings beside an affiliate program's figures.</summary>
public sealed record OverviewSettingsView
{
    /// <summary>First letters of the name.</summary>
    public string ProgramInitials { get; init; } = "";

    /// <summary>What kind of program it is.</summary>
    public string ProgramTypeTitle { get; init; } = "";

    /// <summary>The name.</summary>
    public string ProgramName { get; init; } = "";

    /// <summary>Where partners see their page.</summary>
    public string PartnerPortalUrl { get; init; } = "";

    /// <summary>What a sale earns, in words.</summary>
    public string CommissionDescription { get; init; } = "";

    /// <summary>Days.</summary>
    public string CookieLifetime { get; init; } = "";

    /// <summary>What has to come together before it is paid out.</summary>
    public string PayoutThreshold { get; init; } = "";

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = "";
}

/// <summary>A refer-a-friend program's figures, flat.</summary>
public sealed record FriendOverviewView : FriendProgramStatsView
{
    /// <summary>The figures.</summary>
    /// <param name="stats">To begin with.</param>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public FriendOverviewView(FriendProgramStatsView stats)
        : base(stats)
    {
        Program = null!;
        OverviewProgramCurrentSettings = new("", "");
    }

    /// <summary>The program.</summary>
    public ProgramView Program { get; init; }

    /// <summary>Where it is.</summary>
    public FriendOverviewSettingsView OverviewProgramCurrentSettings { get; init; }
}

/// <summary>Where a refer-a-friend program is.</summary>
/// <param name="PartnerPortalUrl">Where customers see their page.</param>
/// <param name="WebsiteUrl">The merchant's site.</param>
public sealed record FriendOverviewSettingsView(string PartnerPortalUrl, string WebsiteUrl);
