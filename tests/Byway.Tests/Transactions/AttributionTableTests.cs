using Byway.Customers;
using Byway.Journal;
using Byway.PromotionCodes;
using Byway.Transactions;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Transactions;

/// <summary>
/// Whose a sale or sign-up is, one line a case: through the very decisions, with a promotion code judged by its rule.
/// Partners: a and b count, i does not. Evidence: <c>key:a</c>, <c>link:b</c>, <c>code:a</c>; <c>?</c> leads to nobody,
/// <c>!</c> cannot be a key; codes may be <c>expired</c>, <c>off</c>, <c>used</c>, <c>free</c> (of nobody), <c>ab</c>
/// (of both).
/// </summary>
public sealed class AttributionTableTests
{
    private const long At = 1_768_478_400_000_000;

    [Theory]
    [InlineData("", "-", "customer_not_referred")]
    [InlineData("key:a", "a", "attributed")]
    [InlineData("key:i", "-", "partner_inactive")]
    [InlineData("key:?", "-", "partner_key_unknown")]
    [InlineData("key:!", "-", "partner_key_malformed")]
    [InlineData("link:a", "a", "attributed")]
    [InlineData("link:i", "-", "partner_inactive")]
    [InlineData("link:?", "-", "partner_key_unknown")]
    [InlineData("code:a", "a", "attributed")]
    [InlineData("code:i", "-", "partner_inactive")]
    [InlineData("code:?", "-", "promotion_code_unknown")]
    [InlineData("code:expired", "-", "promotion_code_expired")]
    [InlineData("code:off", "-", "promotion_code_inactive")]
    [InlineData("code:used", "-", "promotion_code_used_up")]
    [InlineData("code:free", "-", "promotion_code_without_partner")]
    [InlineData("code:ab", "-", "promotion_code_shared")]
    [InlineData("key:a link:b", "a", "attributed")]
    [InlineData("key:b link:a", "b", "attributed")]
    [InlineData("key:i link:b", "b", "attributed")]
    [InlineData("key:? link:b", "b", "attributed")]
    [InlineData("key:! link:b", "b", "attributed")]
    [InlineData("key:a code:b", "a", "attributed")]
    [InlineData("key:i code:b", "b", "attributed")]
    [InlineData("key:? code:b", "b", "attributed")]
    [InlineData("key:! code:b", "b", "attributed")]
    [InlineData("key:? code:expired", "-", "partner_key_unknown")]
    [InlineData("link:a code:b", "a", "attributed")]
    [InlineData("link:i code:b", "b", "attributed")]
    [InlineData("link:? code:off", "-", "partner_key_unknown")]
    [InlineData("key:? link:? code:a", "a", "attributed")]
    [InlineData("key:i link:! code:?", "-", "partner_inactive")]
    [InlineData("key:a link:a code:a", "a", "attributed")]
    public void Whose_a_sign_up_is(string evidence, string whose, string code)
    {
        var attribution = AttributionDecision.Of([.. Read(evidence, null)]);
        Assert.Equal(whose, NameOf(attribution.Owner));
        Assert.Equal(code, attribution.Decision.Code);
    }

