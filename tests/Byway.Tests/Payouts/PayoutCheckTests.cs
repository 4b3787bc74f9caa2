using Byway.Balances;
using Byway.Payouts;
using Xunit;

namespace Byway.Tests.Payouts;

/// <summary>The comparison of payouts with the books, each side changed by a micro.</summary>
public sealed class PayoutCheckTests
{
    private static readonly CountedPayout[] Payouts =
    [
        new(7, "USD", PayoutStatus.Finished, 30),
        new(7, "USD", PayoutStatus.Finished, 12),
        new(7, "USD", PayoutStatus.Approved, 5),
        new(8, "USD", PayoutStatus.Requested, 4),
        new(8, "USD", PayoutStatus.Rejected, 99),
    ];

    [Theory]
    [InlineData(9, 42, true)]
    [InlineData(10, 42, false)]
    [InlineData(9, 41, false)]
    [InlineData(null, 42, false)]
    [InlineData(9, null, false)]
    public void Payouts_are_compared_with_balances(int? clearing, int? paid, bool isWhole)
    {
        var check = new PayoutCheck();
        foreach (var payout in Payouts)
        {
            check.Add(payout);
        }

        var found =
            Compare(check, 0, LedgerAccount.PayoutClearing, clearing)
            ?? Compare(check, 7, LedgerAccount.Paid, paid)
            ?? Compare(check, 8, LedgerAccount.Paid, 0)
            ?? Compare(check, 8, LedgerAccount.Payable, -4)
            ?? check.End();
        Assert.Equal(isWhole, found is null);
    }

    private static Byway.Journal.Break? Compare(PayoutCheck check, long owner, string account, long? amount) =>
        amount is null
            ? null
            : check.Compare(Balance.Empty(1, owner, account, "USD", 1) with { Amount = amount.Value }, amount.Value);
}
