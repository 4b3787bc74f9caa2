using System.Text.Json;
using Byway.Balances;
using Byway.Customers;
using Byway.Http;
using Byway.Integrations;
using Byway.Journal;
using Byway.Partners;
using Byway.Persons;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Rewards;
using Byway.Signals;
using Byway.Turns;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>
/// The sale itself, shared by <c>POST /v1/transactions</c>, sign-ups with a first sale, and sales that had waited.
/// </summary>
public static class Sales
{
    /// <summary>Records a sale, or answers a repeat as before.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="request">The sale.</param>
    /// <param name="caller">Who asks.</param>
    public static SaleOutcome Record(Turn turn, SaleRequest request, Caller caller)
    {
        // Facts
        var claim = request.Key is null ? null : Claims.Find(turn, ClaimKind.Transaction, request.Key);
        var mayRepeat = turn.Settings.AllowRepeatedTransactionKeys;

        // Decision
        var repeated = claim is null || mayRepeat ? null : Repeated(turn, request, caller, claim);
        if ((repeated ?? ReportedBefore(turn, request, caller)) is { } before)
        {
            return before;
        }

        // Effects
        return Book(turn, request, caller, mayRepeat && claim is { ReleasedAt: null } ? claim.Number : null);
    }

    private static SaleOutcome Book(Turn turn, SaleRequest request, Caller caller, long? previous)
    {
        var known = CustomerFinder.Find(turn, request.Customer);
        var isErased = known is null && SaleCustomer.IsErased(turn, request);
        var sale = RowOf(turn, request, previous);
        var partnerKey = turn.IsAffiliate && !isErased ? request.PartnerKey?.ToCandidate(turn) : null;
        var customer = isErased ? null : SaleCustomer.Of(turn, request, sale, known, partnerKey, caller.Actor);
        sale = sale with
        {
            Number = turn.NextNumber,
            CustomerRef = customer is null
                ? request.Customer.Key ?? request.Customer.Id ?? request.Customer.Any ?? request.Customer.Email
                : null,
        };
        ClaimKeys(turn, request, sale);
        var code = isErased ? null : UsedCode.OnSale(turn, sale, customer, known?.Number);
        var (decided, rewards, decision) = Decide(turn, sale, customer, code, partnerKey);
        if (isErased)
        {
            // Nobody is waited for, and nothing is kept of whom the sale was to.
            decided = decided with
            {
                CustomerRef = null,
                Metadata = null,
            };
            decision = decision with { Code = DecisionCode.CustomerErased };
        }

        turn.Put(Transaction.Table, decided);
        CountSale(turn, decided, decided.Amount, sales: 1);
        decision = decision.With(RunningTotals.Count(turn, null, decided, Signal.HoldingIn(decision.Evidence)));
        if (!isErased && (customer is null || customer is { IsProvisional: true, ReferredBy: null }))
        {
            WaitingSales.Wait(turn, decided, request.Customer, customer);
            if (request.AlsoNamed is { } names)
            {
                WaitingSales.WaitAlso(turn, decided, names);
            }
        }

        var count = PaymentBook.Attach(turn, request, decided, caller.Actor);
        var resource = TransactionJson.Of(turn, decided, rewards);
        turn.Append(
            new()
            {
                Kind = EntryKind.TransactionCreated,
                Subject = decided.Number,
                OccurredAt = decided.CreatedAt,
                Decision = decision,
                Request = isErased ? request.Request.Without("customer", "metadata").Json : request.Request.Json,
                Answer = resource,
            },
            caller.Actor
        );
        WaitingSales.SettleRefunds(turn, decided, caller.Actor);
        count?.Invoke();
        return new() { Resource = resource };
    }

