using Byway.Transactions;
using Byway.Values;

namespace Byway.Integrations;

/// <summary>
/// What a provider's facts come to, blind to the order in which they came and to how often: joining two things that
/// are known of a payment is the same either way round, and joining a thing to itself changes nothing. Pure.
/// </summary>
public static class BillingRule
{
    /// <summary>What rewards are a share of.</summary>
    /// <param name="gross">All that was charged, in micros.</param>
    /// <param name="tax">The tax in it.</param>
    /// <param name="shipping">The shipping in it.</param>
    /// <param name="settings">What the merchant wants taken out.</param>
    public static long AmountOf(long gross, long tax, long shipping, BillingSettings settings) =>
        Math.Max(0, gross - (settings.AmountExcludesTax ? tax : 0) - (settings.AmountExcludesShipping ? shipping : 0));

    /// <summary>
    /// What is refunded of a payment: the greater of its named refunds that stand and the highest total seen less what
    /// failed.
    /// </summary>
    /// <param name="state">What is known.</param>
    /// <param name="unit">The sale's unit; what was told in another one does not count.</param>
    /// <param name="gross">All that was charged, in micros.</param>
    public static long RefundedOf(BillingState state, string unit, long gross)
    {
        Int128 standing = 0;
        Int128 failed = 0;
        foreach (var refund in state.Refunds.Values.Where(refund => refund.Unit == unit))
        {
            var amount = refund.Amount ?? gross;
            standing += refund.IsStanding ? amount : 0;
            failed += refund.IsStanding ? 0 : amount;
        }

        var total = state.Totals.TryGetValue(unit, out var highest) ? highest - failed : 0;
        return (long)Int128.Clamp(Int128.Max(standing, total), 0, gross);
    }

    /// <summary>The part of a sale's amount that a part of what was charged is.</summary>
    /// <param name="saleAmount">The sale's amount, in micros.</param>
    /// <param name="gross">All that was charged, in micros.</param>
    /// <param name="part">The part of it.</param>
    public static long ShareOf(long saleAmount, long gross, long part) =>
        part <= 0 ? 0
        : part >= gross ? saleAmount
        : Micros.MultiplyDivide(saleAmount, part, gross);

    /// <summary>A refund after a further report: one that failed stays failed, and an amount stays known.</summary>
    /// <param name="known">As known; null for not at all.</param>
    /// <param name="told">The report.</param>
    public static BilledRefund Join(BilledRefund? known, BilledRefund told) =>
        known is null
            ? told
            : new(
                known.Amount is { } one && told.Amount is { } other
                    ? Math.Max(one, other)
                    : known.Amount ?? told.Amount,
                string.CompareOrdinal(known.Unit, told.Unit) <= 0 ? known.Unit : told.Unit,
                known.IsStanding && told.IsStanding
            );

    /// <summary>A dispute after a further report: the later stage is right.</summary>
    /// <param name="known">As known; null for not at all.</param>
    /// <param name="told">The report.</param>
    public static BilledDispute Join(BilledDispute? known, BilledDispute told)
    {
        if (known is null)
        {
            return told;
        }

        long? amount =
            told.AmountBy is null ? null
            : told.AmountBy == known.AmountBy ? Math.Max(known.Amount, told.Amount)
            : told.Amount;
        var (micros, by) = DisputeRule.AmountOf((known.Amount, known.AmountBy), told.AmountBy ?? told.Status, amount);
        return new(
            micros,
            by,
            DisputeRule.StatusOf(known.Status, told.Status),
            string.CompareOrdinal(known.Unit, told.Unit) <= 0 ? known.Unit : told.Unit,
            known.Number ?? told.Number
        );
    }

    /// <summary>What is known of two payments that turn out to be one.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other.</param>
    public static BillingState Join(BillingState one, BillingState other)
    {
        var refunds = new SortedDictionary<string, BilledRefund>(one.Refunds, StringComparer.Ordinal);
        foreach (var (key, refund) in other.Refunds)
        {
            refunds[key] = Join(refunds.GetValueOrDefault(key), refund);
        }

        var totals = new SortedDictionary<string, long>(one.Totals, StringComparer.Ordinal);
        foreach (var (unit, total) in other.Totals)
        {
            totals[unit] = Math.Max(totals.GetValueOrDefault(unit), total);
        }

        var disputes = new SortedDictionary<string, BilledDispute>(one.Disputes, StringComparer.Ordinal);
        foreach (var (key, dispute) in other.Disputes)
        {
            disputes[key] = Join(disputes.GetValueOrDefault(key), dispute);
        }

        return new()
        {
            Refunds = refunds,
            Totals = totals,
            Disputes = disputes,
            Waiting = [.. one.Waiting.Union(other.Waiting).Order()],
        };
    }
}
