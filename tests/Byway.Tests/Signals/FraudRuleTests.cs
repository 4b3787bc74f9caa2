using Byway.Signals;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Signals;

/// <summary>Each signal's bound from both sides: one below, at it, one above.</summary>
public sealed class FraudRuleTests
{
    private const long Second = Micros.PerWhole;

    /// <summary>What referrers and customers did, against thresholds, and the signals that gives.</summary>
    public static readonly TheoryData<string, FraudSettings, FraudFacts, string> Figures = new()
    {
        {
            "two sales of three",
            Sales(3),
            new() { Sales = 2 },
            ""
        },
        {
            "three sales of three",
            Sales(3),
            new() { Sales = 3 },
            ""
        },
        {
            "four sales of three",
            Sales(3),
            new() { Sales = 4 },
            "sale_velocity 4 3"
        },
        {
            "no bound of sales",
            Sales(0),
            new() { Sales = 1000 },
            ""
        },
        {
            "one sign-up of two",
            SignUps(2),
            new() { SignUps = 1 },
            ""
        },
        {
            "two sign-ups of two",
            SignUps(2),
            new() { SignUps = 2 },
            ""
        },
        {
            "three sign-ups of two",
            SignUps(2),
            new() { SignUps = 3 },
            "sign_up_velocity 3 2"
        },
        {
            "no bound of sign-ups",
            SignUps(0),
            new() { SignUps = 1000 },
            ""
        },
        {
            "a micro before the minute",
            Gap(60),
            new() { SinceLastSale = (60 * Second) - 1 },
            "rapid_sales 59999999 60000000"
        },
        {
            "on the minute",
            Gap(60),
            new() { SinceLastSale = 60 * Second },
            ""
        },
        {
            "a micro after the minute",
            Gap(60),
            new() { SinceLastSale = (60 * Second) + 1 },
            ""
        },
        {
            "at the same instant",
            Gap(1),
            new() { SinceLastSale = 0 },
            "rapid_sales 0 1000000"
        },
        { "the customer's first sale", Gap(60), new(), "" },
        {
            "no seconds",
            Gap(0),
            new() { SinceLastSale = 0 },
            ""
        },
        { "a refund less than a quarter", Refunds(25, 10), Of(1000, 249), "" },
        { "a quarter refunded", Refunds(25, 10), Of(1000, 250), "refund_rate 25000000 25000000" },
        { "more than a quarter", Refunds(25, 10), Of(1000, 251), "refund_rate 25100000 25000000" },
        { "a third, to the micro", Refunds(33_333_333, 3, isMicros: true), Of(3, 1), "refund_rate 33333333 33333333" },
        { "a micro more than a third", Refunds(33_333_334, 3, isMicros: true), Of(3, 1), "" },
        { "one sale too few", Refunds(25, 10), Of(9, 9), "" },
        { "just enough sales", Refunds(25, 10), Of(10, 10), "refund_rate 100000000 25000000" },
        { "one sale more than enough", Refunds(25, 10), Of(11, 11), "refund_rate 100000000 25000000" },
        { "no sale at all", Refunds(1, 1), Of(0, 0), "" },
        { "no share", Refunds(0, 1), Of(10, 10), "" },
        {
            "figures beyond 64 bits",
            Refunds(100, 1),
            Of(long.MaxValue, long.MaxValue),
            "refund_rate 100000000 100000000"
        },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void A_figure_signals_from_its_bound_on(
        string name,
        FraudSettings settings,
        FraudFacts facts,
        string expected
    )
    {
        Assert.NotEmpty(name);
        var signals = FraudRule.SignalsOf(settings, facts);
        Assert.Equal(expected, string.Join("; ", signals.Select(each => $"{each.Name} {each.Seen} {each.Limit}")));
        Assert.All(
            signals,
            signal => Assert.True(FraudRule.IsBeyond(signal.Name, signal.Seen!.Value, signal.Limit!.Value))
        );
    }

    [Theory]
    [InlineData("ann@acme.example", "bob@acme.example", true)]
    [InlineData("ann@ACME.example", "Bob@acme.Example", true)]
    [InlineData("ann@acme.example", "bob@acme.test", false)]
    [InlineData("ann@mail.acme.example", "bob@acme.example", false)]
    [InlineData("ann@gmail.com", "bob@gmail.com", false)]
    [InlineData("ann@GMX.de", "bob@gmx.de", false)]
    [InlineData("ann@own-free.example", "bob@own-free.example", false)]
    [InlineData("ann@mailinator.com", "bob@mailinator.com", false)]
    [InlineData("ann at acme.example", "bob at acme.example", false)]
    [InlineData(null, "bob@acme.example", false)]
    [InlineData(null, null, false)]
    public void One_company_is_one_domain_that_is_nobodys_mailbox(string? buyer, string? referrer, bool signals)
    {
        var facts = new FraudFacts { BuyerDomain = MailDomains.Of(buyer), ReferrerDomain = MailDomains.Of(referrer) };
        var settings = new FraudSettings { HoldsSameCompany = true, FreeMailDomains = "own-free.example" };
        Assert.Equal(signals ? "same_company" : "", Names(settings, facts));
        Assert.Equal("", Names(settings with { HoldsSameCompany = false }, facts));
    }

    [Theory]
    [InlineData("x@mailinator.com", true)]
    [InlineData("x@any.Mailinator.com", true)]
    [InlineData("x@notmailinator.com", false)]
    [InlineData("x@mailinator.com.example", false)]
    [InlineData("x@own.example", true)]
    [InlineData("x@sub.own.example", true)]
    [InlineData("x@gmail.com", false)]
    [InlineData("mailinator.com", false)]
    [InlineData(null, false)]
    public void A_throw_away_mailbox_is_known_by_its_domain_and_those_above(string? email, bool signals)
    {
        var facts = new FraudFacts { BuyerDomain = MailDomains.Of(email) };
        var settings = new FraudSettings
        {
            HoldsDisposableEmail = true,
            DisposableDomains = "other.example,own.example",
        };
        Assert.Equal(signals ? "disposable_email" : "", Names(settings, facts));
        Assert.Equal("", Names(settings with { HoldsDisposableEmail = false }, facts));
    }

    [Theory]
    [InlineData("https://shop.example?aff=anna&gclid=abc", "gclid", true)]
    [InlineData("https://shop.example?GCLID=abc", "gclid", true)]
    [InlineData("https://shop.example/#gbraid=abc", "gbraid", true)]
    [InlineData("https://shop.example?a=1&wbraid=x#top", "wbraid", true)]
    [InlineData("https://shop.example?msclkid=x", "msclkid", true)]
    [InlineData("https://shop.example?ttclid=x", "ttclid", true)]
    [InlineData("https://shop.example?fbclid=x", "fbclid", false)]
    [InlineData("https://shop.example?fbclid=x&gclid=y", "gclid", true)]
    [InlineData("https://shop.example?gclid=", null, false)]
    [InlineData("https://shop.example?gclid", null, false)]
    [InlineData("https://shop.example?notgclid=1", null, false)]
    [InlineData("https://shop.example/gclid=1", null, false)]
    [InlineData("", null, false)]
    [InlineData(null, null, false)]
    public void A_click_id_is_told_by_its_name(string? address, string? name, bool isOfAnAd)
    {
        Assert.Equal(name, ClickIds.In(address));
        var facts = new FraudFacts { ClickId = name };
        Assert.Equal(isOfAnAd ? "paid_click" : "", Names(new() { PaidClicks = "ads" }, facts));
        Assert.Equal(name is null ? "" : "paid_click", Names(new() { PaidClicks = "all" }, facts));
        Assert.Equal("", Names(new(), facts));
    }

    [Theory]
    [InlineData("""{"gclid":"abc"}""", "gclid")]
    [InlineData("""{"Gclid":5}""", "gclid")]
    [InlineData("""{"gclid":""}""", null)]
    [InlineData("""{"gclid":null}""", null)]
    [InlineData("""{"landing_page":"https://shop.example?aff=anna&msclkid=x"}""", "msclkid")]
    [InlineData("""{"note":"what is gclid=?","list":["gclid"],"deep":{"gclid":"x"}}""", null)]
    [InlineData("{}", null)]
    [InlineData(null, null)]
    public void A_click_id_is_found_in_metadata(string? metadata, string? name) =>
        Assert.Equal(name, ClickIds.InMetadata(metadata));

    [Fact]
    public void Several_signals_are_named_in_one_order()
    {
        var settings = new FraudSettings
        {
            HoldsSameCompany = true,
            HoldsDisposableEmail = true,
            PaidClicks = "ads",
            RefundPercentMicros = 1,
            SignUps = 1,
            Sales = 1,
            SaleSeconds = 1,
        };
        var facts = Of(10, 10) with
        {
            BuyerDomain = "acme.example",
            ReferrerDomain = "acme.example",
            ClickId = "gclid",
            SignUps = 2,
            Sales = 2,
            SinceLastSale = 0,
        };
        Assert.Equal(
            "same_company,paid_click,refund_rate,sign_up_velocity,sale_velocity,rapid_sales",
            Names(settings, facts)
        );
        Assert.Equal("", Names(new(), facts));
    }

    [Fact]
    public void The_lists_of_domains_are_sorted_out()
    {
        Assert.False(MailDomains.IsDisposable("gmail.com", ""));
        Assert.False(MailDomains.IsFreeMail("mailinator.com", ""));
        Assert.True(MailDomains.IsFreeMail("web.de", ""));
    }

    private static string Names(FraudSettings settings, FraudFacts facts) =>
        string.Join(',', FraudRule.SignalsOf(settings, facts).Select(signal => signal.Name));

    private static FraudSettings Sales(long most) => new() { Sales = most };

    private static FraudSettings SignUps(long most) => new() { SignUps = most };

    private static FraudSettings Gap(long seconds) => new() { SaleSeconds = seconds };

    private static FraudSettings Refunds(long percent, long sales, bool isMicros = false) =>
        new() { RefundPercentMicros = isMicros ? percent : percent * Micros.PerWhole, RefundSales = sales };

    private static FraudFacts Of(long sales, long takenBack) =>
        new() { SalesBefore = sales, TakenBackBefore = takenBack };
}
