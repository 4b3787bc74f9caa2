using System.Globalization;
using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Turns;

namespace Byway.Programs;

/// <summary><c>GET /v1/program/settings</c>.</summary>
public static class GetSettings
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getSettings", "Get the program's settings and their version.")
    {
        Answer = AnswerNote.One(200, "The settings in force.", typeof(SettingsView)) with { HasETag = true },
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        var (version, settings) = await call.Server.Settings.WithVersion(call.Program.ProgramId);
        var answer = Answer.Of(SettingsView.Of(version, settings), WireJson.Relaxed.SettingsView);
        answer.ETag = PutSettings.ETagOf(version);
        return answer;
    }
}

/// <summary>
/// <c>PUT /v1/program/settings</c>: changes what is given; a new version from here on, nothing before it is decided
/// again. With <c>If-Match</c> it is
/// refused when somebody else was faster.
/// </summary>
public sealed class PutSettings : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("putSettings", "Change the program's settings.")
    {
        More =
            "What is not given stays as it is. The change is a new version; what was decided before stays decided. "
            + "Setting what is set already changes nothing.",
        Headers =
        [
            FieldNote.Text("If-Match", "The version that was read; refused when there is a newer one.", "\"3\""),
        ],
        Body =
        [
            .. SettingsFields.Notes,
            FieldNote.Object(
                "settings",
                "The same fields, wrapped; then the flat ones do not count.",
                SettingsFields.Notes
            ),
        ],
        Answer = AnswerNote.One(200, "The settings in force from now on.", typeof(SettingsView)) with
        {
            HasETag = true,
        },
        Refusals = [RefusalCode.InvalidFields, RefusalCode.VersionConflict],
    };

    private readonly byte[] body;
    private readonly string? ifMatch;
    private readonly Action<string>? asked;

    /// <summary>A change of settings.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="ifMatch">The version the caller has read, as an ETag; null for any.</param>
    /// <param name="asked">As in <see cref="Check"/>.</param>
    public PutSettings(Caller caller, byte[] body, string? ifMatch, Action<string>? asked = null)
        : base(caller)
    {
        this.body = body;
        this.ifMatch = ifMatch;
        this.asked = asked;
    }

    /// <summary>
    /// What referrers have brought is counted from the database, which must hold all of it, when signals begin to ask.
    /// </summary>
    public override bool IsAlone => true;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Handle(ApiCall call) =>
        call.Take(
            new PutSettings(
                call.Caller,
                call.Body.Raw.ToArray(),
                call.Http.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag ? tag : null,
                call.Check.Asked
            )
        );

    /// <summary>A version as an ETag.</summary>
    /// <param name="version">The version.</param>
    public static string ETagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Shape: inside the turn, because what is given is checked together with what is in force.
        using var parsed = RequestBody.Parse(body);
        var check = new Check(asked);
        var root = new Fields(check, parsed.Root);
        var fields = root.Object("settings") ?? root;
        var settings = SettingsFields.Over(fields, turn.Settings, turn.Version + 1);

        // Decision
        if (check.HasFaults)
        {
            return check.Refusal();
        }

        if (ifMatch is not null and not "*" && ifMatch != ETagOf(turn.Version))
        {
            return Answer.Refuse(
                RefusalCode.VersionConflict,
                "The settings were changed since they were read. Read them again."
            );
        }

        // Effects
        if (settings != turn.Settings)
        {
            turn.PutSettings(settings);
            var resource = JsonSerializer.SerializeToUtf8Bytes(
                SettingsView.Of(turn.Version, settings),
                WireJson.Relaxed.SettingsView
            );
            turn.Append(
                new()
                {
                    Kind = EntryKind.SettingsChanged,
                    Subject = 0,
                    Decision = Decision.Plain,
                    Request = SettingsFields.Described(fields).Json,
                    Answer = resource,
                },
                Caller.Actor
            );
        }

        var answer = Answer.Of(SettingsView.Of(turn.Version, settings), WireJson.Relaxed.SettingsView);
        answer.ETag = ETagOf(turn.Version);
        return answer;
    }
}
