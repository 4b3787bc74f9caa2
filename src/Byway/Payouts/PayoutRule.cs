using Byway.Values;

namespace Byway.Payouts;

/// <summary>How much a payout pays. Pure.</summary>
public static class PayoutRule
{
    /// <summary>
    /// Whole minor units of what can be paid; the rest stays on the balance. Nothing of a balance that owes.
    /// </summary>
    /// <param name="payable">What is payable, in micros; may be negative.</param>
    /// <param name="unit">The currency.</param>
    public static long AmountOf(long payable, Unit unit)
    {
        var minor = Micros.PerWhole;
        for (var decimals = unit.MinorDecimals; decimals > 0; decimals--)
        {
            minor /= 10;
        }

        return payable <= 0 ? 0 : payable - (payable % minor);
    }
}
