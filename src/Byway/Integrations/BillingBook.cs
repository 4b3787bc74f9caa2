using System.Text.Json;
using Byway.Journal;
using Byway.Programs;
using Byway.Transactions;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>Books what an event of a billing provider says, fact by fact, in one turn.</summary>
internal sealed class BillingBook
{
    private readonly FactTurn facts;
    private readonly PaymentBook payments;
    private readonly BillingSales sales;
    private readonly BillingSignUps buyers;
    private readonly BuyerEvents told;
    private readonly BillingCodes codes;

    /// <summary>For one event.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="settings">The provider as it is connected.</param>
    /// <param name="eventNumber">The event's number.</param>
    public BillingBook(Turn turn, Caller caller, IBillingProvider provider, BillingSettings settings, long eventNumber)
    {
        facts = new(turn, caller.Actor, settings.Provider, eventNumber);
        payments = new(facts);
        told = new(facts, provider);
        buyers = new(facts, told);
        sales = new(facts, settings, caller, buyers);
        codes = new(facts);
    }

    /// <summary>Books one fact.</summary>
    /// <param name="fact">The fact.</param>
    public FactOutcome Take(BillingFact fact) =>
        fact switch
        {
            BillingSale sale => sales.Take(sale),
            BillingSignUp signUp => buyers.Take(buyers.Whole(signUp.Party), signUp.OccurredAt),
            BillingLink link => Link(link),
            BillingRefund refund => Know(
                refund.Of,
                refund.OccurredAt,
                refund.Key,
                state =>
                {
                    var key = facts.HashOf("refund", refund.Key);
                    var told = new BilledRefund(refund.Amount, refund.Unit, refund.IsStanding);
                    return state with
                    {
                        Refunds = new(state.Refunds, StringComparer.Ordinal)
                        {
                            [key] = BillingRule.Join(state.Refunds.GetValueOrDefault(key), told),
                        },
                    };
                }
            ),
            BillingRefundTotal total => Know(
                total.Of,
                total.OccurredAt,
                "total",
                state =>
                    state with
                    {
                        Totals = new(state.Totals, StringComparer.Ordinal)
                        {
                            [total.Unit] = Math.Max(state.Totals.GetValueOrDefault(total.Unit), total.Total),
                        },
                    }
            ),
            BillingDispute dispute => Know(dispute.Of, dispute.OccurredAt, dispute.Key, state => Told(state, dispute)),
            BillingCode code => codes.Take(code),
            BillingNote note => FactOutcome.Noted(note.Sentence),
            _ => FactOutcome.Noted("Nothing follows from it."),
        };

    /// <summary>Whom an event is about, by what follows from it and by what it names.</summary>
    /// <param name="body">The event.</param>
    /// <param name="said">What it says.</param>
    public IReadOnlyList<BillingParty> PartiesOf(JsonElement body, IEnumerable<BillingFact> said) =>
        told.PartiesOf(body, said);

    /// <summary>Whom an event is about while nobody is known by it, as the event keeps it.</summary>
    /// <param name="parties">Whom it is about.</param>
    public string? BuyerOf(IEnumerable<BillingParty> parties) => told.BuyerOf(parties);

    /// <summary>True when an event is about somebody who was erased.</summary>
    /// <param name="parties">Whom it is about.</param>
    public bool IsOfErased(IEnumerable<BillingParty> parties) => parties.Any(buyers.IsErased);

    private BillingState Told(BillingState state, BillingDispute dispute)
    {
        var status = dispute.Stage switch
        {
            BillingDisputeStage.Won => DisputeStatus.Won,
            BillingDisputeStage.Lost => DisputeStatus.Lost,
            _ => DisputeStatus.Opened,
        };
        var told = new BilledDispute(
            dispute.Amount ?? 0,
            dispute.Amount is null ? null : status,
            status,
            dispute.Unit,
            null
        );
        var key = facts.HashOf("dispute", dispute.Key);
        return state with
        {
            Disputes = new(state.Disputes, StringComparer.Ordinal)
            {
                [key] = BillingRule.Join(state.Disputes.GetValueOrDefault(key), told),
            },
        };
    }

    private FactOutcome Link(BillingLink link)
    {
        if (payments.Knows(link.Ids))
        {
            return Of(payments.Join(link.Ids), FactOutcome.Noted("These ids were known to belong together."));
        }

        var payment = WithSale(payments.Join(link.Ids), link.Ids);
        if (payment.Sale is null)
        {
            facts.Put(BillingPayment.Table, payment);
        }
        else
        {
            payments.Recount(payment, link.OccurredAt, "link");
        }

        facts.Close(payment.Number, DecisionCode.Done, "link");
        return Of(payment, FactOutcome.Booked("The ids are known to belong together."));
    }

    /// <summary>An outcome that is about a payment, and about whoever paid it.</summary>
    private FactOutcome Of(BillingPayment payment, FactOutcome outcome) =>
        outcome with
        {
            Payment = payment.Number,
            Person = payment.Sale is { } sale ? facts.Turn.Get(Transaction.Table, sale)?.CustomerNumber : null,
        };

    private FactOutcome Know(
        IReadOnlyList<BillingId> ids,
        long occurredAt,
        string id,
        Func<BillingState, BillingState> told
    )
    {
        if (ids.Count == 0)
        {
            return FactOutcome.Noted("It names no payment.");
        }

        var payment = WithSale(payments.Join(ids), ids);
        payment = payment with { State = told(payment.State) };
        var hasSale = payments.Recount(payment, occurredAt, id);
        facts.Close(payment.Number, hasSale ? DecisionCode.Done : DecisionCode.TransactionUnknown, id);
        if (!hasSale)
        {
            return new(EventStatus.Waiting, "Its payment has not come yet; it counts when that comes.")
            {
                Payment = payment.Number,
            };
        }

        var sale = facts.Turn.Get(Transaction.Table, payment.Sale!.Value)!;
        var outcome =
            sale.DeletedAt is not null
                ? FactOutcome.Noted(
                    "The payment's sale was deleted; there is nothing to take back.",
                    sale.CustomerNumber
                )
            : IsOfOtherUnit(payment, sale)
                ? FactOutcome.Noted(
                    "It is in another currency than the sale, and does not count.",
                    sale.CustomerNumber
                )
            : FactOutcome.Booked("It was counted against the sale.", sale.CustomerNumber);
        return outcome with { Payment = payment.Number };
    }

    private static bool IsOfOtherUnit(BillingPayment payment, Transaction sale) =>
        payment
            .State.Refunds.Values.Select(refund => refund.Unit)
            .Concat(payment.State.Totals.Keys)
            .Concat(payment.State.Disputes.Values.Select(dispute => dispute.Unit))
            .All(unit => unit != sale.Unit);

    private BillingPayment WithSale(BillingPayment payment, IReadOnlyList<BillingId> ids) =>
        payment.Sale is null && payments.SaleBefore(ids, ids.Select(id => id.Id).FirstOrDefault()) is { } sale
            ? payment with
            {
                Sale = sale.Number,
            }
            : payment;
}
