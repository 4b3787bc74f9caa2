using Byway.Storage;
using Byway.Transactions;

namespace Byway.Integrations;

/// <summary>A payment at a billing provider: the sale it is, and what was given back of it.</summary>
public sealed record BillingPayment
{
    /// <summary>Its table.</summary>
    public static readonly Table<BillingPayment> Table = new Table<BillingPayment>("billing_payments", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Text("provider", row => row.Provider)
        .Number("sale", row => row.Sale)
        .Number("gross_amount", row => row.GrossAmount)
        .Text("unit", row => row.Unit)
        .Number("refund", row => row.Refund)
        .Text("state", row => row.State.ToJson())
        .Number("merged_into", row => row.MergedInto)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A));

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Internal number: the sequence of its first entry.</summary>
    public required long Number { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The sale; null while it has not come.</summary>
    public long? Sale { get; init; }

    /// <summary>All that was charged, in micros; null while the provider has not told it.</summary>
    public long? GrossAmount { get; init; }

    /// <summary>What it was charged in.</summary>
    public string? Unit { get; init; }

    /// <summary>The row among the sale's refunds that holds all that was refunded; null for none.</summary>
    public long? Refund { get; init; }

    /// <summary>What is known beside the sale.</summary>
    public BillingState State { get; init; } = BillingState.Nothing;

    /// <summary>The payment that this one turned out to be.</summary>
    public long? MergedInto { get; init; }

    /// <summary>What of the sale's amount is refunded, in micros.</summary>
    /// <param name="sale">The sale.</param>
    public long RefundedOf(Transaction sale)
    {
        var gross = GrossOf(sale);
        return BillingRule.ShareOf(sale.Amount, gross, BillingRule.RefundedOf(State, sale.Unit, gross));
    }

    /// <summary>What of the sale's amount a dispute is about, in micros; 0 for all of it.</summary>
    /// <param name="dispute">The dispute.</param>
    /// <param name="sale">The sale.</param>
    public long DisputedOf(BilledDispute dispute, Transaction sale) =>
        dispute.AmountBy is null ? 0 : BillingRule.ShareOf(sale.Amount, GrossOf(sale), dispute.Amount);

    /// <summary>The amount that a row among the sale's refunds has to have; null when the row is none of these.
    /// </summary>
    /// <param name="row">The row's number.</param>
    /// <param name="sale">The sale.</param>
    public long? AmountOf(long row, Transaction sale) =>
        row == Refund ? RefundedOf(sale)
        : State.Disputes.Values.FirstOrDefault(each => each.Number == row) is { } dispute ? DisputedOf(dispute, sale)
        : null;

    /// <summary>All that was charged, as far as anybody has told it.</summary>
    /// <param name="sale">The sale.</param>
    public long GrossOf(Transaction sale) => Math.Max(GrossAmount ?? sale.GrossAmount ?? sale.Amount, sale.Amount);

    private static BillingPayment Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Provider = row.Text(2),
            Sale = row.NumberOrNull(3),
            GrossAmount = row.NumberOrNull(4),
            Unit = row.TextOrNull(5),
            Refund = row.NumberOrNull(6),
            State = BillingState.FromJson(row.Text(7)),
            MergedInto = row.NumberOrNull(8),
        };
}
