using System.Text.Json;
using Byway.Balances;
using Byway.Http;
using Byway.Links;
using Byway.Partners;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Customers;

/// <summary>A customer of an affiliate program as the wire writes it.</summary>
public sealed record CustomerView
{
    /// <summary>The merchant's key.</summary>
    public required string? Key { get; init; }

    /// <summary>The partner's id; null when nobody referred the customer.</summary>
    public required string? Partner { get; init; }

    /// <summary>True once deleted.</summary>
    public required bool Deleted { get; init; }

    /// <summary>First name.</summary>
    public required string? Name { get; init; }

    /// <summary>Last name.</summary>
    public required string? Surname { get; init; }

    /// <summary>As typed.</summary>
    public required string? Email { get; init; }

    /// <summary><c>active</c>, <c>suspended</c>, <c>archived</c> or <c>deleted</c>.</summary>
    public required string Status { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>ISO 8601 or null.</summary>
    public required string? DeletedAt { get; init; }

    /// <summary>Tags.</summary>
    public required IReadOnlyList<TagView> Tags { get; init; }

    /// <summary>A customer's view.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="partnerId">Its partner's id.</param>
    public static CustomerView Of(Customer customer, string? partnerId) =>
        new()
        {
            Key = customer.Key,
            Partner = partnerId,
            Deleted = customer.DeletedAt is not null,
            Name = customer.Name,
            Surname = customer.Surname,
            Email = customer.Email,
            Status = customer.Status,
            CreatedAt = UtcMicros.ToText(customer.CreatedAt),
            UpdatedAt = UtcMicros.ToText(customer.UpdatedAt),
            DeletedAt = customer.DeletedAt is { } at ? UtcMicros.ToText(at) : null,
            Tags = TagView.Of(customer.Tags),
        };
}

/// <summary>A customer of a refer-a-friend program as the wire writes it.</summary>
public sealed record FriendView
{
    /// <summary>As typed.</summary>
    public required string? Email { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string UpdatedAt { get; init; }

    /// <summary>Private id.</summary>
    public required string? Id { get; init; }

    /// <summary>First name.</summary>
    public required string? Name { get; init; }

    /// <summary>Last name.</summary>
    public required string? Surname { get; init; }

    /// <summary>True while active.</summary>
    public required bool Approved { get; init; }

    /// <summary><c>active</c>, <c>archived</c> or <c>deleted</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Who referred this customer; null for nobody.</summary>
    public required FriendView? ReferringCustomer { get; init; }

    /// <summary>Customers this one has referred.</summary>
    public required long ReferralsCount { get; init; }

    /// <summary>The merchant's own fields.</summary>
    public required JsonElement Metadata { get; init; }

    /// <summary>The default link.</summary>
    public required string ReferralLink { get; init; }

    /// <summary>All links.</summary>
    public required IReadOnlyList<string> ReferralLinks { get; init; }

    /// <summary>Always empty.</summary>
    public Dictionary<string, string> CustomFields { get; init; } = [];

    /// <summary>A customer's view.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="settings">For the link.</param>
    /// <param name="referrals">Customers referred.</param>
    /// <param name="referrer">Who referred it; its own referrer is not shown.</param>
    /// <param name="links">Its links; null when it has only the one it was made with.</param>
    public static FriendView Of(
        Customer customer,
        ProgramSettings settings,
        long referrals,
        FriendView? referrer,
        LinkAddresses? links = null
    )
    {
        links ??= LinkAddresses.Only(settings, customer.ReferralKey ?? "");
        return new()
        {
            Email = customer.Email,
            CreatedAt = UtcMicros.ToText(customer.CreatedAt),
            UpdatedAt = UtcMicros.ToText(customer.UpdatedAt),
            Id = customer.Key,
            Name = customer.Name,
            Surname = customer.Surname,
            Approved = customer.Status == CustomerStatus.Active,
            Status = customer.Status,
            ReferringCustomer = referrer,
            ReferralsCount = referrals,
            Metadata = JsonElement.Parse(customer.Metadata ?? "{\"date_of_birth\":null}"),
            ReferralLink = links.Default,
            ReferralLinks = links.All,
        };
    }
}

/// <summary>Customers as JSON inside a turn, in the shape of the program's type.</summary>
public static class CustomerJson
{
    /// <summary>The resource as UTF-8 JSON.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    public static byte[] Of(Turn turn, Customer customer) =>
        turn.IsAffiliate
            ? JsonSerializer.SerializeToUtf8Bytes(
                CustomerView.Of(customer, PartnerFinder.ByNumber(turn, customer.ReferredBy)?.Id),
                WireJson.Relaxed.CustomerView
            )
            : JsonSerializer.SerializeToUtf8Bytes(ViewOf(turn, customer), WireJson.Relaxed.FriendView);

    /// <summary>A refer-a-friend customer's view.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    public static FriendView ViewOf(Turn turn, Customer customer)
    {
        var referrer = customer.ReferredBy is { } number ? MergedCustomer.Standing(turn, number) : null;
        return FriendView.Of(
            customer,
            turn.Settings,
            Totals.SignUpsOf(turn, customer.Number),
            referrer is null
                ? null
                : FriendView.Of(
                    referrer,
                    turn.Settings,
                    Totals.SignUpsOf(turn, referrer.Number),
                    null,
                    LinksOf(turn, referrer)
                ),
            // Whoever is made in this very change has no links beside the first.
            customer.Number == turn.NextNumber
                ? null
                : LinksOf(turn, customer)
        );
    }

    private static LinkAddresses LinksOf(Turn turn, Customer customer) =>
        LinkAddresses.Of(turn, customer.Number, customer.ReferralKey ?? "");
}