    // customer: -: unknown, 0: nobody's, a, b, i: whose. wins: the setting. Then the evidence, whose, and verdicts.
    [Theory]
    [InlineData("-", false, "", "-", "customer:v")]
    [InlineData("-", false, "code:a", "-", "customer:v code:customer_unknown")]
    [InlineData("-", true, "code:a", "-", "customer:v code:customer_unknown")]
    [InlineData("-", false, "code:?", "-", "customer:v code:customer_unknown")]
    [InlineData("0", false, "", "-", "customer.referred_by:v")]
    [InlineData("0", false, "code:i", "-", "customer.referred_by:v code:partner_inactive")]
    [InlineData("0", false, "code:?", "-", "customer.referred_by:v code:promotion_code_unknown")]
    [InlineData("0", true, "code:expired", "-", "customer.referred_by:v code:promotion_code_expired")]
    [InlineData("a", false, "", "a", "customer.referred_by:v")]
    [InlineData("a", true, "", "a", "customer.referred_by:v")]
    [InlineData("i", false, "", "i", "customer.referred_by:v")]
    [InlineData("a", false, "code:a", "a", "customer.referred_by:v code:noted")]
    [InlineData("a", false, "code:b", "a", "customer.referred_by:v code:noted")]
    [InlineData("i", false, "code:b", "i", "customer.referred_by:v code:noted")]
    [InlineData("a", false, "code:i", "a", "customer.referred_by:v code:partner_inactive")]
    [InlineData("a", false, "code:free", "a", "customer.referred_by:v code:promotion_code_without_partner")]
    [InlineData("a", false, "code:ab", "a", "customer.referred_by:v code:noted")]
    [InlineData("i", false, "code:ab", "i", "customer.referred_by:v code:promotion_code_shared")]
    [InlineData("a", true, "code:a", "a", "code:resolved customer.referred_by:noted")]
    [InlineData("a", true, "code:b", "b", "code:resolved customer.referred_by:noted")]
    [InlineData("i", true, "code:b", "b", "code:resolved customer.referred_by:noted")]
    [InlineData("a", true, "code:i", "a", "customer.referred_by:v code:partner_inactive")]
    [InlineData("a", true, "code:?", "a", "customer.referred_by:v code:promotion_code_unknown")]
    [InlineData("a", true, "code:used", "a", "customer.referred_by:v code:promotion_code_used_up")]
    [InlineData("a", true, "code:off", "a", "customer.referred_by:v code:promotion_code_inactive")]
    [InlineData("a", true, "code:free", "a", "customer.referred_by:v code:promotion_code_without_partner")]
    [InlineData("b", true, "code:ab", "b", "code:resolved customer.referred_by:noted")]
    [InlineData("a", false, "key:a", "a", "key:resolved customer.referred_by:v")]
    [InlineData("a", false, "key:b", "a", "key:noted customer.referred_by:v")]
    [InlineData("b", false, "key:?", "b", "key:partner_key_unknown customer.referred_by:v")]
    [InlineData("b", false, "key:!", "b", "key:partner_key_malformed customer.referred_by:v")]
    [InlineData("b", false, "key:i", "b", "key:partner_inactive customer.referred_by:v")]
    [InlineData("-", false, "key:?", "-", "key:partner_key_unknown customer:v")]
    [InlineData("0", false, "key:?", "-", "key:partner_key_unknown customer.referred_by:v")]
    [InlineData("a", true, "key:a code:b", "a", "key:resolved customer.referred_by:v code:noted")]
    [InlineData("a", false, "key:a code:b", "a", "key:resolved customer.referred_by:v code:noted")]
    [InlineData("a", true, "key:? code:b", "b", "key:partner_key_unknown code:resolved customer.referred_by:noted")]
    [InlineData("a", true, "key:i code:b", "b", "key:partner_inactive code:resolved customer.referred_by:noted")]
    [InlineData("a", false, "key:? code:b", "a", "key:partner_key_unknown customer.referred_by:v code:noted")]
    [InlineData("-", true, "key:? code:b", "-", "key:partner_key_unknown customer:v code:customer_unknown")]
    public void Whose_a_sale_is(string customer, bool wins, string evidence, string whose, string verdicts)
    {
        var bound = customer is "-" or "0" ? null : NumberOf(customer);
        var candidates = Read(evidence, bound).ToList();
        var attribution = SaleAttributionDecision.Of(
            new()
            {
                IsCustomerKnown = customer != "-",
                BoundTo = bound,
                PartnerKey = candidates.Find(each => each.Path == "key"),
                Code = candidates.Find(each => each.Path == "code"),
                IsCodeFirst = wins,
            }
        );
        Assert.Equal(whose, NameOf(attribution.Owner));
        Assert.Equal(
            verdicts,
            string.Join(' ', attribution.Evidence("v").Select(each => $"{each.Field}:{each.Verdict}"))
        );
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("off", DecisionCode.PromotionCodeInactive)]
    [InlineData("coupon off", DecisionCode.PromotionCodeInactive)]
    [InlineData("ends at", DecisionCode.PromotionCodeExpired)]
    [InlineData("ends after", null)]
    [InlineData("coupon ends at", DecisionCode.PromotionCodeExpired)]
    [InlineData("used up", DecisionCode.PromotionCodeUsedUp)]
    [InlineData("one left", null)]
    [InlineData("used up, redeemed", null)]
    [InlineData("off, ends at, redeemed", null)]
    [InlineData("off, ends at, used up", DecisionCode.PromotionCodeInactive)]
    [InlineData("ends at, used up", DecisionCode.PromotionCodeExpired)]
    [InlineData("for others", DecisionCode.PromotionCodeNotForCustomer)]
    [InlineData("for the customer", null)]
    [InlineData("for the same", null)]
    [InlineData("first, none before", null)]
    [InlineData("first, one before", DecisionCode.PromotionCodeNotFirstOrder)]
    [InlineData("one before", null)]
    [InlineData("once, used", DecisionCode.PromotionCodeUsedBefore)]
    [InlineData("once", null)]
    [InlineData("minimum", null)]
    [InlineData("above minimum", DecisionCode.PromotionCodeBelowMinimum)]
    [InlineData("minimum, no amount", DecisionCode.PromotionCodeBelowMinimum)]
    [InlineData("minimum, no amount, sign-up", null)]
    [InlineData("first, one before, once, used", DecisionCode.PromotionCodeNotFirstOrder)]
    public void Why_a_code_does_not_apply(string limits, string? fault)
    {
        bool Has(string limit) => limits.Split(", ").Contains(limit);
        var (code, coupon) = Make(1);
        var facts = new CodeFacts(
            code with
            {
                IsActive = !Has("off"),
                IsDateLimited = Has("ends at") || Has("ends after"),
                DateLimit = Has("ends at") ? At : At + 1,
                IsTimesLimited = Has("used up") || Has("one left"),
                TimesLimit = 5,
                TimesRedeemed = Has("one left") ? 4 : 5,
                IsCustomerLimited = Has("for others") || Has("for the customer") || Has("for the same"),
                Customers =
                    Has("for the customer") ? [7]
                    : Has("for the same") ? [8]
                    : [9],
                IsFirstOrderOnly = Has("first"),
                IsMinimumLimited = Has("minimum") || Has("above minimum"),
                MinimumAmount = Has("minimum") ? 100 : 101,
            },
            coupon with
            {
                IsActive = !Has("coupon off"),
                IsDateLimited = Has("coupon ends at"),
                DateLimit = At,
                DurationType = Has("once") ? "once" : "lifetime",
            },
            At
        )
        {
            IsSale = !Has("sign-up"),
            Customer = 7,
            SameCustomer = 8,
            OrdersBefore = Has("one before") ? 1 : 0,
            Amount = Has("no amount") ? null : 100,
            FirstUsedAt = Has("used") ? At - UtcMicros.PerDay : null,
            IsRedeemed = Has("redeemed"),
        };
        Assert.Equal(fault, PromotionCodeRule.Judge(facts).Fault);
    }

