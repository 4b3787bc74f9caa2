using System.Text.Json;

namespace Byway.Integrations.Chargebee;

/// <summary>
/// What a credit note comes to: only what was given back on it in money. One that lowers a later invoice makes that
/// invoice's sale smaller; one that adjusts an unpaid invoice did so before it became a sale.
/// </summary>
public static class ChargebeeCreditNote
{
    /// <summary>The refunds a credit note names.</summary>
    /// <param name="note">The credit note.</param>
    /// <param name="occurredAt">When the event happened.</param>
    public static IEnumerable<BillingFact> Refunds(JsonElement note, long occurredAt)
    {
        // Which refunds of such a note the bank took, only the transactions tell.
        if (
            note.Text("reason_code") == "chargeback"
            || note.Id("reference_invoice_id") is not { } invoice
            || ChargebeeMoney.Of(note) is not { } money
        )
        {
            yield break;
        }

        foreach (var link in note.Objects("linked_refunds"))
        {
            if (
                link.Id("txn_id") is { } refund
                && link.Text("txn_status") == "success"
                && money.MoreThanNothing(link, "applied_amount") is { } applied
            )
            {
                var isWhole = link.Whole("txn_amount") == link.Whole("applied_amount");
                yield return new BillingRefund
                {
                    OccurredAt = link.Time("txn_date") ?? occurredAt,
                    Key = ChargebeeTransaction.RefundOf(refund, note.Id("id"), isWhole),
                    Of = [new("invoice_id", invoice)],
                    Amount = applied,
                    Unit = money.Unit,
                };
            }
        }
    }
}
