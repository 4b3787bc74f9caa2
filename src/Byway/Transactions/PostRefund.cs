using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>
/// <c>POST /v1/transactions/{key}/refunds</c> <c>{key, amount}</c>: money given back, wholly or in part. A refund
/// that comes before its sale waits for it.
/// </summary>
public sealed class PostRefund : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("refundTransaction", "Report money given back, wholly or in part.")
    {
        More =
            "Rewards are taken back in proportion, and a sale is refunded at most once over. A refund that comes "
            + "before its sale waits for it.",
        Path = TransactionFinder.PathNote,
        Body =
        [
            FieldNote.Key("key", "The merchant's key of the refund, which makes it repeatable.", "refund_1"),
            FieldNote.Amount("amount", "How much, in major units; all that is left when absent.", "49.995"),
            OccurredAt.Note,
        ],
        Answer = AnswerNote.One(
            200,
            "The transaction as it is now, or the refund while it waits for its sale.",
            typeof(TransactionView),
            typeof(FriendTransactionView),
            typeof(RefundView)
        ),
        Refusals = [RefusalCode.InvalidFields, RefusalCode.KeyReused, RefusalCode.BalanceLimit],
    };

    private readonly string transactionKey;
    private readonly string? key;
    private readonly long? amount;
    private readonly long? createdAt;
    private readonly RequestText request;

    private PostRefund(Caller caller, string transactionKey, string? key, long? amount, long? createdAt)
        : base(caller)
    {
        this.transactionKey = transactionKey;
        this.key = key;
        this.amount = amount;
        this.createdAt = createdAt;
        request = new RequestText()
            .Add("transaction_key", transactionKey)
            .Add("key", key)
            .Amount("amount", amount)
            .Apart("created_at", createdAt is { } at ? UtcMicros.ToText(at) : null);
    }

    // A refund's key is the merchant's own within its sale.
    private string ClaimedKey => $"{transactionKey}\n{key}";

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var transactionKey = call.PathKey("key");
        var key = call.Fields.Key("key");
        var amount = call.Fields.Amount("amount");
        if (amount == 0)
        {
            call.Fields.Fault("amount", "The amount must be more than 0.");
        }

        var createdAt = OccurredAt.Of(call.Fields, call);
        if (MerchantKey.FaultOf(transactionKey) is { } fault)
        {
            call.Check.Fault("transaction_key", fault);
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostRefund(call.Caller, transactionKey, key, amount, createdAt));
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var claim = key is null ? null : Claims.Find(turn, ClaimKind.Refund, ClaimedKey);
        var sale = TransactionFinder.Find(turn, transactionKey);

        // Decision
        if (claim is not null && !IsOfAnotherSale(turn, claim, sale))
        {
            return Repeat(turn, claim);
        }

        if (sale is null && amount is null)
        {
            return Answer.Fault("amount", "The amount is required, because the transaction is not known yet.");
        }

        // Effects
        var refund = new Refund
        {
            ProgramId = Program.ProgramId,
            Number = turn.NextNumber,
            TransactionNumber = sale?.Number,
            Key = key,
            Amount = amount ?? RestOf(turn, sale!),
            CountedAmount = 0,
            CreatedAt = turn.OccurredAt(createdAt),
        };
        turn.Put(Refund.Table, refund);
        if (key is not null)
        {
            Claims.Put(turn, ClaimKind.Refund, ClaimedKey, refund.Number, request);
        }

        return Answer.Resource(
            200,
            sale is null
                ? Wait(turn, refund)
                : Refunds.Count(
                    turn,
                    sale,
                    refund,
                    new(EntryKind.TransactionRefunded, refund.CreatedAt, request.Json, Caller.Actor)
                )
        );
    }

    /// <summary>
    /// The key of a deleted sale is free again, and with it the keys of its refunds: a refund counted for that sale
    /// says
    /// nothing about the new one.
    /// </summary>
    private static bool IsOfAnotherSale(Turn turn, Claim claim, Transaction? sale) =>
        sale is not null
        && turn.Get(Refund.Table, claim.Number) is { TransactionNumber: { } counted }
        && counted != sale.Number;

    // What is disputed can still be refunded: should the dispute be won, the refund stands.
    private static long RestOf(Turn turn, Transaction sale) =>
        RefundRule.RestOf(sale.Amount, Refunds.Of(turn, sale).Select(refund => refund.ToGivenBack()));

    private Answer Repeat(Turn turn, Claim claim)
    {
        if (!Claims.IsSameRequest(turn, claim, request))
        {
            return Claims.Refuse(turn, claim, request, "key");
        }

        return Claims.Replay(turn, claim, Caller).ToAnswer(200);
    }

    private byte[] Wait(Turn turn, Refund refund)
    {
        WaitingSales.Wait(turn, refund, transactionKey);
        var resource = RefundView.Json(refund, transactionKey);
        turn.Append(
            new()
            {
                Kind = EntryKind.RefundWaiting,
                Subject = refund.Number,
                OccurredAt = refund.CreatedAt,
                Decision = new() { Code = DecisionCode.TransactionUnknown },
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return resource;
    }
}
