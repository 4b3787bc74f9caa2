using Byway.Balances;
using Byway.Http;
using Byway.Values;

namespace Byway.Programs;

/// <summary>
/// What an affiliate program's overview counts. Counts are text; growth is in percent, the last 30 days against the 30
/// before; money is by currency, as people read it.
/// </summary>
public record ProgramStatsView
{
    /// <summary>Partners.</summary>
    public required string TotalPartners { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits TotalPartnersGrowth { get; init; }

    /// <summary>Sales of referred customers.</summary>
    public required string TotalPurchases { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits TotalPurchasesGrowth { get; init; }

    /// <summary>Customers bound to a partner.</summary>
    public required string TotalSignups { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits TotalSignupsGrowth { get; init; }

    /// <summary>Referred customers who have bought.</summary>
    public required string TotalPaidAccounts { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits TotalPaidAccountsGrowth { get; init; }

    /// <summary>Rewards, less what was taken back.</summary>
    public required Dictionary<string, string> TotalReward { get; init; }

    /// <summary>Percent, in the program's currency.</summary>
    public required MajorUnits TotalRewardGrowth { get; init; }

    /// <summary>What referred customers have paid.</summary>
    public required Dictionary<string, string> TotalRevenue { get; init; }

    /// <summary>Percent, in the program's currency.</summary>
    public required MajorUnits TotalRevenueGrowth { get; init; }

    /// <summary>Landings recorded.</summary>
    public required string AffiliateReferredVisitorsClicks { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits AffiliateReferredVisitorsClicksGrowth { get; init; }

    /// <summary>Sign-ups of a hundred clicks.</summary>
    public required string ClickToSignupConversion { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits ClickToSignupConversionGrowth { get; init; }

    /// <summary>Of a hundred sign-ups, those who have bought.</summary>
    public required string SignupToSaleConversion { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits SignupToSaleConversionGrowth { get; init; }

    /// <summary>Rewards paid.</summary>
    public required Dictionary<string, string> TotalPaid { get; init; }

    /// <summary>Rewards in review or not paid yet.</summary>
    public required Dictionary<string, string> TotalPending { get; init; }

    /// <summary>Revenue less rewards, in the program's currency.</summary>
    public required MajorUnits NetProfit { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits NetProfitGrowth { get; init; }

    /// <summary>The same as people read it.</summary>
    public required string NetProfitFormatted { get; init; }

    /// <summary>Revenue by sale.</summary>
    public required Dictionary<string, string> AverageOrderValue { get; init; }

    /// <summary>Where rewards stand.</summary>
    public required RewardsBreakdownView RewardsBreakdown { get; init; }

    /// <summary>Of a program's figures.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="currency">The program's.</param>
    public static ProgramStatsView Of(ProgramFigures figures, string currency)
    {
        var (clicks, signUps, paid) = (figures.Clicks, figures.SignUps, figures.PaidAccounts);
        var profit = figures.Profit(currency);
        return new()
        {
            TotalPartners = figures.Partners.Text,
            TotalPartnersGrowth = figures.Partners.Growth,
            TotalPurchases = figures.Sales.Text,
            TotalPurchasesGrowth = figures.Sales.Growth,
            TotalSignups = signUps.Text,
            TotalSignupsGrowth = signUps.Growth,
            TotalPaidAccounts = paid.Text,
            TotalPaidAccountsGrowth = paid.Growth,
            TotalReward = figures.RewardTexts,
            TotalRewardGrowth = figures.Rewards(currency).Growth,
            TotalRevenue = figures.RevenueTexts,
            TotalRevenueGrowth = figures.Revenue(currency).Growth,
            AffiliateReferredVisitorsClicks = clicks.Text,
            AffiliateReferredVisitorsClicksGrowth = clicks.Growth,
            ClickToSignupConversion = signUps.ShareOf(clicks),
            ClickToSignupConversionGrowth = signUps.GrowthOfShare(clicks),
            SignupToSaleConversion = paid.ShareOf(signUps),
            SignupToSaleConversionGrowth = paid.GrowthOfShare(signUps),
            TotalPaid = figures.BalanceTexts(LedgerAccount.Paid),
            TotalPending = figures.BalanceTexts(LedgerAccount.Held, LedgerAccount.Payable),
            NetProfit = new(profit.Total),
            NetProfitGrowth = profit.Growth,
            NetProfitFormatted = MoneyText.Of(profit.Total, currency),
            AverageOrderValue = figures.AverageTexts,
            RewardsBreakdown = new(
                figures.BalanceTexts(LedgerAccount.Held),
                figures.BalanceTexts(LedgerAccount.Payable),
                figures.BalanceTexts(LedgerAccount.Paid)
            ),
        };
    }
}

/// <summary>Where rewards stand, by currency, as people read it.</summary>
/// <param name="Pending">In review.</param>
/// <param name="NotPaid">Can be paid out.</param>
/// <param name="Paid">Paid.</param>
public sealed record RewardsBreakdownView(
    Dictionary<string, string> Pending,
    Dictionary<string, string> NotPaid,
    Dictionary<string, string> Paid
);

/// <summary>
/// What a refer-a-friend program's overview counts: in all, in the 30 days before the last 30, and growth in percent.
/// </summary>
public record FriendProgramStatsView
{
    /// <summary>Ways to earn: the program's default.</summary>
    public string ActiveRewards { get; init; } = "1";

    /// <summary>Customers.</summary>
    public required string TotalCustomers { get; init; }

    /// <summary>In the 30 days before.</summary>
    public required string TotalCustomersBefore { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits TotalCustomersGrowth { get; init; }

    /// <summary>Customers who have brought somebody.</summary>
    public required string TotalReferringCustomers { get; init; }

    /// <summary>In the 30 days before.</summary>
    public required string TotalReferringCustomersBefore { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits TotalReferringCustomersGrowth { get; init; }

    /// <summary>Customers somebody has referred.</summary>
    public required string TotalReferredCustomers { get; init; }

    /// <summary>In the 30 days before.</summary>
    public required string TotalReferredCustomersBefore { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits TotalReferredCustomersGrowth { get; init; }

    /// <summary>Sales of referred customers.</summary>
    public required string TotalSales { get; init; }

    /// <summary>In the 30 days before.</summary>
    public required string TotalSalesBefore { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits TotalSalesGrowth { get; init; }

    /// <summary>Of a hundred customers, those who have brought somebody.</summary>
    public required string Participation { get; init; }

    /// <summary>In the 30 days before.</summary>
    public required string ParticipationBefore { get; init; }

    /// <summary>Percent.</summary>
    public required MajorUnits ParticipationGrowth { get; init; }

    /// <summary>What referred customers have paid.</summary>
    public required Dictionary<string, string> TotalRevenueFromSales { get; init; }

    /// <summary>Of a program's figures.</summary>
    /// <param name="figures">The figures.</param>
    public static FriendProgramStatsView Of(ProgramFigures figures)
    {
        var (customers, referring, referred) = (figures.Customers, figures.Referring, figures.SignUps);
        var sales = figures.Sales;
        var before = GrowthRule.ShareMicros(referring.Before, customers.Before);
        return new()
        {
            TotalCustomers = customers.Text,
            TotalCustomersBefore = customers.TextBefore,
            TotalCustomersGrowth = customers.Growth,
            TotalReferringCustomers = referring.Text,
            TotalReferringCustomersBefore = referring.TextBefore,
            TotalReferringCustomersGrowth = referring.Growth,
            TotalReferredCustomers = referred.Text,
            TotalReferredCustomersBefore = referred.TextBefore,
            TotalReferredCustomersGrowth = referred.Growth,
            TotalSales = sales.Text,
            TotalSalesBefore = sales.TextBefore,
            TotalSalesGrowth = sales.Growth,
            Participation = Micros.ToText(GrowthRule.ShareMicros(referring.Total, customers.Total)),
            ParticipationBefore = Micros.ToText(before),
            ParticipationGrowth = new(
                GrowthRule.PercentMicros(GrowthRule.ShareMicros(referring.Last, customers.Last), before)
            ),
            TotalRevenueFromSales = figures.RevenueTexts,
        };
    }
}
