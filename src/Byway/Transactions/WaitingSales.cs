using Byway.Customers;
using Byway.Journal;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Rewards;
using Byway.Signals;
using Byway.Turns;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>Sales that wait for their sign-up, refunds and disputes that wait for their sale.</summary>
public static class WaitingSales
{
    /// <summary>Lets a sale wait for the sign-up of whoever it names.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="named">As the request named the customer.</param>
    /// <param name="provisional">The customer the sale created, if it did.</param>
    public static void Wait(Turn turn, Transaction sale, NamedCustomer named, Customer? provisional)
    {
        var key = provisional?.Key ?? named.Id ?? named.Key ?? named.Any;
        if (key is not null)
        {
            Put(turn, WaitingFor.CustomerKey, turn.HashOf(ClaimKind.Customer, key), sale.Number);
        }
        else if (named.Email is not null)
        {
            Put(turn, WaitingFor.CustomerEmail, EmailHash(turn, named.Email), sale.Number);
        }
    }

    /// <summary>Lets a sale wait for the sign-up under any further name of whoever bought.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="named">What else the buyer is called.</param>
    public static void WaitAlso(Turn turn, Transaction sale, NamedBuyer named)
    {
        var hashes = named
            .Keys.Select(key => (WaitingFor.CustomerKey, turn.HashOf(ClaimKind.Customer, key)))
            .Concat(named.Email is { } email ? [(WaitingFor.CustomerEmail, EmailHash(turn, email))] : []);
        foreach (var (kind, hash) in hashes)
        {
            if (turn.Get(Waiting.Table, (long)kind, sale.Number, hash) is null)
            {
                Put(turn, kind, hash, sale.Number);
            }
        }
    }

    /// <summary>Lets the sales that wait for a key wait for an e-mail too, no longer than they do.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="key">The key.</param>
    /// <param name="email">The e-mail.</param>
    /// <returns>True when there was such a sale.</returns>
    public static bool WaitAlso(Turn turn, string key, string email)
    {
        var hash = EmailHash(turn, email);
        var found = turn.Find(Waiting.ByKey, (long)WaitingFor.CustomerKey, turn.HashOf(ClaimKind.Customer, key))
            .Where(waiting => waiting.SettledAt is null)
            .Where(waiting => turn.Get(Waiting.Table, (long)WaitingFor.CustomerEmail, waiting.Number, hash) is null)
            .ToList();
        foreach (var waiting in found)
        {
            turn.Put(Waiting.Table, waiting with { Kind = (long)WaitingFor.CustomerEmail, KeyHash = hash });
        }

        return found.Count > 0;
    }

    /// <summary>Lets a refund or dispute wait for its sale.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="refund">The refund.</param>
    /// <param name="transactionKey">The sale's key.</param>
    public static void Wait(Turn turn, Refund refund, string transactionKey)
    {
        var hash = turn.HashOf(ClaimKind.Transaction, transactionKey);
        if (refund.Dispute is not null)
        {
            // Read first: it may wait already, and a further report lets it wait anew.
            turn.Get(Waiting.Table, (long)WaitingFor.TransactionKey, refund.Number, hash);
        }

        Put(turn, WaitingFor.TransactionKey, hash, refund.Number);
    }

    /// <summary>The sales that wait for a customer, oldest first.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="aliases">Further keys of the customer.</param>
    /// <returns>A sale that waits under several names comes once for each.</returns>
    public static IReadOnlyList<Waiting> For(Turn turn, Customer customer, params IEnumerable<string> aliases)
    {
        var found = new List<Waiting>();
        foreach (
            var key in new[] { customer.Key, customer.ReferralKey }
                .OfType<string>()
                .Concat(aliases)
                .Distinct(StringComparer.Ordinal)
        )
        {
            found.AddRange(
                turn.Find(Waiting.ByKey, (long)WaitingFor.CustomerKey, turn.HashOf(ClaimKind.Customer, key))
            );
        }

        if (customer.Email is not null)
        {
            found.AddRange(turn.Find(Waiting.ByKey, (long)WaitingFor.CustomerEmail, EmailHash(turn, customer.Email)));
        }

        return
        [
            .. found
                .Where(waiting => waiting.SettledAt is null && waiting.Until >= turn.Now)
                .Where(waiting => IsFree(turn, waiting.Number, customer))
                .OrderBy(waiting => waiting.Number),
        ];
    }

    /// <summary>A sale that waited under several names has found its customer by one of them.</summary>
    private static bool IsFree(Turn turn, long number, Customer customer) =>
        turn.Get(Transaction.Table, number) is { CustomerNumber: var found }
        && (found is null || found == customer.Number)
        && turn.Get(Waiting.Table, (long)WaitingFor.Nothing, number) is null;

