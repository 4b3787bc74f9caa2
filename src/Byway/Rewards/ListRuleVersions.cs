using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Values;

namespace Byway.Rewards;

/// <summary><c>GET /v1/program/rules/versions</c>: when the rules were set, and by whom.</summary>
public static class ListRuleVersions
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("listRuleVersions", "List the versions in which rules were set.")
    {
        More =
            "Newest first. Rules are a part of the settings and share their versions, so numbers are missing where "
            + "other settings were changed. `GET /v1/program/rules?version=N` gives the rules of any of them.",
        Query = Page.Notes,
        Answer = AnswerNote.Whole("A page of versions.", typeof(PageView<RuleVersionView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    // No text in a body can contain this but its kind: in texts the quotes are escaped.
    private const string Found =
        "from program_versions v join journal_entries e on e.program_id = v.program_id and e.sequence = v.sequence "
        + "where v.program_id = @ProgramId and e.body like '%\"kind\":\"rules.changed\"%'";

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var rows = await call.Database.Query<VersionRow>(
            $"select v.version as version, v.settings as settings, e.id as id, e.body as body {Found}"
                + page.Tail("v.version"),
            new
            {
                call.Program.ProgramId,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        var newest = await call.Database.Query<long>(
            $"select v.version {Found} order by v.version desc limit 1",
            new { call.Program.ProgramId }
        );
        return Answer.Whole(
            page.Answer(call, rows, row => row.Version, rows.ConvertAll(row => ViewOf(row, newest[0]))),
            WireJson.Relaxed.RuleVersionPage
        );
    }

    private static RuleVersionView ViewOf(VersionRow row, long newest)
    {
        var rules = ProgramSettings.FromJson(row.Settings).Rules ?? RewardRules.None;
        var body = JsonElement.Parse(row.Body);
        return new()
        {
            Version = row.Version,
            InForce = row.Version == newest,
            SetAt = UtcMicros.ToText(body.GetProperty("booked_at"u8).GetInt64()),
            SetBy = body.GetProperty("actor"u8).GetString()!,
            Entry = row.Id,
            Rules = rules.Rules.Count,
            Levels = rules.Levels.Count,
            Rewards = rules.Rewards.Count,
            Goals = rules.Goals.Count,
        };
    }

    private sealed record VersionRow
    {
        public long Version { get; init; }

        public string Settings { get; init; } = "";

        public string Id { get; init; } = "";

        public string Body { get; init; } = "";
    }
}

/// <summary>A version in which rules were set.</summary>
public sealed record RuleVersionView
{
    /// <summary>The version; also the ETag of its rules.</summary>
    public required long Version { get; init; }

    /// <summary>True for the newest one, by which things are decided now.</summary>
    public required bool InForce { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string SetAt { get; init; }

    /// <summary>An API key's id, or the command line.</summary>
    public required string SetBy { get; init; }

    /// <summary>The journal entry that set them.</summary>
    public required string Entry { get; init; }

    /// <summary>How many rules.</summary>
    public required int Rules { get; init; }

    /// <summary>How many levels, in common.</summary>
    public required int Levels { get; init; }

    /// <summary>How many rewards beside the rules.</summary>
    public required int Rewards { get; init; }

    /// <summary>How many goals.</summary>
    public required int Goals { get; init; }
}
