using Byway.Balances;
using Byway.Clicks;
using Byway.Http;

namespace Byway.Customers;

/// <summary>What a referring customer brought and earned, each part of the balance apart.</summary>
public sealed record FriendStatsView
{
    /// <summary>Landings recorded.</summary>
    public required long Clicks { get; init; }

    /// <summary>Customers referred.</summary>
    public required long Referrals { get; init; }

    /// <summary>The same, under the name some clients read.</summary>
    public required long ReferralsCount { get; init; }

    /// <summary>Their sales.</summary>
    public required long Sales { get; init; }

    /// <summary>Their sales' amounts, by unit.</summary>
    public required IReadOnlyList<Partners.MoneyView> Revenue { get; init; }

    /// <summary>Earned, in review.</summary>
    public required IReadOnlyList<Partners.MoneyView> Held { get; init; }

    /// <summary>Earned, can be paid out.</summary>
    public required IReadOnlyList<Partners.MoneyView> Payable { get; init; }

    /// <summary>Paid elsewhere.</summary>
    public required IReadOnlyList<Partners.MoneyView> Paid { get; init; }
}

/// <summary><c>GET /v1/customers/{id}/stats</c>.</summary>
public static class GetStats
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("getCustomerStats", "Get what a customer brought and earned.")
    {
        Path = NamedCustomer.PathNote,
        Answer = AnswerNote.One(200, "Counts, and each part of the balance apart.", typeof(FriendStatsView)),
        Refusals = [RefusalCode.NotFound],
    };

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        if (await CustomerFinder.Find(call.Database, call.Program, NamedCustomer.Of(call)) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        var program = call.Program.ProgramId;
        var numbers = await MergedCustomer.Numbers(call.Database, program, customer.Number);
        var totals = await Totals.Of(call.Database, new(program), numbers);
        var balances = await Ledger.BalancesOf(call.Database, new(program), numbers);
        return Answer.Of(
            new FriendStatsView
            {
                Clicks = await LandingCounts.Of(call.Database, program, numbers),
                Referrals = totals.SignUps,
                ReferralsCount = totals.SignUps,
                Sales = totals.SalesCount,
                Revenue =
                [
                    .. totals
                        .Sales.Where(sum => sum.Amount != 0)
                        .Select(sum => new Partners.MoneyView(sum.Unit, new(sum.Amount))),
                ],
                Held = Ledger.Money(balances, LedgerAccount.Held),
                Payable = Ledger.Money(balances, LedgerAccount.Payable),
                Paid = Ledger.Money(balances, LedgerAccount.Paid),
            },
            WireJson.Relaxed.FriendStatsView
        );
    }
}
