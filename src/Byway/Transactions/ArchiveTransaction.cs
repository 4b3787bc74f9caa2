using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Rewards;
using Byway.Turns;

namespace Byway.Transactions;

/// <summary>
/// <c>DELETE /v1/transactions/{key}</c>, <c>DELETE /v1/transactions</c>, <c>POST /v1/transactions/{key}/archive</c>
/// and <c>…/revoke-archive</c>: takes
/// back all rewards of a sale at their original amounts, or lets them stand again.
/// </summary>
public sealed class ArchiveTransaction : Change
{
    /// <summary>How a body names the transaction.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Key("key", "The transaction's key.", "order_1").Required(),
    ];

    /// <summary>What the API's document says about <c>archive</c>.</summary>
    public static readonly RouteNote ArchiveNote = new(
        "archiveTransaction",
        "Put a sale away and take its rewards back."
    )
    {
        More = "Its key stays taken.",
        Path = TransactionFinder.PathNote,
        Answer = AnswerNote.Done("The sale is archived."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed, RefusalCode.BalanceLimit],
    };

    /// <summary>What the API's document says about <c>revoke-archive</c>.</summary>
    public static readonly RouteNote RestoreNote = new("restoreTransaction", "Let an archived sale stand again.")
    {
        Path = TransactionFinder.PathNote,
        Answer = AnswerNote.Done("The sale stands again, and its rewards with it."),
        Refusals = [RefusalCode.NotFound, RefusalCode.ActionFailed, RefusalCode.BalanceLimit],
    };

    /// <summary>What the API's document says about <c>DELETE</c>.</summary>
    public static readonly RouteNote DeleteNote = new("deleteTransaction", "Remove a sale and take its rewards back.")
    {
        More = "Its key is free again.",
        Path = TransactionFinder.PathNote,
        Answer = AnswerNote.Done("The sale is gone."),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields, RefusalCode.BalanceLimit],
    };

    private readonly string key;
    private readonly string kind;

    private ArchiveTransaction(Caller caller, string key, string kind)
        : base(caller)
    {
        this.key = key;
        this.kind = kind;
    }

    /// <summary>Answers <c>archive</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Archive(ApiCall call) => Handle(call, EntryKind.TransactionArchived);

    /// <summary>Answers <c>revoke-archive</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Restore(ApiCall call) => Handle(call, EntryKind.TransactionRestored);

    /// <summary>Answers <c>DELETE</c>.</summary>
    /// <param name="call">The call.</param>
    public static Task<Answer> Delete(ApiCall call) => Handle(call, EntryKind.TransactionDeleted);

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts
        if (TransactionFinder.Find(turn, key) is not { } sale)
        {
            return Answer.NotFound("Transaction");
        }

        // Decision
        var isArchived = sale.ArchivedAt is not null;
        if (kind == EntryKind.TransactionArchived && isArchived)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, "Action failed: the transaction is archived already.");
        }

        if (kind == EntryKind.TransactionRestored && !isArchived)
        {
            return Answer.Refuse(RefusalCode.ActionFailed, "Action failed: the transaction is not archived.");
        }

        // Effects
        Take(turn, sale, After(sale, turn.Now), kind, new RequestText().Add("key", key).Json, Caller.Actor);
        return Answer.Done;
    }

    /// <summary>Removes a sale that turned out to be another one, told twice.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="request">What its entry says of the request.</param>
    /// <param name="actor">Who asked.</param>
    public static void Remove(Turn turn, Transaction sale, string request, string actor) =>
        Take(turn, sale, sale with { DeletedAt = turn.Now }, EntryKind.TransactionDeleted, request, actor);

    private static void Take(Turn turn, Transaction sale, Transaction after, string kind, string request, string actor)
    {
        turn.Put(Transaction.Table, after);
        if (after.DeletedAt is not null)
        {
            Release(turn, after);
        }

        if (sale.IsLive != after.IsLive)
        {
            var sign = after.IsLive ? 1 : -1;
            Sales.CountSale(turn, after, sign * (after.Amount - after.RefundedAmount), sign);
        }

        var (rewards, reversals) = RewardPostings.Adjust(turn, after);
        IReadOnlyList<Arithmetic> arithmetic = [.. reversals, .. RunningTotals.Count(turn, sale, after)];
        turn.Append(
            new()
            {
                Kind = kind,
                Subject = sale.Number,
                Decision = new()
                {
                    Code =
                        arithmetic.Count == 0 ? DecisionCode.Done
                        : after.IsLive ? DecisionCode.Restored
                        : DecisionCode.Reversed,
                    Arithmetic = arithmetic.Count == 0 ? null : arithmetic,
                },
                Request = request,
                Answer = TransactionJson.Of(turn, after, rewards),
            },
            actor
        );
    }

    private static async Task<Answer> Handle(ApiCall call, string kind)
    {
        // Shape
        var key = call.Http.Request.RouteValues.ContainsKey("key") ? call.PathKey("key") : call.Fields.Key("key");
        if (key is null && !call.Check.HasFaults)
        {
            call.Fields.Fault("key", "The key is required.");
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new ArchiveTransaction(call.Caller, key!, kind));
    }

    /// <summary>The key is free again, unless an older sale still has it; then look-ups find that one.</summary>
    private static void Release(Turn turn, Transaction deleted)
    {
        if (TransactionFinder.Find(turn, deleted.Key) is null)
        {
            Claims.Release(turn, ClaimKind.Transaction, deleted.Key);
        }

        if (deleted.ExternalIds is { } ids)
        {
            foreach (var (name, id) in System.Text.Json.JsonSerializer.Deserialize(ids, StoredJson.Default.Pairs)!)
            {
                Claims.Release(turn, ClaimKind.ExternalId, $"{name}:{id}");
            }
        }
    }

    private Transaction After(Transaction sale, long now) =>
        kind switch
        {
            EntryKind.TransactionArchived => sale with { ArchivedAt = now },
            EntryKind.TransactionRestored => sale with { ArchivedAt = null },
            _ => sale with { DeletedAt = now },
        };
}
