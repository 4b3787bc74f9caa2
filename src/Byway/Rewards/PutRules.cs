using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Rewards;

/// <summary><c>GET /v1/program/rules</c>, also as they were: <c>?version=N</c>.</summary>
public static class GetRules
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getRules", "Get the program's reward rules and their version.")
    {
        Query = [FieldNote.Whole("version", "As they were in this version.", 1, MostVersions, "1")],
        Answer = AnswerNote.One(200, "The rules in force.", typeof(RulesView)) with { HasETag = true },
        Refusals = [RefusalCode.InvalidFields, RefusalCode.NotFound],
    };

    /// <summary>A version is below this.</summary>
    public const long MostVersions = 1_000_000_000;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var asked = call.Fields.Whole("version", 1, MostVersions);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var (version, settings) = await call.Server.Settings.WithVersion(call.Program.ProgramId);
        if (asked is { } earlier && earlier != version)
        {
            if (await call.Server.Settings.OfVersion(call.Program.ProgramId, earlier) is not { } found)
            {
                return Answer.NotFound("Version");
            }

            (version, settings) = (earlier, found);
        }

        var answer = Answer.Of(RulesView.Of(version, settings.Rules), WireJson.Relaxed.RulesView);
        answer.ETag = PutSettings.ETagOf(version);
        return answer;
    }
}

/// <summary>
/// <c>PUT /v1/program/rules</c>: the whole list, from here on; nothing before it is decided again. It is a new version
/// of the settings, and with <c>If-Match</c> refused when somebody else was faster.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="body">The request's body.</param>
/// <param name="ifMatch">The version the caller has read, as an ETag; null for any.</param>
/// <param name="asked">As in <see cref="Check"/>.</param>
public sealed class PutRules(Caller caller, byte[] body, string? ifMatch, Action<string>? asked = null)
    : Change(caller)
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("putRules", "Set the program's reward rules, the whole list.")
    {
        More =
            "Rules are asked in their order, and the first whose conditions all hold decides; below "
            + "the last one stands "
            + "the default of the settings. They count from now on; what was decided before stays "
            + "decided. Setting what "
            + "is set already changes nothing. Here, unlike elsewhere, an unknown field is refused: a "
            + "mistyped condition "
            + "would pay everybody.",
        Headers =
        [
            FieldNote.Text("If-Match", "The version that was read; refused when there is a newer one.", "\"3\""),
        ],
        Body =
        [
            FieldNote.Whole(
                "version",
                "The version that was read, as in `If-Match`: what was got and changed can be sent back as it is.",
                0,
                GetRules.MostVersions,
                "1"
            ),
            .. RulesFields.Notes,
        ],
        Answer = AnswerNote.One(200, "The rules in force from now on.", typeof(RulesView)) with { HasETag = true },
        Refusals = [RefusalCode.InvalidFields, RefusalCode.VersionConflict],
    };

    /// <summary>
    /// What has happened is counted from the database, which must hold all of it, when a new list begins to ask for
    /// running totals.
    /// </summary>
    public override bool IsAlone => true;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Handle(ApiCall call) =>
        call.Take(
            new PutRules(
                call.Caller,
                call.Body.Raw.ToArray(),
                call.Http.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag ? tag : null,
                call.Check.Asked
            )
        );

    /// <summary>Reads rules and says what is wrong with them.</summary>
    /// <param name="body">As written.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="isAffiliate">False in refer-a-friend programs.</param>
    /// <param name="check">Collects the faults.</param>
    /// <returns>The rules, and the version from which they were made; null when they do not say.</returns>
    public static (RewardRules Rules, long? Version) Read(
        ReadOnlyMemory<byte> body,
        ProgramSettings settings,
        bool isAffiliate,
        Check check
    )
    {
        using var parsed = RequestBody.Parse(body);
        var fields = new Fields(check, parsed.Root);
        var version = fields.Whole("version", 0, GetRules.MostVersions);
        return (RulesFields.Of(fields, settings.Currency, isAffiliate), version);
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Shape: inside the turn, because amounts without a unit are in the currency in force.
        var check = new Check(asked);
        var (rules, version) = Read(body, turn.Settings, turn.IsAffiliate, check);

        // Decision
        if (check.HasFaults)
        {
            return check.Refusal();
        }

        if (
            (ifMatch is not null and not "*" && ifMatch != PutSettings.ETagOf(turn.Version))
            || (version is { } read && read != turn.Version)
        )
        {
            return Answer.Refuse(
                RefusalCode.VersionConflict,
                "The rules or settings were changed since they were read: version "
                    + $"{turn.Version} is in force. Read them again, or name no version."
            );
        }

        // Effects
        var before = turn.Settings.Rules;
        if (!JsonOf(0, rules).AsSpan().SequenceEqual(JsonOf(0, before)))
        {
            rules = rules.Since(CountedSince(rules, before, turn.Version + 1));
            turn.PutSettings(turn.Settings with { Rules = rules.IsEmpty ? null : rules });
            var resource = JsonOf(turn.Version, rules);
            turn.Append(
                new()
                {
                    Kind = EntryKind.RulesChanged,
                    Subject = 0,
                    Decision = Decision.Plain,
                    Request = new RequestText().Add("rules", System.Text.Encoding.UTF8.GetString(resource)).Json,
                    Answer = resource,
                },
                Caller.Actor
            );
        }

        var answer = Answer.Resource(200, JsonOf(turn.Version, turn.Settings.Rules));
        answer.ETag = PutSettings.ETagOf(turn.Version);
        return answer;
    }

    /// <summary>
    /// Totals go on being kept while every window that is asked for was asked for before; else they are counted anew.
    /// </summary>
    private static long CountedSince(RewardRules rules, RewardRules? before, long version) =>
        !rules.Needs.IsCounting ? 0
        : before?.Needs.IsCounting == true && rules.Needs.Windows.AreKeptBy(before.Needs.Windows) ? before.CountedSince
        : version;

    private static byte[] JsonOf(long version, RewardRules? rules) =>
        JsonSerializer.SerializeToUtf8Bytes(RulesView.Of(version, rules), WireJson.Relaxed.RulesView);
}
