using Byway.Customers;
using Byway.PromotionCodes;

namespace Byway.Journal;

/// <summary>
/// The promotion codes that a program's journal has told of so far, how often they were redeemed, and since when
/// customers use their coupons: what <see cref="UsedCode"/> looks up in a turn.
/// </summary>
public sealed class KnownCodes
{
    private readonly Dictionary<long, PromotionCode> codes = [];
    private readonly Dictionary<long, Coupon> coupons = [];
    private readonly Dictionary<(long Coupon, long Customer), long> uses = [];

    /// <summary>
    /// Judges the code that evidence is about again. Which code it was, what the order came to and how many there had
    /// been is taken from the evidence; null when it is about no code.
    /// </summary>
    /// <param name="evidence">The evidence.</param>
    /// <param name="signUp">The customer, and since when, and to whom it belonged before.</param>
    /// <param name="isActive">Whether a partner counts at present.</param>
    public Candidate? Judge(Evidence evidence, CodeContext signUp, Func<long, bool> isActive)
    {
        if (evidence.Verdict == DecisionCode.PromotionCodeUnknown)
        {
            return new(evidence.Field) { Fault = DecisionCode.PromotionCodeUnknown };
        }

        if (UsedCode.In(evidence) is not { } said)
        {
            return null;
        }

        if (
            !codes.TryGetValue(said.Number, out var code)
            || !coupons.TryGetValue(code.Coupon, out var coupon)
            || code.DeletedAt is not null
        )
        {
            return new(evidence.Field) { Fault = "no such code" };
        }

        var verdict = PromotionCodeRule.Judge(
            new(code, coupon, signUp.At)
            {
                IsSale = signUp.IsSale,
                Customer = signUp.Customer,
                SameCustomer = evidence.Limit,
                BoundTo = signUp.BoundTo,
                OrdersBefore = evidence.Seen ?? 0,
                Amount = evidence.Fact,
                FirstUsedAt =
                    signUp.IsSale
                    && signUp.Customer is { } customer
                    && uses.TryGetValue((code.Coupon, customer), out var first)
                        ? first
                        : null,
                IsRedeemed = said.IsRedeemed,
            }
        );
        return new(
            evidence.Field,
            Owner: verdict.Partner,
            IsActive: verdict.Partner is { } partner && isActive(partner)
        )
        {
            Fault = verdict.Fault ?? verdict.PartnerFault,
        };
    }

    /// <summary>Takes the rows of an entry.</summary>
    /// <param name="rows">The rows.</param>
    public void Apply(IReadOnlyList<object> rows)
    {
        foreach (var row in rows)
        {
            switch (row)
            {
                case PromotionCode code:
                    codes[code.Number] = code with { Redemptions = "", Metadata = null };
                    break;
                case Coupon coupon:
                    coupons[coupon.Number] = coupon with { Redemptions = "", Metadata = null };
                    break;
                case CouponUse use:
                    uses[(use.Coupon, use.Customer)] = use.FirstAt;
                    break;
                default:
                    break;
            }
        }
    }
}

/// <summary>In what a promotion code was used.</summary>
/// <param name="IsSale">True for a sale.</param>
/// <param name="At">When it occurred; Unix microseconds.</param>
/// <param name="Customer">The customer's number; null for somebody new.</param>
/// <param name="BoundTo">The partner to whom the customer belonged.</param>
public readonly record struct CodeContext(bool IsSale, long At, long? Customer, long? BoundTo);