    /// <summary>Decides a sale for its customer and books its rewards, without storing the sale itself.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="customer">Its customer; null while unknown.</param>
    /// <param name="code">Its promotion code; null for none.</param>
    /// <param name="partnerKey">What its partner key leads to; null for none.</param>
    public static (Transaction Sale, IReadOnlyList<Reward> Rewards, Decision Decision) Decide(
        Turn turn,
        Transaction sale,
        Customer? customer,
        UsedCode? code,
        Candidate? partnerKey = null
    )
    {
        // Facts
        var attribution = SaleAttributionDecision.Of(
            new()
            {
                IsCustomerKnown = customer is not null,
                BoundTo = MergedCustomer.ReferrerOf(turn, customer),
                PartnerKey = partnerKey,
                Code = code?.ToCandidate(SaleAttributionDecision.CodeField),
                IsCodeFirst = turn.Settings.PromotionCodeWins,
            }
        );
        sale = sale with { CustomerNumber = customer?.Number, ReferredBy = attribution.Owner };
        var facts = SaleFacts.Of(turn, sale, customer, code);

        // Decision
        var verdict = RewardRule.Decide(facts);

        // Effects
        if (customer is not null && sale.IsLive)
        {
            Redemptions.Redeem(turn, code, sale);
            OrderCount.Add(turn, sale, 1);
        }

        SaleRate.Note(turn, sale);
        Buyer.Count(turn, customer);
        var rewards = new List<Reward>();
        var arithmetic = new List<Arithmetic>();
        foreach (var earned in verdict.Rewards)
        {
            var (reward, explained) = RewardPostings.Earn(turn, sale, earned);
            rewards.Add(reward);
            arithmetic.Add(explained);
        }

        var decision = new Decision
        {
            Code = verdict.Code,
            Evidence = [.. attribution.Evidence(EvidenceOf(verdict.Code)), .. verdict.Asked, .. verdict.Signals],
            Arithmetic = arithmetic.Count == 0 ? null : arithmetic,
        };
        return (sale, rewards, decision);
    }

    /// <summary>Says what deciding a sale of a customer will read.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="unit">The sale's unit; null for the program's currency.</param>
    /// <param name="createdAt">When it occurred; null for now.</param>
    public static void Prefetch(Turn turn, Customer customer, string? unit, long? createdAt)
    {
        if (MergedCustomer.ReferrerOf(turn, customer) is not { } owner)
        {
            return;
        }

        var settings =
            turn.IsCollecting && turn.Get(ProgramVersion.Table, turn.Version) is null ? null : turn.Settings;
        if (turn.IsAffiliate)
        {
            turn.Get(Partner.Table, owner);
        }
        else
        {
            turn.Get(Customer.Table, owner);
        }

        turn.Get(Buyer.Table, customer.Number);
        var day = (createdAt ?? turn.Now) / UtcMicros.PerDay;
        PrefetchPaid(turn, owner, customer.Number, unit ?? settings?.Currency ?? "", day);
        if (unit is not null && unit != settings?.Currency && settings?.Rates is not null)
        {
            PrefetchPaid(turn, owner, customer.Number, settings.Currency, day);
        }
    }

    private static void PrefetchPaid(Turn turn, long owner, long customer, string unit, long day)
    {
        if (unit.Length > 0)
        {
            RunningTotals.Prefetch(turn, owner, customer, unit, day);
        }

        Totals.Prefetch(turn, owner, unit);
        Tally.Prefetch(turn, Tally.ReferredSales, unit);
        turn.Get(Balance.Table, owner, text: LedgerAccount.Held, text2: unit);
        turn.Get(Balance.Table, owner, text: LedgerAccount.Payable, text2: unit);
        turn.Get(Balance.Table, LedgerAccount.ProgramOwner, text: LedgerAccount.RewardExpense, text2: unit);
    }

    /// <summary>Adds a sale to the totals of whom it counts for and of the program, or takes it out.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="amount">Micros, negative to take out.</param>
    /// <param name="sales">1, −1, or 0 for a refund.</param>
    public static void CountSale(Turn turn, Transaction sale, long amount, long sales)
    {
        var total = new Total
        {
            Owner = LedgerAccount.ProgramOwner,
            Unit = sale.Unit,
            Day = turn.Now / UtcMicros.PerDay,
            Sales = sales,
            SalesAmount = amount,
        };
        turn.Count(total);
        CountForReferrer(turn, sale, amount, sales);
    }

    /// <summary>The referrer's part of <see cref="CountSale"/>, for sales that are attributed later.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="amount">Micros.</param>
    /// <param name="sales">1, −1 or 0.</param>
    public static void CountForReferrer(Turn turn, Transaction sale, long amount, long sales)
    {
        if (sale.ReferredBy is { } owner)
        {
            var total = new Total
            {
                Owner = owner,
                Unit = sale.Unit,
                Day = turn.Now / UtcMicros.PerDay,
                Sales = sales,
                SalesAmount = amount,
            };
            turn.Count(total);
            turn.Count(total with { Owner = Tally.ReferredSales });
        }
    }

    private static string EvidenceOf(string code) =>
        code switch
        {
            DecisionCode.CustomerUnknown or DecisionCode.CustomerNotReferred or DecisionCode.CustomerProvisional =>
                code,
            DecisionCode.PartnerInactive or DecisionCode.CustomerSuspended => code,
            _ => "resolved",
        };

