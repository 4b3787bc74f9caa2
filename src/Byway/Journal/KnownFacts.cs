using Byway.Customers;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Rewards;
using Byway.Transactions;

namespace Byway.Journal;

/// <summary>
/// Gathers what the reward of a sale or sign-up may depend on from what the journal has told: what
/// <see cref="SaleFacts"/> gathers in a turn.
/// </summary>
/// <param name="known">People and sales, before the entry at hand.</param>
/// <param name="counts">Running totals.</param>
public sealed class KnownFacts(KnownState known, KnownCounts counts)
{
    /// <summary>The facts of a sale.</summary>
    /// <param name="sale">The sale as its entry has it.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="now">When it was booked.</param>
    /// <param name="rewardedSalesBefore">How many of the customer's sales had a standing reward.</param>
    /// <param name="evidence">What its decision says was looked at.</param>
    public RewardFacts OfSale(
        Transaction sale,
        ProgramSettings settings,
        long now,
        long rewardedSalesBefore,
        IReadOnlyList<Evidence>? evidence
    )
    {
        var rules = settings.Rules ?? RewardRules.None;
        var number = sale.CustomerNumber ?? 0;
        var isRefused =
            evidence?.Any(each =>
                each.Field == SaleAttributionDecision.CodeField && PromotionCodeRule.IsRefusal(each.Verdict)
            ) == true;
        return Of(number, CountingFor(sale), settings, now, sale.CreatedAt) with
        {
            Amount = sale.Amount,
            Unit = sale.Unit,
            RewardedSalesBefore = rewardedSalesBefore,
            IsRewardable = sale.IsRewardable,
            GivenReward = sale.GivenReward,
            IsAlreadyPaid = sale.IsRewarded,
            IsUnverified = sale.IsUnverified,
            CustomerSalesBefore = number == 0 ? 0 : counts.SalesOf(rules, now, number),
            ProductIds = settings.Rules is null ? [] : KnownPerson.ListOf(sale.ProductIds),
            ProductTypes = settings.Rules is null ? [] : KnownPerson.ListOf(sale.ProductTypes),
            Action = sale.Action,
            PromotionCode = isRefused ? null : sale.DiscountCode,
            Metadata = rules.Needs.ReadsMetadata ? MetadataText.Of(sale.Metadata) : null,
        };
    }

    /// <summary>The customer as it is for a sale that a promotion code may bring to another partner.</summary>
    private KnownPerson? CountingFor(Transaction sale)
    {
        var customer = known.PersonOf(sale.CustomerNumber ?? 0);
        return customer is null || known.ReferrerOf(customer) == sale.ReferredBy
            ? customer
            : customer with
            {
                ReferredBy = sale.ReferredBy,
                BoundAt = sale.CreatedAt,
                CameBy = null,
            };
    }

    /// <summary>The facts of a sign-up.</summary>
    /// <param name="customer">The customer as its entry has it.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="now">When it was booked.</param>
    /// <param name="isErased">True when its personal columns are gone.</param>
    public RewardFacts OfSignUp(Customer customer, ProgramSettings settings, long now, bool isErased) =>
        Of(customer.Number, KnownPerson.Of(customer, isErased), settings, now, customer.CreatedAt);

    /// <summary>The facts of an action, which is not counted yet.</summary>
    /// <param name="told">What was done, and by whom.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="now">When it was booked.</param>
    /// <param name="occurredAt">When it occurred.</param>
    public RewardFacts OfAction(ActionCount told, ProgramSettings settings, long now, long occurredAt)
    {
        var customer = known.PersonOf(told.Owner);
        return Of(told.Owner, customer, settings, now, occurredAt) with
        {
            Action = told.Action,
            ActionsBefore = known.Actions.Of(told.Owner, ActionCount.Own, told.Action),
            ReferredActionsBefore = known.ReferrerOf(customer) is { } owner
                ? known.Actions.Of(owner, ActionCount.Referred, told.Action)
                : 0,
        };
    }

    /// <summary>Why a decision cannot be made again; null when it can.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="referrer">Whom the sale or sign-up counts for; null for nobody.</param>
    /// <param name="isErased">True when the entry's personal half is gone.</param>
    public string? WhyUnknown(ProgramSettings settings, long? referrer, bool isErased)
    {
        var rules = settings.Rules ?? RewardRules.None;
        return isErased && rules.Needs.ReadsMetadata && referrer is not null
                ? "a rule asks for the metadata of a sale whose customer was erased"
            : referrer is { } linked && rules.Needs.ReadsLink && known.Links.IsErased(linked)
                ? "a rule asks for the keys of a link whose owner was erased"
            : referrer is { } owner && known.PersonOf(owner)?.IsErased == true && AskForPartners(rules)
                ? "a rule asks for the id of a partner who was erased"
            : null;
    }

    /// <summary>True when buyer or referrer was erased, so that nobody can say whether they are one.</summary>
    /// <param name="customer">The buyer.</param>
    /// <param name="referrer">Whom it counts for.</param>
    public bool IsMailboxUnknown(long? customer, long? referrer) =>
        referrer is not null && (IsErased(customer) || IsErased(referrer));

    private bool IsErased(long? person) => person is { } number && known.PersonOf(number)?.IsErased == true;

    private static bool AskForPartners(RewardRules rules) =>
        rules
            .Rules.Select(rule => rule.Conditions)
            .Concat(rules.Rewards.Select(reward => reward.Conditions))
            .Any(conditions => conditions.Partner is not null);

    private RewardFacts Of(long number, KnownPerson? customer, ProgramSettings settings, long now, long occurredAt)
    {
        var facts = new RewardFacts
        {
            Settings = settings,
            Now = now,
            OccurredAt = occurredAt,
            Amount = 0,
            Unit = settings.Currency,
            IsCustomerKnown = customer is not null,
            IsCustomerProvisional = customer?.IsProvisional ?? false,
            IsReferred = customer?.ReferredBy is not null,
            IsCustomerActive = customer?.IsBuying ?? true,
            Customer = number,
            BoundAt = customer?.BoundAt ?? 0,
            CustomerSince = customer?.Since ?? 0,
        };
        if (known.ReferrerOf(customer) is not { } owner || known.PersonOf(owner) is not { } referrer)
        {
            return facts;
        }

        var rules = settings.Rules ?? RewardRules.None;
        return facts with
        {
            IsReferrerActive = referrer.IsActive,
            IsSelfReferral = customer!.Mailbox is { } mailbox && mailbox == referrer.Mailbox,
            Referrer = owner,
            ReferrerId = referrer.Id,
            ReferrerTags = rules.Needs.ReadsTags ? referrer.Tags : [],
            ReferrerSince = referrer.Since,
            CustomerTags = rules.Needs.ReadsTags ? customer.Tags : [],
            LinkKeys = rules.Needs.ReadsLink && customer.CameBy is { } link ? known.Links.OfLink(owner, link) : [],
            Above = rules.Needs.Levels > 0 && referrer.IsPartner ? Above(owner, referrer, rules.Needs.Levels) : [],
            Running = counts.Of(rules, now, owner),
        };
    }

    private List<UpperPartner> Above(long partner, KnownPerson referrer, int levels)
    {
        var above = new List<UpperPartner>(levels);
        var upper = referrer.ReferredBy;
        while (
            above.Count < levels
            && upper is { } number
            && number != partner
            && above.TrueForAll(each => each.Number != number)
            && known.PersonOf(number) is { } row
        )
        {
            above.Add(new(number, row.IsActive));
            upper = row.ReferredBy;
        }

        return above;
    }
}
