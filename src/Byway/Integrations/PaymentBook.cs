using Byway.Journal;
using Byway.Programs;
using Byway.Transactions;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>Which ids belong to one payment, which sale that is, and what is refunded and disputed of it.</summary>
/// <param name="facts">The turn.</param>
internal sealed class PaymentBook(FactTurn facts)
{
    private readonly Turn turn = facts.Turn;

    /// <summary>What an id may be called, here and in <c>POST /v1/transactions</c>.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "invoice_id",
        "payment_id",
        "charge_id",
        "checkout_id",
        "order_id",
    ];

    /// <summary>
    /// The sale that a request is about although it has another key: one of the ids it names is known of a payment.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="request">The sale, as reported.</param>
    public static long? SaleOf(Turn turn, SaleRequest request) =>
        turn.Settings.Integrations is null
            ? null
            : IdsOf(request).Select(id => At(turn, id)?.Sale).FirstOrDefault(sale => sale is not null);

    /// <summary>
    /// Hands a new sale to the payment that its ids name, if refunds or disputes of it came first. Call it before the
    /// sale's entry.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="request">The sale, as reported.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="actor">Who reported it.</param>
    /// <returns>What to call once the sale's entry is made; null for nothing.</returns>
    public static Action? Attach(Turn turn, SaleRequest request, Transaction sale, string actor)
    {
        if (turn.Settings.Integrations is null)
        {
            return null;
        }

        var ids = IdsOf(request).Where(id => At(turn, id) is not null).ToList();
        if (ids.Count == 0)
        {
            return null;
        }

        var facts = new FactTurn(turn, actor, At(turn, ids[0])!.Provider, 0);
        var book = new PaymentBook(facts);
        var joined = book.Join(ids);
        var payment = joined with { Sale = sale.Number, State = joined.State with { Waiting = [] } };
        facts.Put(BillingPayment.Table, payment);
        return () => book.Count(payment, joined.State.Waiting, turn.Now, sale.Key);
    }

    /// <summary>The sale that one of some ids, or a key, is known to name; null for none.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="key">The key of a sale; null for none.</param>
    public Transaction? SaleBefore(IEnumerable<BillingId> ids, string? key)
    {
        var claims = ids.Select(id => Claims.Find(turn, ClaimKind.ExternalId, $"{id.Name}:{id.Id}"))
            .Append(key is null ? null : Claims.Find(turn, ClaimKind.Transaction, key));
        foreach (var claim in claims)
        {
            if (claim is not null && turn.Get(Transaction.Table, claim.Number) is { } sale)
            {
                return sale;
            }
        }

        return null;
    }

    /// <summary>True when some ids are known to belong together.</summary>
    /// <param name="ids">The ids.</param>
    public bool Knows(IReadOnlyList<BillingId> ids)
    {
        var found = ids.Select(id => At(turn, id)?.Number).Distinct().ToList();
        return found is [not null];
    }

    /// <summary>
    /// The payment of some ids, which all belong together: made when none is known, merged when several are. The
    /// caller puts its row.
    /// </summary>
    /// <param name="ids">The ids.</param>
    public BillingPayment Join(IReadOnlyList<BillingId> ids)
    {
        var found = ids.Select(id => At(turn, id))
            .OfType<BillingPayment>()
            .DistinctBy(payment => payment.Number)
            .OrderBy(payment => payment.Sale ?? long.MaxValue)
            .ThenBy(payment => payment.Number)
            .ToList();
        var kept = found.Count > 0 ? found[0] : New();
        foreach (var other in found.Skip(1))
        {
            if (kept.Sale is not null && other.Sale is { } twice)
            {
                RemoveTwin(twice);
            }

            kept = kept with
            {
                Sale = kept.Sale ?? other.Sale,
                GrossAmount = Larger(kept.GrossAmount, other.GrossAmount),
                Unit = kept.Unit ?? other.Unit,
                State = BillingRule.Join(kept.State, WithoutRows(other)),
            };
            facts.Put(BillingPayment.Table, other with { State = BillingState.Nothing, MergedInto = kept.Number });
        }

        foreach (var hash in ids.Select(id => HashOf(turn, id)).Distinct(StringComparer.Ordinal))
        {
            if (turn.Get(BilledId.Table, text: hash) is null)
            {
                facts.Put(
                    BilledId.Table,
                    new()
                    {
                        ProgramId = turn.Program.ProgramId,
                        IdHash = hash,
                        Payment = kept.Number,
                    }
                );
            }
        }

        return kept;
    }

    /// <summary>
    /// Counts what is refunded and disputed against the sale; what waited for it is done waiting. Without a sale the
    /// event at hand waits.
    /// </summary>
    /// <param name="payment">The payment.</param>
    /// <param name="occurredAt">When it occurred; Unix microseconds.</param>
    /// <param name="id">The provider's id of what is reported.</param>
    /// <returns>True when there is a sale.</returns>
    public bool Recount(BillingPayment payment, long occurredAt, string id)
    {
        var sale = payment.Sale is { } number ? turn.Get(Transaction.Table, number) : null;
        if (sale is null)
        {
            var waiting = payment.State.Waiting.Append(facts.EventNumber).Where(each => each > 0).Distinct();
            facts.Put(
                BillingPayment.Table,
                payment with
                {
                    State = payment.State with { Waiting = [.. waiting.Order()] },
                }
            );
            return false;
        }

        var counted = payment with { State = payment.State with { Waiting = [] } };
        facts.Put(BillingPayment.Table, counted);
        Count(counted, payment.State.Waiting, occurredAt, id);
        return true;
    }

    private void Count(BillingPayment payment, IReadOnlyList<long> waited, long occurredAt, string id)
    {
        var sale = turn.Get(Transaction.Table, payment.Sale!.Value)!;
        if (sale.DeletedAt is null)
        {
            CountDisputes(CountRefunds(payment, sale, occurredAt, id), occurredAt, id);
        }

        foreach (var each in waited)
        {
            Settled(each);
        }
    }

    private BillingPayment CountRefunds(BillingPayment payment, Transaction sale, long occurredAt, string id)
    {
        var target = payment.RefundedOf(sale);
        var row = payment.Refund is { } known ? turn.Get(Refund.Table, known) : null;
        if ((row?.Amount ?? 0) == target)
        {
            return payment;
        }

        row ??= new()
        {
            ProgramId = turn.Program.ProgramId,
            Number = turn.NextNumber,
            Key = payment.Provider,
            Amount = 0,
            CountedAmount = 0,
            CreatedAt = turn.OccurredAt(occurredAt),
        };
        payment = payment with { Refund = row.Number };
        facts.Put(BillingPayment.Table, payment);
        Refunds.Count(
            turn,
            sale,
            row with
            {
                Amount = target,
            },
            new(EntryKind.TransactionRefunded, turn.OccurredAt(occurredAt), facts.RequestOf(id), facts.Actor)
        );
        return payment;
    }

    private void CountDisputes(BillingPayment payment, long occurredAt, string id)
    {
        foreach (var (key, dispute) in payment.State.Disputes.ToList())
        {
            var sale = turn.Get(Transaction.Table, payment.Sale!.Value)!;
            if (dispute.Unit != sale.Unit)
            {
                continue;
            }

            var row = dispute.Number is { } known ? turn.Get(Refund.Table, known) : null;
            var changed = DisputeOf(row, payment, sale, dispute, occurredAt);
            if (changed == row)
            {
                continue;
            }

            var disputes = new SortedDictionary<string, BilledDispute>(payment.State.Disputes, StringComparer.Ordinal)
            {
                [key] = dispute with { Number = changed.Number },
            };
            payment = payment with { State = payment.State with { Disputes = disputes } };
            facts.Put(BillingPayment.Table, payment);
            Refunds.Count(
                turn,
                sale,
                changed,
                new(Refunds.KindOf(changed), turn.OccurredAt(occurredAt), facts.RequestOf(id), facts.Actor)
            );
        }
    }

    private Refund DisputeOf(
        Refund? row,
        BillingPayment payment,
        Transaction sale,
        BilledDispute dispute,
        long occurredAt
    ) =>
        (
            row
            ?? new()
            {
                ProgramId = turn.Program.ProgramId,
                Number = turn.NextNumber,
                Key = payment.Provider,
                Amount = 0,
                CountedAmount = 0,
                CreatedAt = turn.OccurredAt(occurredAt),
            }
        ) with
        {
            Dispute = dispute.Status,
            Amount = payment.DisputedOf(dispute, sale),
            AmountBy = dispute.AmountBy,
        };

    /// <summary>An event that waited has come into the books with the sale.</summary>
    private void Settled(long number)
    {
        if (
            number != facts.EventNumber
            && turn.Find(ProviderEvent.ByNumber, number).FirstOrDefault() is { Status: EventStatus.Waiting } waiting
        )
        {
            turn.Put(
                ProviderEvent.Table,
                waiting with
                {
                    Status = EventStatus.Booked,
                    Sentence = "It waited for its payment, which has come.",
                    EntryId = turn.LastEntryId,
                    Decision = turn.LastCode,
                    EntryCount = 1,
                    BookedAt = turn.MachineNow,
                }
            );
        }
    }

    /// <summary>Two sales turn out to be one: the younger goes.</summary>
    private void RemoveTwin(long number)
    {
        if (turn.Get(Transaction.Table, number) is { DeletedAt: null } twin)
        {
            ArchiveTransaction.Remove(turn, twin, facts.RequestOf(twin.Key), facts.Actor);
        }
    }

    private static BillingState WithoutRows(BillingPayment payment)
    {
        // The rows of its disputes belong to a sale that goes.
        var disputes = new SortedDictionary<string, BilledDispute>(StringComparer.Ordinal);
        foreach (var (key, dispute) in payment.State.Disputes)
        {
            disputes[key] = dispute with { Number = null };
        }

        return payment.State with
        {
            Disputes = disputes,
        };
    }

    private static long? Larger(long? one, long? other) =>
        one is { } a && other is { } b ? Math.Max(a, b) : one ?? other;

    private BillingPayment New() =>
        new()
        {
            ProgramId = turn.Program.ProgramId,
            Number = turn.NextNumber,
            Provider = facts.Provider,
        };

    private static IEnumerable<BillingId> IdsOf(SaleRequest request) =>
        request
            .ExternalIds.Select(pair => new BillingId(pair.Key, pair.Value))
            .Concat(request.Key is { } key ? Names.Select(name => new BillingId(name, key)) : []);

    private static BillingPayment? At(Turn turn, BillingId id)
    {
        var number = turn.Get(BilledId.Table, text: HashOf(turn, id))?.Payment;
        while (number is { } one && turn.Get(BillingPayment.Table, one) is { } payment)
        {
            if (payment.MergedInto is null)
            {
                return payment;
            }

            number = payment.MergedInto;
        }

        return null;
    }

    private static string HashOf(Turn turn, BillingId id) => KeyHash.Of(turn.Program, "billing", $"{id.Name}:{id.Id}");
}
