using Byway.Values;

namespace Byway.Integrations.Paddle;

/// <summary>
/// Paddle's adjustment: a refund, a credit or a chargeback, the same whether an event, a list of the API or a report
/// tells it.
/// </summary>
public sealed record PaddleAdjustment
{
    /// <summary>Its id, <c>adj_…</c>.</summary>
    public required string? Id { get; init; }

    /// <summary>refund, credit, chargeback, chargeback_reverse …</summary>
    public required string? Action { get; init; }

    /// <summary>pending_approval, approved, rejected or reversed.</summary>
    public required string? Status { get; init; }

    /// <summary>The transaction it adjusts.</summary>
    public required string? TransactionId { get; init; }

    /// <summary>The currency; null when it is none.</summary>
    public required Unit? Unit { get; init; }

    /// <summary>Micros with the tax; null when Paddle does not say.</summary>
    public long? Total { get; init; }

    /// <summary>Micros without the tax; null when Paddle does not say.</summary>
    public long? Subtotal { get; init; }

    /// <summary>When it was decided; Unix microseconds.</summary>
    public long? At { get; init; }

    /// <summary>The adjustment in an event or in a list.</summary>
    /// <param name="data">The adjustment's JSON.</param>
    public static PaddleAdjustment Of(PaddleFields data)
    {
        var totals = data.Object("totals");
        var unit = PaddleUnit.Of(data.Text("currency_code") ?? totals.Text("currency_code"));
        var known = unit ?? new Unit("USD");
        return new()
        {
            Id = PaddleParty.Id(data.Text("id")),
            Action = data.Word("action"),
            Status = data.Word("status"),
            TransactionId = PaddleParty.Id(data.Text("transaction_id")),
            Unit = unit,
            Total = totals.Amount("total", known),
            Subtotal = totals.Amount("subtotal", known),
            At = data.Time("updated_at") ?? data.Time("created_at"),
        };
    }

    /// <summary>What it means for the books.</summary>
    /// <param name="toldAt">When it was told, for what has no time of its own; Unix microseconds.</param>
    public IReadOnlyList<BillingFact> Facts(long toldAt)
    {
        var at = At ?? toldAt;
        if (Action is "credit" or "credit_reverse")
        {
            // Credits exist for invoices that are not paid yet, and for customers' balances. Both make what is charged
            // later smaller, and only what is charged is counted.
            return [Note(at, "A credit lowers what is charged later; it takes back nothing that was paid.")];
        }

        if (Id is null || TransactionId is null || Unit is not { } unit)
        {
            return [Note(at, "The adjustment has no readable id, transaction or currency; it was not counted.")];
        }

        return Action switch
        {
            "refund" => [Refund(Id, TransactionId, unit, at)],
            "chargeback" => [Dispute(TransactionId, "chargeback", unit, at, IsTakenBack)],
            "chargeback_reverse" => [Dispute(TransactionId, "chargeback", unit, at, true)],
            "chargeback_warning" => [Dispute(TransactionId, "chargeback_warning", unit, at, IsTakenBack)],
            "chargeback_warning_reverse" => [Dispute(TransactionId, "chargeback_warning", unit, at, true)],
            _ => [Note(at, $"Adjustments of the kind {Action ?? "nothing"} are not known here; nothing was counted.")],
        };
    }

    private static BillingNote Note(long at, string sentence) => new() { OccurredAt = at, Sentence = sentence };

    private bool IsTakenBack => Status is "reversed" or "rejected";

    private BillingFact Refund(string id, string transactionId, Unit unit, long at)
    {
        if (Status is not ("approved" or "rejected" or "reversed"))
        {
            return Note(at, "The refund waits for Paddle's approval; it counts when it is approved.");
        }

        // With the tax excluded, as by default, a refund of tax alone touches nobody's reward.
        if (Subtotal == 0 && Total is not (null or 0))
        {
            return Note(at, "Only tax was given back; what the sale counts for stays as it is.");
        }

        return new BillingRefund
        {
            OccurredAt = at,
            Key = id,
            Of = PaddleTransaction.IdsOf(transactionId),
            Amount = Magnitude,
            Unit = unit.Code,
            IsStanding = Status == "approved",
        };
    }

    // A chargeback and its reversal are two adjustments that share nothing but the transaction, so the dispute is known
    // by that. Paddle tells of a chargeback when the money is gone, and of its reversal when it was won.
    private BillingFact Dispute(string transactionId, string kind, Unit unit, long at, bool isWon) =>
        Status == "pending_approval"
            ? Note(at, "The adjustment waits for Paddle's approval; it counts when it is approved.")
            : new BillingDispute
            {
                OccurredAt = at,
                Key = $"{kind}:{transactionId}",
                Of = PaddleTransaction.IdsOf(transactionId),
                Amount = Magnitude,
                Unit = unit.Code,
                Stage = isWon ? BillingDisputeStage.Won : BillingDisputeStage.Lost,
            };

    // Totals of adjustments have had both signs.
    private long? Magnitude => Total is { } total ? Math.Abs(total) : null;
}