    private static IEnumerable<Candidate> Read(string evidence, long? bound) =>
        evidence
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(piece => piece.Split(':'))
            .Select(piece => piece[0] == "code" ? CodeOf(piece[1], bound) : KeyOf(piece[0], piece[1]));

    private static Candidate KeyOf(string path, string text) =>
        text switch
        {
            "!" => new(path, IsWellFormed: false),
            "?" => new(path),
            _ => new(path, Owner: NumberOf(text), IsActive: text != "i"),
        };

    private static Candidate CodeOf(string text, long? bound)
    {
        if (text == "?")
        {
            return new("code") { Fault = DecisionCode.PromotionCodeUnknown };
        }

        long[] partners = text switch
        {
            "free" => [],
            "ab" => [1, 2],
            "i" => [3],
            "b" => [2],
            _ => [1],
        };
        var (code, coupon) = Make(partners);
        var verdict = PromotionCodeRule.Judge(
            new(
                code with
                {
                    IsActive = text != "off",
                    IsDateLimited = text == "expired",
                    DateLimit = At,
                    IsTimesLimited = text == "used",
                    TimesLimit = 0,
                },
                coupon,
                At
            )
            {
                BoundTo = bound,
            }
        );
        return new("code", Owner: verdict.Partner, IsActive: verdict.Partner is 1 or 2)
        {
            Fault = verdict.Fault ?? verdict.PartnerFault,
        };
    }

    private static (PromotionCode Code, Coupon Coupon) Make(params long[] partners) =>
        (
            new()
            {
                ProgramId = 1,
                Number = 20,
                Coupon = 10,
                Code = "P",
                CodeFolded = "p",
                IsPartnerLimited = partners.Length > 0,
                Partners = partners,
                CreatedAt = 0,
                UpdatedAt = 0,
            },
            new()
            {
                ProgramId = 1,
                Number = 10,
                Code = "C",
                CodeFolded = "c",
                Name = "C",
                IsActive = true,
                DiscountType = "percent",
                DiscountAmount = 0,
                DurationType = "lifetime",
                CreatedAt = 0,
                UpdatedAt = 0,
            }
        );

    private static long? NumberOf(string name) => name[0] is 'i' ? 3 : name[0] - 'a' + 1;

    private static string NameOf(long? number) =>
        number switch
        {
            null => "-",
            3 => "i",
            { } other => ((char)('a' + other - 1)).ToString(),
        };
}
