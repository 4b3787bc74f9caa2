using System.Text.Json;
using System.Text.RegularExpressions;
using Byway.Http;

namespace Byway.Webhooks;

/// <summary>What a request says about a subscription.</summary>
public sealed partial record WebhookFields
{
    private const int LongestUrl = 2000;
    private const int MostEvents = 100;

    /// <summary>The fields.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Text("name", "For people.", "Orders"),
        FieldNote
            .Text(
                "url",
                "Where events are posted: http or https, without a password in it.",
                "https://shop.example/hooks"
            )
            .UpTo(LongestUrl),
        FieldNote
            .Texts("events", "Which events; see the guide for all of them.", """["transaction.created"]""")
            .AtMost(MostEvents),
        FieldNote.Text("key", "Its key in the API, unique; 12 random characters otherwise.", "uLbBzVvN7ARX"),
        FieldNote.Flag("is_active", "While false, events wait and are sent later.", "true").Otherwise("true"),
    ];

    /// <summary>For people.</summary>
    public string? Name { get; private init; }

    /// <summary>Where events are sent.</summary>
    public string? Url { get; private init; }

    /// <summary>Names of events, JSON.</summary>
    public string? Events { get; private init; }

    /// <summary>Its key.</summary>
    public string? Key { get; private init; }

    /// <summary>Whether anything is sent.</summary>
    public bool? IsActive { get; private init; }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyForm { get; }

    /// <summary>The sentence about an event that cannot be subscribed to.</summary>
    /// <param name="name">The event.</param>
    /// <param name="programType">The program's type.</param>
    public static string NoSuchEvent(string name, string programType) =>
        EventNames.All.Contains(name, StringComparer.Ordinal)
            ? $"There is no {name} in {programType} programs."
            : $"There is no event {(name.Length <= 60 ? name : name[..60] + "…")}.";

    /// <summary>Reads them.</summary>
    /// <param name="fields">The request's fields.</param>
    /// <param name="programType">The program's type.</param>
    public static WebhookFields Of(Fields fields, string programType)
    {
        var key = fields.Text("key");
        if (key is not null && !KeyForm.IsMatch(key))
        {
            fields.Fault("key", "The key must have 1 to 64 letters, digits, - or _.");
        }

        return new()
        {
            Name = fields.Text("name"),
            Url = UrlOf(fields),
            Events = EventsOf(fields, programType),
            Key = key,
            IsActive = fields.Flag("is_active"),
        };
    }

    /// <summary>Notes what a new subscription cannot do without.</summary>
    /// <param name="fields">The request's fields.</param>
    /// <param name="check">The faults so far.</param>
    public void RequireAll(Fields fields, Check check)
    {
        foreach (var (name, value) in new[] { ("name", Name), ("url", Url), ("events", Events) })
        {
            if (value is null && !check.HasFaults)
            {
                fields.Fault(name, $"The {name} {(name == "events" ? "are" : "is")} required.");
            }
        }
    }

    private static string? UrlOf(Fields fields)
    {
        if (fields.Text("url", LongestUrl) is not { } text)
        {
            return null;
        }

        var isGood =
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.Host.Length > 0
            && url.UserInfo.Length == 0;
        if (!isGood)
        {
            fields.Fault("url", "The url must be an http or https address without a user name or password in it.");
            return null;
        }

        return text;
    }

    private static string? EventsOf(Fields fields, string programType)
    {
        if (fields.Texts("events", MostEvents) is not { } names)
        {
            return null;
        }

        if (names.Count == 0)
        {
            fields.Fault("events", "The events must name one event at least.");
        }

        var known = EventNames.Of(programType);
        for (var index = 0; index < names.Count; index++)
        {
            if (!known.Contains(names[index], StringComparer.Ordinal))
            {
                fields.Fault($"events.{index}", NoSuchEvent(names[index], programType));
            }
        }

        return JsonSerializer.Serialize(
            (IReadOnlyList<string>)[.. names.Distinct(StringComparer.Ordinal)],
            StoredJson.Default.Texts
        );
    }
}
