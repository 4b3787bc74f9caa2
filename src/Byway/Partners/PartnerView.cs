using System.Text.Json;
using Byway.Balances;
using Byway.Http;
using Byway.Links;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Partners;

/// <summary>A partner as the wire writes it after create and update.</summary>
public record PartnerView
{
    /// <summary>E-mail address.</summary>
    public required string? Email { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>First name.</summary>
    public required string? Name { get; init; }

    /// <summary>Private id.</summary>
    public required string Id { get; init; }

    /// <summary>Public referral key.</summary>
    public required string Key { get; init; }

    /// <summary>Last name.</summary>
    public required string? Surname { get; init; }

    /// <summary>True when terms were accepted in the portal.</summary>
    public bool Tos { get; init; }

    /// <summary>True unless pending or rejected.</summary>
    public required bool Approved { get; init; }

    /// <summary><c>active</c>, <c>pending</c>, <c>rejected</c>, <c>suspended</c> or <c>archived</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Always empty: custom fields belong to the sign-up form.</summary>
    public IReadOnlyList<string> CustomFields { get; init; } = [];

    /// <summary>Customers bound to this partner.</summary>
    public required long ReferralsCount { get; init; }

    /// <summary>Tags.</summary>
    public required IReadOnlyList<TagView> Tags { get; init; }

    /// <summary>The default link.</summary>
    public required string ReferralLink { get; init; }

    /// <summary>All links.</summary>
    public required IReadOnlyList<string> ReferralLinks { get; init; }

    /// <summary>A partner's view.</summary>
    /// <param name="partner">The partner.</param>
    /// <param name="settings">For the link.</param>
    /// <param name="referrals">Customers bound.</param>
    /// <param name="links">Its links; null when it has only the one it was made with.</param>
    public static PartnerView Of(
        Partner partner,
        ProgramSettings settings,
        long referrals,
        LinkAddresses? links = null
    )
    {
        links ??= LinkAddresses.Only(settings, partner.Key);
        return new()
        {
            Email = partner.Email,
            CreatedAt = UtcMicros.ToText(partner.CreatedAt),
            UpdatedAt = UtcMicros.ToText(partner.UpdatedAt),
            Name = partner.Name,
            Id = partner.Id,
            Key = partner.Key,
            Surname = partner.Surname,
            Approved = partner.Status is not (PartnerStatus.Pending or PartnerStatus.Rejected),
            Status = partner.Status,
            ReferralsCount = referrals,
            Tags = TagView.Of(partner.Tags),
            ReferralLink = links.Default,
            ReferralLinks = links.All,
        };
    }

    /// <summary>The resource inside a turn, as UTF-8 JSON.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="partner">The partner as it is now.</param>
    public static byte[] ResourceOf(Turn turn, Partner partner) =>
        JsonSerializer.SerializeToUtf8Bytes(
            Of(
                partner,
                turn.Settings,
                Totals.SignUpsOf(turn, partner.Number),
                LinkAddresses.Of(turn, partner.Number, partner.Key)
            ),
            WireJson.Relaxed.PartnerView
        );
}

/// <summary>A tag as the wire writes it.</summary>
/// <param name="Value">The tag.</param>
public sealed record TagView(string Value)
{
    /// <summary>Stored tags as views.</summary>
    /// <param name="json">JSON list of texts.</param>
    public static IReadOnlyList<TagView> Of(string json) =>
        json == "[]"
            ? []
            : [.. JsonSerializer.Deserialize(json, StoredJson.Default.Texts)!.Select(tag => new TagView(tag))];
}

/// <summary>A partner in a list.</summary>
public sealed record PartnerItemView
{
    /// <summary>E-mail address.</summary>
    public required string? Email { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>Private id.</summary>
    public required string Id { get; init; }

    /// <summary>Public referral key.</summary>
    public required string Key { get; init; }

    /// <summary>First name.</summary>
    public required string? Name { get; init; }

    /// <summary>Last name.</summary>
    public required string? Surname { get; init; }

    /// <summary>True unless pending or rejected.</summary>
    public required bool Approved { get; init; }

    /// <summary><c>active</c>, <c>pending</c>, <c>rejected</c>, <c>suspended</c> or <c>archived</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Always empty.</summary>
    public IReadOnlyList<string> CustomFields { get; init; } = [];

    /// <summary>A partner in a list.</summary>
    /// <param name="partner">The partner.</param>
    public static PartnerItemView Of(Partner partner) =>
        new()
        {
            Email = partner.Email,
            CreatedAt = UtcMicros.ToText(partner.CreatedAt),
            UpdatedAt = UtcMicros.ToText(partner.UpdatedAt),
            Id = partner.Id,
            Key = partner.Key,
            Name = partner.Name,
            Surname = partner.Surname,
            Approved = partner.Status is not (PartnerStatus.Pending or PartnerStatus.Rejected),
            Status = partner.Status,
        };
}

/// <summary>One partner with what it brought and earned.</summary>
public sealed record PartnerDetailView : PartnerView
{
    /// <summary>What it brought.</summary>
    public required ReferralsView Referrals { get; init; }

    /// <summary>What it earned.</summary>
    public required CommissionsView Commissions { get; init; }

    /// <summary>Always empty.</summary>
    public IReadOnlyList<string> CustomFieldValues { get; init; } = [];
}

/// <summary>What a partner brought.</summary>
public sealed record ReferralsView
{
    /// <summary>Landings recorded.</summary>
    public required long Clicks { get; init; }

    /// <summary>Customers bound.</summary>
    public required long Signups { get; init; }

    /// <summary>Sales of its customers, by currency.</summary>
    public required IReadOnlyList<MoneyView> Revenue { get; init; }

    /// <summary>How many sales.</summary>
    public required long SalesCount { get; init; }

    /// <summary>How many customers have paid: a sale above 0 that was not refunded in full.</summary>
    public required long PaidAccounts { get; init; }
}

/// <summary>What a partner earned.</summary>
public sealed record CommissionsView
{
    /// <summary>Paid, in the program's currency.</summary>
    public required MajorUnits Paid { get; init; }

    /// <summary>In review, by currency.</summary>
    public required IReadOnlyList<MoneyView> Pending { get; init; }

    /// <summary>
    /// Payable and not paid yet, by currency, with what open payout requests have set aside. Negative when more was
    /// taken back than there was.
    /// </summary>
    public required IReadOnlyList<MoneyView> NotPaid { get; init; }
}

/// <summary>An amount with its unit.</summary>
/// <param name="Currency">Currency or own unit.</param>
/// <param name="Amount">Major units.</param>
public sealed record MoneyView(string Currency, MajorUnits Amount);