    /// <summary>What becomes of a key that was used before; null when it is free again.</summary>
    private static SaleOutcome? Repeated(Turn turn, SaleRequest request, Caller caller, Claim claim)
    {
        if (Claims.IsSameRequest(turn, claim, request.Request))
        {
            var replayed = Claims.Replay(turn, claim, caller);
            return new() { Resource = replayed.Resource, Replayed = replayed };
        }

        return claim.ReleasedAt is not null ? null
            : IsOfAnotherSource(turn, claim, request) ? Reported(turn, request, caller, "key", claim.Number)
            : new() { Refusal = Claims.Refuse(turn, claim, request.Request, request.PathOf("key")) };
    }

    /// <summary>Two sources that report one invoice, charge or order report one sale.</summary>
    private static SaleOutcome? ReportedBefore(Turn turn, SaleRequest request, Caller caller)
    {
        foreach (var (name, id) in request.ExternalIds)
        {
            if (Claims.Find(turn, ClaimKind.ExternalId, $"{name}:{id}") is { ReleasedAt: null } claim)
            {
                return Reported(turn, request, caller, name, claim.Number);
            }
        }

        return
            PaymentBook.SaleOf(turn, request) is { } sale && turn.Get(Transaction.Table, sale) is { DeletedAt: null }
            ? Reported(turn, request, caller, "payment", sale)
            : null;
    }

    private static SaleOutcome Reported(Turn turn, SaleRequest request, Caller caller, string by, long sale)
    {
        var personal = turn.Get(EntryPersonal.Table, sale)!;
        turn.Append(
            new()
            {
                Kind = EntryKind.RequestRepeated,
                Subject = sale,
                Decision = new() { Code = DecisionCode.AlreadyReported, Evidence = [new(by, "resolved", sale)] },
                Request = request.Request.Json,
            },
            caller.Actor
        );
        return new() { Resource = System.Text.Encoding.UTF8.GetBytes(personal.Answer) };
    }

    /// <summary>One key, told by the merchant and by a billing provider: an invoice's id.</summary>
    private static bool IsOfAnotherSource(Turn turn, Claim claim, SaleRequest request) =>
        turn.Settings.Integrations is { } connected
        && turn.Get(Transaction.Table, claim.Number) is { } sale
        && sale.Source != request.Source
        && connected.Any(each => each.Provider == sale.Source || each.Provider == request.Source);

    /// <summary>The sale as the request describes it; its number and customer come with them.</summary>
    private static Transaction RowOf(Turn turn, SaleRequest request, long? previous) =>
        new()
        {
            ProgramId = turn.Program.ProgramId,
            Number = 0,
            Key = request.Key ?? Ids.New("txn_", turn.Now),
            HasMerchantKey = request.Key is not null,
            Amount = request.Amount,
            Unit = request.Unit ?? turn.Settings.Currency,
            Action = request.Action,
            ProductIds = request.ProductIds,
            ProductTypes = request.ProductTypes,
            GrossAmount = request.GrossAmount,
            DiscountAmount = request.DiscountAmount,
            TaxAmount = request.TaxAmount,
            ShippingAmount = request.ShippingAmount,
            DiscountCode = request.DiscountCode,
            Source = request.Source,
            ExternalIds =
                request.ExternalIds.Count == 0
                    ? null
                    : JsonSerializer.Serialize(
                        request.ExternalIds.ToDictionary(StringComparer.Ordinal),
                        StoredJson.Default.Pairs
                    ),
            Metadata = request.Metadata,
            GivenReward = request.GivenReward,
            IsRewardable = request.IsRewardable,
            IsRewarded = request.IsRewarded,
            RefundedAmount = 0,
            PreviousNumber = previous,
            CreatedAt = turn.OccurredAt(request.CreatedAt),
        };

    private static void ClaimKeys(Turn turn, SaleRequest request, Transaction sale)
    {
        Claims.Put(turn, ClaimKind.Transaction, sale.Key, sale.Number, request.Request);
        foreach (var (name, id) in request.ExternalIds)
        {
            Claims.Put(turn, ClaimKind.ExternalId, $"{name}:{id}", sale.Number, request.Request);
        }
    }
}

/// <summary>What became of a reported sale.</summary>
public sealed record SaleOutcome
{
    /// <summary>Why it was refused; null when it was not.</summary>
    public Answer? Refusal { get; init; }

    /// <summary>The resource as UTF-8 JSON.</summary>
    public byte[] Resource { get; init; } = [];

    /// <summary>The first answer, when this is a repeat.</summary>
    public Replayed? Replayed { get; init; }

    /// <summary>True when nothing was written.</summary>
    public bool IsReplay => Replayed is not null;
}
