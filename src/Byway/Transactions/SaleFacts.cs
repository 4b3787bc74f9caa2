using System.Text.Json;
using Byway.Customers;
using Byway.Links;
using Byway.Partners;
using Byway.PromotionCodes;
using Byway.Rewards;
using Byway.Signals;
using Byway.Turns;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>
/// Gathers what the reward of a sale, sign-up or action may depend on. What only some rules read is gathered only
/// where one does.
/// </summary>
public static class SaleFacts
{
    /// <summary>The facts of a sale.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale, with its customer and whom it counts for.</param>
    /// <param name="customer">Its customer; null while unknown.</param>
    /// <param name="code">Its promotion code; null for none.</param>
    public static RewardFacts Of(Turn turn, Transaction sale, Customer? customer, UsedCode? code)
    {
        var needs = turn.Settings.Rules?.Needs ?? RuleNeeds.Nothing;
        var facts = Of(turn, CountingFor(turn, customer, sale), sale.CreatedAt);
        return facts with
        {
            Fraud = SignalBook.WithSale(turn, facts.Fraud, sale, customer),
            Amount = sale.Amount,
            Unit = sale.Unit,
            RewardedSalesBefore = RewardedSales.Before(turn, customer),
            IsRewardable = sale.IsRewardable,
            GivenReward = sale.GivenReward,
            IsAlreadyPaid = sale.IsRewarded,
            IsUnverified = sale.IsUnverified,
            CustomerSalesBefore = customer is null ? 0 : RunningTotals.SalesOf(turn, customer.Number),
            ProductIds = turn.Settings.Rules is null ? [] : ListOf(sale.ProductIds),
            ProductTypes = turn.Settings.Rules is null ? [] : ListOf(sale.ProductTypes),
            Action = sale.Action,
            // A code that did not apply was not used; one that nobody knows here is the merchant's own.
            PromotionCode = code is { Facts: not null, Applies: false } ? null : sale.DiscountCode,
            Metadata = needs.ReadsMetadata ? MetadataText.Of(sale.Metadata) : null,
        };
    }

    /// <summary>The facts of a sign-up, which are also those of the people of a sale or action.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer; null while unknown.</param>
    /// <param name="occurredAt">When it occurred.</param>
    public static RewardFacts Of(Turn turn, Customer? customer, long occurredAt)
    {
        var facts = new RewardFacts
        {
            Settings = turn.Settings,
            Now = turn.Now,
            OccurredAt = occurredAt,
            Amount = 0,
            Unit = turn.Settings.Currency,
            IsCustomerKnown = customer is not null,
            IsCustomerProvisional = customer?.IsProvisional ?? false,
            IsReferred = customer?.ReferredBy is not null,
            IsCustomerActive =
                customer?.Status != CustomerStatus.Suspended && customer?.Status != CustomerStatus.Archived,
            Customer = customer?.Number ?? 0,
            BoundAt = customer?.BoundAt ?? 0,
            CustomerSince = customer?.CreatedAt ?? 0,
        };
        return MergedCustomer.ReferrerOf(turn, customer) is { } owner
            ? Referred(turn, facts, customer!, owner)
            : facts;
    }

    /// <summary>
    /// The customer as it is for this sale: one that a promotion code brings to another partner belongs to that one
    /// from the sale on, and came by no link.
    /// </summary>
    private static Customer? CountingFor(Turn turn, Customer? customer, Transaction sale) =>
        customer is null || MergedCustomer.ReferrerOf(turn, customer) == sale.ReferredBy
            ? customer
            : customer with
            {
                ReferredBy = sale.ReferredBy,
                BoundAt = sale.CreatedAt,
                CameBy = null,
            };

    private static RewardFacts Referred(Turn turn, RewardFacts facts, Customer customer, long owner)
    {
        var needs = turn.Settings.Rules?.Needs ?? RuleNeeds.Nothing;
        var (isActive, email, id, tags, since, upper) = ReferrerOf(turn, owner);
        var isSelf = Email.IsSameMailbox(customer.Email, email);
        return facts with
        {
            IsReferrerActive = isActive,
            IsSelfReferral = isSelf,
            Fraud = SignalBook.Of(turn, customer, owner, email, isSelf),
            Referrer = owner,
            ReferrerId = id,
            ReferrerTags = needs.ReadsTags ? ListOf(tags) : [],
            ReferrerSince = since,
            CustomerTags = needs.ReadsTags ? ListOf(customer.Tags) : [],
            Above = needs.Levels > 0 ? Above(turn, owner, upper, needs.Levels) : [],
            LinkKeys = needs.ReadsLink && customer.CameBy is { } link ? ReferralKeys.OfLink(turn, owner, link) : [],
            Running = RunningTotals.Of(turn, owner),
        };
    }

    private static (bool IsActive, string? Email, string? Id, string Tags, long Since, long? Upper) ReferrerOf(
        Turn turn,
        long number
    )
    {
        if (turn.IsAffiliate)
        {
            var partner = turn.Get(Partner.Table, number)!;
            return (partner.IsActive, partner.Email, partner.Id, partner.Tags, partner.CreatedAt, partner.ReferredBy);
        }

        var friend = turn.Get(Customer.Table, number)!;
        return (friend.Status == CustomerStatus.Active, friend.Email, friend.Key, friend.Tags, friend.CreatedAt, null);
    }

    /// <summary>The partners above, the nearest first; a ring of partners ends where it began.</summary>
    private static List<UpperPartner> Above(Turn turn, long partner, long? upper, int levels)
    {
        var above = new List<UpperPartner>(levels);
        while (
            above.Count < levels
            && upper is { } number
            && number != partner
            && above.TrueForAll(known => known.Number != number)
            && turn.Get(Partner.Table, number) is { } row
        )
        {
            above.Add(new(number, row.IsActive));
            upper = row.ReferredBy;
        }

        return above;
    }

    private static IReadOnlyList<string> ListOf(string? json) =>
        json is null or "[]" ? [] : JsonSerializer.Deserialize(json, StoredJson.Default.Texts)!;
}
