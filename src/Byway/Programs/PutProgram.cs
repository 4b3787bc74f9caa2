using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Turns;

namespace Byway.Programs;

/// <summary>
/// <c>PUT /v1/program</c>: name, site, currency, cookie lifetime and switches as the public interface names them. A
/// new version of the settings, like <c>PUT /v1/program/settings</c>, which has everything else.
/// </summary>
public sealed class PutProgram : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("putProgram", "Change the program's name, site and switches.")
    {
        More = "What is not given stays. `PUT /v1/program/settings` has the rules by which Byway decides.",
        Body =
        [
            FieldNote.Text("name", "The program's name.", "Friends of Example"),
            FieldNote
                .Text("website", "The merchant's site, to which links lead.", "https://shop.example.com")
                .UpTo(FieldBounds.LongestSite),
            FieldNote.Object(
                "program_settings",
                "How the program works.",
                [
                    FieldNote.Text("currency", "ISO 4217: what an amount without a unit is in.", "USD"),
                    FieldNote.Whole(
                        "cookie_lifetime",
                        "Days from click to sign-up; the setting `attribution_window_days`.",
                        1,
                        SettingsFields.MostWindowDays,
                        "30"
                    ),
                    .. ProgramSwitch.Notes(isOfPortal: false),
                ]
            ),
            FieldNote.Object("portal_settings", "What partners or customers see.", [.. ProgramSwitch.Notes(true)]),
        ],
        Answer = AnswerNote.Whole("The program is changed.", typeof(MessageView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    private readonly byte[] body;
    private readonly Action<string>? asked;

    private PutProgram(Caller caller, byte[] body, Action<string>? asked)
        : base(caller)
    {
        this.body = body;
        this.asked = asked;
    }

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Handle(ApiCall call) =>
        call.Take(new PutProgram(call.Caller, call.Body.Raw.ToArray(), call.Check.Asked));

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Shape: inside the turn, because what is given is laid over what is in force.
        using var parsed = RequestBody.Parse(body);
        var check = new Check(asked);
        var request = new RequestText();
        var settings = Over(new Fields(check, parsed.Root), turn.Settings, turn.IsAffiliate, request);

        // Decision
        if (check.HasFaults)
        {
            return check.Refusal();
        }

        // Effects
        if (settings != turn.Settings)
        {
            turn.PutSettings(settings);
            turn.Append(
                new()
                {
                    Kind = EntryKind.SettingsChanged,
                    Subject = 0,
                    Decision = Decision.Plain,
                    Request = request.Json,
                    Answer = JsonSerializer.SerializeToUtf8Bytes(
                        SettingsView.Of(turn.Version, settings),
                        WireJson.Relaxed.SettingsView
                    ),
                },
                Caller.Actor
            );
        }

        return Answer.Whole(new MessageView("Program updated successfully"), WireJson.Relaxed.MessageView);
    }

    private static ProgramSettings Over(Fields fields, ProgramSettings before, bool isAffiliate, RequestText request)
    {
        var after = before with
        {
            Name = Noted("name", fields.Text("name")) ?? before.Name,
            Website = Noted("website", SettingsFields.WebsiteOf(fields)) ?? before.Website,
        };
        if (fields.Object("program_settings") is { } program)
        {
            var lifetime = program.Whole("cookie_lifetime", 1, SettingsFields.MostWindowDays);
            after = after with
            {
                Currency = Noted("currency", SettingsFields.CurrencyOf(program)) ?? before.Currency,
                AttributionWindowDays = lifetime ?? before.AttributionWindowDays,
            };
            Noted("cookie_lifetime", lifetime?.ToString(System.Globalization.CultureInfo.InvariantCulture));
            after = Switch(program, after, isOfPortal: false);
        }

        return fields.Object("portal_settings") is { } portal ? Switch(portal, after, isOfPortal: true) : after;

        ProgramSettings Switch(Fields group, ProgramSettings settings, bool isOfPortal)
        {
            foreach (var item in ProgramSwitch.Of(isAffiliate, isOfPortal))
            {
                var isOn = group.Flag(item.Name);
                settings = item.Set(settings, isOn);
                Noted(item.Name, isOn?.ToString());
            }

            return settings;
        }

        string? Noted(string name, string? value)
        {
            request.Add(name, value);
            return value;
        }
    }
}

/// <summary>A success with a sentence.</summary>
/// <param name="Message">What has happened.</param>
public sealed record MessageView(string Message)
{
    /// <summary>Always 1.</summary>
    public int Status { get; init; } = 1;
}
