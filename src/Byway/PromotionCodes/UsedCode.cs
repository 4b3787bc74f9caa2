using System.Globalization;
using Byway.Customers;
using Byway.Journal;
using Byway.Partners;
using Byway.Transactions;
using Byway.Turns;
using Byway.Values;

namespace Byway.PromotionCodes;

/// <summary>A promotion code as a sale or sign-up names it, looked up and judged.</summary>
public sealed record UsedCode
{
    private const string NoteStart = "code ";
    private const string NoteSold = ", sold ";
    private const string NoteEnd = ", redeemed before";

    /// <summary>What it is; null when nobody has made such a code.</summary>
    public CodeFacts? Facts { get; private init; }

    /// <summary>What it comes to; null when nobody has made such a code.</summary>
    public CodeVerdict? Verdict { get; private init; }

    /// <summary>False while the partner it leads to does not count.</summary>
    public bool IsPartnerActive { get; private init; }

    /// <summary>True when it is known and applies, whether or not it leads to a partner.</summary>
    public bool Applies => Verdict is { Fault: null };

    /// <summary>A code on a sign-up, which redeems nothing.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="text">As the buyer typed it.</param>
    /// <param name="customer">Who signs up, when a sale has made them already.</param>
    /// <param name="at">When it occurred.</param>
    public static UsedCode OnSignUp(Turn turn, string text, Customer? customer, long at) =>
        PromotionCodeFinder.ByCode(turn, text) is { } code && turn.Get(Coupon.Table, code.Coupon) is { } coupon
            ? Of(turn, new(code, coupon, at) { Customer = customer?.Number, BoundTo = customer?.ReferredBy })
            : new();

    /// <summary>A code on a sale; null when it has none.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="customer">Who bought; null for somebody whom the sale itself makes known.</param>
    /// <param name="sameCustomer">Another record of the buyer.</param>
    public static UsedCode? OnSale(Turn turn, Transaction sale, Customer? customer, long? sameCustomer = null)
    {
        if (sale.DiscountCode is not { } text)
        {
            return null;
        }

        if (
            PromotionCodeFinder.ByCode(turn, text) is not { } code
            || turn.Get(Coupon.Table, code.Coupon) is not { } coupon
        )
        {
            return new();
        }

        var stored = sale.CustomerNumber == customer?.Number ? turn.Get(Transaction.Table, sale.Number) : null;
        return Of(
            turn,
            new(code, coupon, sale.CreatedAt)
            {
                IsSale = true,
                Customer = customer?.Number,
                SameCustomer = sameCustomer,
                BoundTo = customer?.ReferredBy,
                OrdersBefore =
                    customer is null || !code.IsFirstOrderOnly || turn.IsCollecting
                        ? 0
                        : OrderCount.Of(turn, customer.Number, stored),
                Amount = code.IsMinimumLimited ? AmountOf(turn, sale) : null,
                FirstUsedAt = customer is null
                    ? null
                    : turn.Get(CouponUse.Table, coupon.Number, customer.Number)?.FirstAt,
                IsRedeemed =
                    turn.Get(Redemption.Table, code.Number, text: turn.HashOf(ClaimKind.Transaction, sale.Key))
                        is not null,
            }
        );
    }

    /// <summary>As evidence of who referred the customer.</summary>
    /// <param name="path">Where it stands in the request.</param>
    /// <param name="tellsWhen">True where nothing else tells when the sale occurred.</param>
    public Candidate ToCandidate(string path, bool tellsWhen = false) =>
        Facts is not { } facts
            ? new(path) { Fault = DecisionCode.PromotionCodeUnknown }
            : new(path, Owner: Verdict!.Partner, IsActive: IsPartnerActive)
            {
                Fault = Verdict.Fault ?? Verdict.PartnerFault,
                Note =
                    string.Create(CultureInfo.InvariantCulture, $"{NoteStart}{facts.Code.Number}")
                    + (tellsWhen ? NoteSold + UtcMicros.ToText(facts.At) : "")
                    + (facts.IsRedeemed ? NoteEnd : ""),
                Limit =
                    facts.Code.IsCustomerLimited && facts.SameCustomer != facts.Customer ? facts.SameCustomer : null,
                Fact = facts.IsSale && facts.Code.IsMinimumLimited ? facts.Amount : null,
                Seen = facts.IsSale && facts.Code.IsFirstOrderOnly ? facts.OrdersBefore : null,
            };

    /// <summary>
    /// The code that evidence is about, when the sale that makes or binds a customer occurred, and whether the sale
    /// had redeemed it; null when it is about none.
    /// </summary>
    /// <param name="evidence">The evidence.</param>
    public static (long Number, long? SoldAt, bool IsRedeemed)? In(Evidence evidence)
    {
        if (evidence.Note is not { } note || !note.StartsWith(NoteStart, StringComparison.Ordinal))
        {
            return null;
        }

        var isRedeemed = note.EndsWith(NoteEnd, StringComparison.Ordinal);
        var parts = note[NoteStart.Length..^(isRedeemed ? NoteEnd.Length : 0)].Split(NoteSold);
        return (
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            parts.Length > 1 ? UtcMicros.Read(parts[1]) : null,
            isRedeemed
        );
    }

    /// <summary>Says what judging a code on a sale will read.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="text">As the buyer typed it.</param>
    /// <param name="transactionKey">The sale's key; null when it gets one of ours.</param>
    /// <param name="customer">Who bought.</param>
    public static void Prefetch(Turn turn, string text, string? transactionKey, Customer? customer)
    {
        if (PromotionCodeFinder.ByCode(turn, text) is not { } code)
        {
            return;
        }

        turn.Get(Coupon.Table, code.Coupon);
        foreach (var partner in code.Partners)
        {
            turn.Get(Partner.Table, partner);
        }

        if (customer is not null)
        {
            turn.Get(CouponUse.Table, code.Coupon, customer.Number);
        }

        if (transactionKey is not null)
        {
            var hash = turn.HashOf(ClaimKind.Transaction, transactionKey);
            turn.Get(Redemption.Table, code.Number, text: hash);
            turn.Get(Redemption.Table, code.Coupon, text: hash);
        }
    }

    private static UsedCode Of(Turn turn, CodeFacts facts)
    {
        var verdict = PromotionCodeRule.Judge(facts);
        return new()
        {
            Facts = facts,
            Verdict = verdict,
            IsPartnerActive = verdict.Partner is { } partner && turn.Get(Partner.Table, partner) is { IsActive: true },
        };
    }

    /// <summary>What the customer paid, where that is told, else the base of rewards; at the merchant's rate.</summary>
    private static long? AmountOf(Turn turn, Transaction sale)
    {
        var amount = sale.GrossAmount ?? sale.Amount;
        return sale.Unit == turn.Settings.Currency
            ? amount
            : turn.Settings.Rates?.Find(sale.Unit, turn.Settings.Currency, sale.CreatedAt)?.Of(amount);
    }
}
