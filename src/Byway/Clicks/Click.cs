using Byway.Storage;
using Byway.Values;

namespace Byway.Clicks;

/// <summary>
/// A landing through a link. It changes no program and stands in no journal; a sign-up's decision keeps what it read
/// of one.
/// </summary>
public sealed record Click
{
    /// <summary>Its table.</summary>
    public static readonly Table<Click> Table = new Table<Click>("clicks", Read)
        .Number("program_id", row => row.ProgramId)
        .Text("id", row => row.Id)
        .Number("owner", row => row.Owner)
        .Number("link", row => row.Link)
        .Number("occurred_at", row => row.OccurredAt)
        .Text("source", row => row.Source)
        .Personal("landing", row => row.Landing)
        .Personal("referrer", row => row.Referrer)
        .Personal("utm_source", row => row.UtmSource)
        .Personal("utm_medium", row => row.UtmMedium)
        .Personal("utm_campaign", row => row.UtmCampaign)
        .Personal("utm_term", row => row.UtmTerm)
        .Personal("utm_content", row => row.UtmContent)
        .Personal("network", row => row.Network)
        .Text("agent", row => row.Agent)
        .Flag("is_bot", row => row.IsBot)
        .Flag("is_prefetch", row => row.IsPrefetch)
        .Personal("visitor", row => row.Visitor)
        .Key(row => new(row.ProgramId, Text: row.Id), ("program_id", KeyPart.Program), ("id", KeyPart.Text))
        .NotInJournal()
        .OfPerson(
            null,
            "id in (select s.click from sign_up_clicks s where s.program_id = @program and s.customer in ({people}))"
        );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary><c>clk_…</c>; sorts by when it was recorded.</summary>
    public required string Id { get; init; }

    /// <summary>The partner or referring customer whose link it is.</summary>
    public required long Owner { get; init; }

    /// <summary>The link's number; the owner's for the one the owner was made with.</summary>
    public required long Link { get; init; }

    /// <summary>When it happened, by the program's clock; Unix microseconds.</summary>
    public required long OccurredAt { get; init; }

    /// <summary>Who recorded it, one of <see cref="ClickSource"/>.</summary>
    public required string Source { get; init; }

    /// <summary>The path that was landed on, without its query.</summary>
    public string? Landing { get; init; }

    /// <summary>The host of the page that led there.</summary>
    public string? Referrer { get; init; }

    /// <summary>The landing's <c>utm_source</c>.</summary>
    public string? UtmSource { get; init; }

    /// <summary>The landing's <c>utm_medium</c>.</summary>
    public string? UtmMedium { get; init; }

    /// <summary>The landing's <c>utm_campaign</c>.</summary>
    public string? UtmCampaign { get; init; }

    /// <summary>The landing's <c>utm_term</c>.</summary>
    public string? UtmTerm { get; init; }

    /// <summary>The landing's <c>utm_content</c>.</summary>
    public string? UtmContent { get; init; }

    /// <summary>The visitor's address, cut to its network; emptied after a time.</summary>
    public string? Network { get; init; }

    /// <summary>What kind of program asked, one of <see cref="UserAgent"/>'s words.</summary>
    public required string Agent { get; init; }

    /// <summary>True when a machine asked; it counts apart and attributes nothing.</summary>
    public bool IsBot { get; init; }

    /// <summary>True when a browser asked ahead of time; it counts apart.</summary>
    public bool IsPrefetch { get; init; }

    /// <summary>A hash of the visitor's name as the caller gave it; null when none was given.</summary>
    public string? Visitor { get; init; }

    /// <summary>True when it counts as somebody's click.</summary>
    public bool IsCounted => !IsBot && !IsPrefetch;

    /// <summary>The day it counts on.</summary>
    public long Day => OccurredAt / UtcMicros.PerDay;

    private static Click Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Id = row.Text(1),
            Owner = row.Number(2),
            Link = row.Number(3),
            OccurredAt = row.Number(4),
            Source = row.Text(5),
            Landing = row.TextOrNull(6),
            Referrer = row.TextOrNull(7),
            UtmSource = row.TextOrNull(8),
            UtmMedium = row.TextOrNull(9),
            UtmCampaign = row.TextOrNull(10),
            UtmTerm = row.TextOrNull(11),
            UtmContent = row.TextOrNull(12),
            Network = row.TextOrNull(13),
            Agent = row.Text(14),
            IsBot = row.Flag(15),
            IsPrefetch = row.Flag(16),
            Visitor = row.TextOrNull(17),
        };
}

/// <summary>Who recorded a click.</summary>
public static class ClickSource
{
    /// <summary>The redirect of a Byway link.</summary>
    public const string Redirect = "redirect";

    /// <summary>A backend, by <c>POST /v1/clicks</c>.</summary>
    public const string Api = "api";

    /// <summary>The snippet, from a browser.</summary>
    public const string Browser = "browser";
}
