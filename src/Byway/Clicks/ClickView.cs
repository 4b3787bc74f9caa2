using Byway.Values;

namespace Byway.Clicks;

/// <summary>A click as the wire writes it.</summary>
public sealed record ClickView
{
    /// <summary>What a sign-up sends as <c>click_id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The link's referral key; null when the link is deleted.</summary>
    public required string? Key { get; init; }

    /// <summary>The id of the partner, or in refer-a-friend programs of the referring customer; null when deleted.</summary>
    public required string? Owner { get; init; }

    /// <summary>When it happened.</summary>
    public required string OccurredAt { get; init; }

    /// <summary>Who recorded it: <c>redirect</c>, <c>api</c> or <c>browser</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The path that was landed on.</summary>
    public required string? Landing { get; init; }

    /// <summary>The host of the page that led there.</summary>
    public required string? Referrer { get; init; }

    /// <summary>As the address said it.</summary>
    public required string? UtmSource { get; init; }

    /// <summary>As the address said it.</summary>
    public required string? UtmMedium { get; init; }

    /// <summary>As the address said it.</summary>
    public required string? UtmCampaign { get; init; }

    /// <summary>As the address said it.</summary>
    public required string? UtmTerm { get; init; }

    /// <summary>As the address said it.</summary>
    public required string? UtmContent { get; init; }

    /// <summary>The visitor's network, such as <c>203.0.113.0/24</c>; null when it is not known or forgotten.</summary>
    public required string? Network { get; init; }

    /// <summary>What kind of program asked: <c>desktop</c>, <c>mobile</c>, <c>tablet</c>, <c>bot</c>, <c>other</c>.</summary>
    public required string Agent { get; init; }

    /// <summary>True when a machine asked: it counts apart and attributes nothing.</summary>
    public required bool IsBot { get; init; }

    /// <summary>True when a browser asked ahead of time: it counts apart.</summary>
    public required bool IsPrefetch { get; init; }

    /// <summary>A click's view.</summary>
    /// <param name="click">The click.</param>
    /// <param name="target">Its link; null when it is deleted.</param>
    public static ClickView Of(Click click, LinkTarget? target) =>
        new()
        {
            Id = click.Id,
            Key = target?.Key,
            Owner = target?.OwnerId,
            OccurredAt = UtcMicros.ToText(click.OccurredAt),
            Source = click.Source,
            Landing = click.Landing,
            Referrer = click.Referrer,
            UtmSource = click.UtmSource,
            UtmMedium = click.UtmMedium,
            UtmCampaign = click.UtmCampaign,
            UtmTerm = click.UtmTerm,
            UtmContent = click.UtmContent,
            Network = click.Network,
            Agent = click.Agent,
            IsBot = click.IsBot,
            IsPrefetch = click.IsPrefetch,
        };
}
