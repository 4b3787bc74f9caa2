using System.Text.Json;
using Byway.Customers;
using Byway.Partners;
using Byway.Rates;
using Byway.Rewards;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Journal;

/// <summary>A partner or customer, as decisions see one.</summary>
public sealed record KnownPerson
{
    /// <summary>True for a partner.</summary>
    public required bool IsPartner { get; init; }

    /// <summary>A partner's id or a customer's key; null once erased.</summary>
    public required string? Id { get; init; }

    /// <summary>Whom a customer is bound to, or the partner above.</summary>
    public required long? ReferredBy { get; init; }

    /// <summary>Since when a customer is bound.</summary>
    public long? BoundAt { get; init; }

    /// <summary>The link through which a customer came; null for none.</summary>
    public long? CameBy { get; init; }

    /// <summary>True while a customer awaits its sign-up.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>True when it counts as a referrer.</summary>
    public required bool IsActive { get; init; }

    /// <summary>False when it is suspended or archived, so that its sales earn nothing.</summary>
    public bool IsBuying { get; init; } = true;

    /// <summary>When it joined or signed up; Unix microseconds.</summary>
    public required long Since { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Its e-mail, normalised; null for none.</summary>
    public required string? Mailbox { get; init; }

    /// <summary>True when nobody knows its id and e-mail any more.</summary>
    public required bool IsErased { get; init; }

    /// <summary>Of a customer.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="isErased">True when the row's personal columns are gone.</param>
    public static KnownPerson Of(Customer row, bool isErased) =>
        new()
        {
            IsPartner = false,
            Id = row.Key,
            ReferredBy = row.ReferredBy,
            BoundAt = row.BoundAt,
            CameBy = row.CameBy,
            IsProvisional = row.IsProvisional,
            IsActive = row.Status == CustomerStatus.Active,
            IsBuying = row.Status != CustomerStatus.Suspended && row.Status != CustomerStatus.Archived,
            Since = row.CreatedAt,
            Tags = ListOf(row.Tags),
            Mailbox = MailboxOf(row.Email),
            IsErased = isErased,
        };

    /// <summary>Of a partner.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="isErased">True when the row's personal columns are gone.</param>
    public static KnownPerson Of(Partner row, bool isErased) =>
        new()
        {
            IsPartner = true,
            Id = row.Id,
            ReferredBy = row.ReferredBy,
            IsActive = row.IsActive,
            Since = row.CreatedAt,
            Tags = ListOf(row.Tags),
            Mailbox = MailboxOf(row.Email),
            IsErased = isErased,
        };

    /// <summary>A stored list of texts.</summary>
    /// <param name="json">As stored.</param>
    public static IReadOnlyList<string> ListOf(string? json) =>
        json is null or "" or "[]" ? [] : JsonSerializer.Deserialize(json, StoredJson.Default.Texts)!;

    private static string? MailboxOf(string? email) =>
        email is not null && Email.IsAddress(email) ? Email.Normalised(email) : null;
}

/// <summary>A sale, as decisions about others see it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Customer">Who bought.</param>
/// <param name="ReferredBy">For whom it counts.</param>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="CreatedAt">When it occurred.</param>
/// <param name="Amount">Micros.</param>
/// <param name="Refunded">Micros.</param>
/// <param name="IsLive">False when it is archived or deleted.</param>
public sealed record KnownSale(
    long Number,
    long? Customer,
    long? ReferredBy,
    string Unit,
    long CreatedAt,
    long Amount,
    long Refunded,
    bool IsLive
)
{
    /// <summary>The rate of its decision; null when none was noted.</summary>
    public ConversionRate? Rate { get; init; }

    /// <summary>What of it counts for running totals.</summary>
    public CountedSale Counted => CountedSale.Of((Customer, ReferredBy), Unit, CreatedAt, Amount, Refunded, IsLive);

    /// <summary>Of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="rate">The rate of its decision.</param>
    public static KnownSale Of(Transaction row, ConversionRate? rate) =>
        new(
            row.Number,
            row.CustomerNumber,
            row.ReferredBy,
            string.Intern(row.Unit),
            row.CreatedAt,
            row.Amount,
            row.RefundedAmount,
            row.IsLive
        )
        {
            Rate = rate,
        };
}
