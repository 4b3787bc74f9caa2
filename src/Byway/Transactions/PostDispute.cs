using System.Globalization;
using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Turns;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>
/// <c>POST /v1/transactions/{key}/disputes</c> <c>{key, status, amount, reason}</c>: the buyer's bank wants the money
/// back. Opened takes it back at once, lost leaves it at that, won lets the sale stand again. Reports come in any
/// order, before the sale too.
/// </summary>
public sealed class PostDispute : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("disputeTransaction", "Report a dispute, and how it ended.")
    {
        More =
            "Opened takes the rewards back as a refund of that amount would; lost leaves it at that; won lets them "
            + "stand again. Reports may come in any order, before the sale too; a dispute that was won stays won.",
        Path = TransactionFinder.PathNote,
        Body =
        [
            FieldNote.Key("key", "The dispute's key, alike in all its reports.", "dispute_1").Required(),
            FieldNote
                .OneOf("status", "What is known.", DisputeStatus.Opened, DisputeStatus.Won, DisputeStatus.Lost)
                .Required(),
            FieldNote.Amount("amount", "How much, in major units; the whole sale when absent.", "49.995"),
            FieldNote.Text("reason", "What the bank said; kept with the journal.", "fraudulent"),
            OccurredAt.Note,
        ],
        Answer = AnswerNote.One(
            200,
            "The transaction as it is now, or the dispute while it waits for its sale.",
            typeof(TransactionView),
            typeof(FriendTransactionView),
            typeof(DisputeView)
        ),
        Refusals = [RefusalCode.InvalidFields, RefusalCode.KeyReused, RefusalCode.BalanceLimit],
    };

    private readonly string transactionKey;
    private readonly string key;
    private readonly string status;
    private readonly long? amount;
    private readonly long? createdAt;
    private readonly RequestText request;

    private PostDispute(ApiCall call, string transactionKey, string key, string status)
        : base(call.Caller)
    {
        this.transactionKey = transactionKey;
        this.key = key;
        this.status = status;
        amount = AmountOf(call);
        createdAt = OccurredAt.Of(call.Fields, call);
        request = new RequestText()
            .Add("transaction_key", transactionKey)
            .Add("key", key)
            .Add("status", status)
            .Amount("amount", amount)
            .Add("reason", call.Fields.Text("reason"))
            .Apart("created_at", createdAt is { } at ? UtcMicros.ToText(at) : null);
    }

    // The dispute's key is the merchant's own within its sale; each of its reports is repeatable by itself.
    private string ClaimedKey =>
        $"{transactionKey.Length.ToString(CultureInfo.InvariantCulture)}\n{transactionKey}{key}";

    private string ReportedKey => $"{status}\n{ClaimedKey}";

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var transactionKey = call.PathKey("key");
        var key = Required(call, "key", call.Fields.Key("key"));
        var status = Required(
            call,
            "status",
            call.Fields.OneOf("status", DisputeStatus.Opened, DisputeStatus.Won, DisputeStatus.Lost)
        );
        if (MerchantKey.FaultOf(transactionKey) is { } fault)
        {
            call.Check.Fault("transaction_key", fault);
        }

        var change = new PostDispute(call, transactionKey, key, status);
        return call.Check.HasFaults ? call.Check.Refusal() : await call.Take(change);
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        var found = TransactionFinder.Find(turn, transactionKey);
        var known = Claims.Find(turn, ClaimKind.Dispute, ClaimedKey) is { } claim
            ? turn.Get(Refund.Table, claim.Number)
            : null;
        var sale = known?.TransactionNumber is { } number ? turn.Get(Transaction.Table, number) : found;

        // Decision: the key of a deleted sale is free again, and with it the keys of its disputes.
        if (sale is { DeletedAt: not null } && found is not null)
        {
            (known, sale) = (null, found);
        }

        if (known is not null && Claims.Find(turn, ClaimKind.Dispute, ReportedKey) is { } reported)
        {
            return Claims.IsSameRequest(turn, reported, request)
                ? Claims.Replay(turn, reported, Caller).ToAnswer(200)
                : Claims.Refuse(turn, reported, request, "key");
        }

        var dispute = After(turn, known);

        // Effects
        turn.Put(Refund.Table, dispute);
        Claims.Find(turn, ClaimKind.Dispute, ReportedKey);
        Claims.Put(turn, ClaimKind.Dispute, ReportedKey, dispute.Number, request);
        if (known is null)
        {
            Claims.Put(turn, ClaimKind.Dispute, ClaimedKey, dispute.Number, request: null);
        }

        return Answer.Resource(200, sale is null ? Wait(turn, dispute) : Count(turn, sale, dispute));
    }

    private static string Required(ApiCall call, string name, string? value)
    {
        if (value is null && !(call.Fields.Has(name) && call.Check.HasFaults))
        {
            call.Fields.Fault(name, $"The {name} is required.");
        }

        return value ?? "";
    }

    private static long? AmountOf(ApiCall call)
    {
        var amount = call.Fields.Amount("amount");
        if (amount == 0)
        {
            call.Fields.Fault("amount", "The amount must be more than 0.");
        }

        return amount;
    }

    private Refund After(Turn turn, Refund? known)
    {
        var (micros, by) = DisputeRule.AmountOf((known?.Amount ?? 0, known?.AmountBy), status, amount);
        return (
            known
            ?? new()
            {
                ProgramId = Program.ProgramId,
                Number = turn.NextNumber,
                Key = key,
                Amount = 0,
                CountedAmount = 0,
                CreatedAt = createdAt ?? turn.Now,
            }
        ) with
        {
            Dispute = DisputeRule.StatusOf(known?.Dispute, status),
            Amount = micros,
            AmountBy = by,
        };
    }

    private byte[] Count(Turn turn, Transaction sale, Refund dispute) =>
        Refunds.Count(
            turn,
            sale,
            dispute,
            new(
                status == DisputeStatus.Opened ? EntryKind.TransactionDisputed : EntryKind.TransactionDisputeClosed,
                createdAt ?? turn.Now,
                request.Json,
                Caller.Actor
            )
        );

    private byte[] Wait(Turn turn, Refund dispute)
    {
        WaitingSales.Wait(turn, dispute, transactionKey);
        var resource = DisputeView.Json(dispute, transactionKey);
        turn.Append(
            new()
            {
                Kind = EntryKind.DisputeWaiting,
                Subject = dispute.Number,
                OccurredAt = createdAt ?? turn.Now,
                Decision = new() { Code = DecisionCode.TransactionUnknown },
                Request = request.Json,
                Answer = resource,
            },
            Caller.Actor
        );
        return resource;
    }
}