    /// <summary>Decides one sale that waited, with the rules in force now and the sale's own time.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="waiting">The sale that waits, once for each name it waits under.</param>
    /// <param name="customer">Its customer, signed up.</param>
    /// <param name="actor">Who asked.</param>
    public static void Settle(Turn turn, IReadOnlyList<Waiting> waiting, Customer customer, string actor)
    {
        foreach (var name in waiting)
        {
            turn.Put(Waiting.Table, name with { SettledAt = turn.Now });
        }

        var before = turn.Get(Transaction.Table, waiting[0].Number)!;
        // Under another name it waits for nobody now: it would be rewarded twice.
        turn.Put(
            Waiting.Table,
            waiting[0] with
            {
                Kind = (long)WaitingFor.Nothing,
                KeyHash = "",
                SettledAt = turn.Now,
            }
        );
        customer = SaleCustomer.OfWaiting(turn, before, turn.Get(Customer.Table, customer.Number)!, actor);
        var code = UsedCode.OnSale(turn, before, customer);
        if (before is { CustomerNumber: not null, IsLive: true })
        {
            // It was its customer's before, and is counted again below.
            OrderCount.Add(turn, before, -1);
        }

        var (sale, rewards, decision) = Sales.Decide(turn, before with { CustomerRef = null }, customer, code);
        turn.Put(Transaction.Table, sale);
        if (sale.IsLive)
        {
            Sales.CountForReferrer(turn, sale, sale.Amount - sale.RefundedAmount, sales: 1);
        }

        // What was refunded, archived or deleted while it waited is taken back at once, so the order of arrival makes
        // no difference.
        if (rewards.Count > 0 && (sale.RefundedAmount > 0 || !sale.IsLive))
        {
            var (adjusted, reversals) = RewardPostings.Adjust(turn, sale);
            rewards = adjusted;
            decision = decision.With(reversals);
        }

        decision = decision.With(RunningTotals.Count(turn, before, sale, Signal.HoldingIn(decision.Evidence)));

        turn.Append(
            new()
            {
                Kind = EntryKind.TransactionSettled,
                Subject = sale.Number,
                OccurredAt = sale.CreatedAt,
                Decision = decision,
                Request = RequestText.Nothing,
                Answer = TransactionJson.Of(turn, sale, rewards),
            },
            actor
        );
    }

    /// <summary>Counts the refunds and disputes that came before their sale.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="actor">Who asked.</param>
    public static void SettleRefunds(Turn turn, Transaction sale, string actor)
    {
        if (!sale.HasMerchantKey)
        {
            return;
        }

        var hash = turn.HashOf(ClaimKind.Transaction, sale.Key);
        foreach (
            var waiting in turn.Find(Waiting.ByKey, (long)WaitingFor.TransactionKey, hash)
                .OrderBy(waiting => waiting.Number)
                .ToList()
        )
        {
            if (waiting.SettledAt is null && waiting.Until >= turn.Now)
            {
                turn.Put(Waiting.Table, waiting with { SettledAt = turn.Now });
                var current = turn.Get(Transaction.Table, sale.Number)!;
                var refund = turn.Get(Refund.Table, waiting.Number)!;
                var report = new RefundReport(Refunds.KindOf(refund), refund.CreatedAt, RequestText.Nothing, actor);
                Refunds.Count(turn, current, refund, report);
            }
        }
    }

    /// <summary>Says that a sign-up will look for sales waiting for it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="key">Its key or id.</param>
    /// <param name="referralKey">Its referral key.</param>
    /// <param name="email">Its e-mail.</param>
    public static void Prefetch(Turn turn, string key, string? referralKey, string? email)
    {
        foreach (var text in new[] { key, referralKey }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            turn.Find(Waiting.ByKey, (long)WaitingFor.CustomerKey, turn.HashOf(ClaimKind.Customer, text));
        }

        if (email is not null)
        {
            turn.Find(Waiting.ByKey, (long)WaitingFor.CustomerEmail, EmailHash(turn, email));
        }
    }

    /// <summary>Says that a sale will look for refunds waiting for it.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="key">Its key.</param>
    public static void PrefetchRefunds(Turn turn, string key) =>
        turn.Find(Waiting.ByKey, (long)WaitingFor.TransactionKey, turn.HashOf(ClaimKind.Transaction, key));

    private static string EmailHash(Turn turn, string email) => KeyHash.Of(turn.Program, "email", Email.Folded(email));

    private static void Put(Turn turn, WaitingFor kind, string hash, long number) =>
        turn.Put(
            Waiting.Table,
            new()
            {
                ProgramId = turn.Program.ProgramId,
                Kind = (long)kind,
                KeyHash = hash,
                Number = number,
                Until = turn.Now + (turn.Settings.AwaitSignupDays * UtcMicros.PerDay),
            }
        );
}
