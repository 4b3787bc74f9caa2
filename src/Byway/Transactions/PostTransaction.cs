using Byway.Customers;
using Byway.Http;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Transactions;

/// <summary>
/// <c>POST /v1/transactions</c>: a sale, or a batch of them. It counts for whoever referred the customer; a sale
/// whose customer is unknown is recorded
/// and decided when the sign-up comes.
/// </summary>
public sealed class PostTransaction : Change
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("createTransaction", "Report a sale, or a batch of sales.")
    {
        More =
            "It counts for whoever referred the customer. A sale whose customer is unknown is recorded, and decided "
            + "when the sign-up comes. The same sale again gets the first answer again; the same key with another "
            + "meaning is refused. A batch is taken whole or not at all.",
        Body =
        [
            .. SaleRequest.Notes,
            .. SaleRequest.BuyerNotes,
            .. ReferralEvidence.Notes,
            FieldNote
                .Objects(
                    "transactions",
                    "Several sales, 1,000 at most, in place of the single one. `customer` and `options` beside them "
                        + "count for those that have none.",
                    [.. SaleRequest.Notes, .. SaleRequest.BuyerNotes]
                )
                .AtMost(MostSales),
        ],
        Answer = AnswerNote.OneOrMany(
            200,
            "The transaction with its rewards; of a batch a list, in the order sent.",
            typeof(TransactionView),
            typeof(FriendTransactionView)
        ),
        Refusals = [RefusalCode.InvalidFields, RefusalCode.KeyReused, RefusalCode.BalanceLimit],
    };

    /// <summary>The most sales in one request.</summary>
    public const int MostSales = 1000;

    private readonly IReadOnlyList<SaleRequest> sales;
    private readonly bool isBatch;

    private PostTransaction(Caller caller, IReadOnlyList<SaleRequest> sales, bool isBatch)
        : base(caller)
    {
        this.sales = sales;
        this.isBatch = isBatch;
    }

    /// <inheritdoc/>
    public override int Things => sales.Count;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var items = call.Fields.Objects("transactions", MostSales);
        var sales = items is null
            ? [SaleRequest.Of(call, call.Fields, "")]
            : items.Select((item, index) => SaleRequest.Of(call, item, $"transactions.{index}")).ToList();
        if (sales.Count == 0)
        {
            call.Fields.Fault("transactions", "The transactions must have at least one item.");
        }

        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await call.Take(new PostTransaction(call.Caller, sales, items is not null));
    }

    /// <inheritdoc/>
    public override void Prefetch(Turn turn)
    {
        foreach (var sale in sales)
        {
            sale.Prefetch(turn);
        }
    }

    /// <inheritdoc/>
    public override Answer Take(Turn turn)
    {
        // Facts, Decision, Effects: of each sale in order, each seeing what the one before did; one refusal takes
        // back all.
        var outcomes = new List<SaleOutcome>(sales.Count);
        foreach (var sale in sales)
        {
            var outcome = Sales.Record(turn, sale, Caller);
            if (outcome.Refusal is not null)
            {
                return outcome.Refusal;
            }

            outcomes.Add(outcome);
        }

        var answer = isBatch
            ? Answer.Resources(200, [.. outcomes.Select(outcome => outcome.Resource)])
            : Answer.Resource(200, outcomes[0].Resource);
        answer.IsReplay = outcomes.TrueForAll(outcome => outcome.IsReplay);
        if (answer.IsReplay)
        {
            answer.EntryId = outcomes[^1].Replayed!.EntryId;
            answer.Decision = outcomes[^1].Replayed!.Code;
        }

        return answer;
    }
}
