using Byway.Customers;
using Byway.Integrations;
using Byway.Links;
using Byway.Partners;
using Byway.Programs;
using Byway.PromotionCodes;
using Byway.Rewards;
using Byway.Storage;
using Byway.Transactions;

namespace Byway.Journal;

/// <summary>
/// What a program's journal has told so far of people and sales, as far as decisions read it. Small on purpose: it is
/// kept in memory while the journal goes by.
/// </summary>
public sealed class KnownState
{
    private static readonly Dictionary<string, object?> NoPresets = [];

    private readonly Dictionary<long, KnownPerson> people = [];
    private readonly Dictionary<long, KnownSale> sales = [];
    private readonly Dictionary<long, SortedDictionary<long, GivenBack>> refunds = [];
    private Listed? listed;

    /// <summary>The referral keys of links.</summary>
    public KnownLinks Links { get; } = new();

    /// <summary>Promotion codes.</summary>
    public KnownCodes Codes { get; } = new();

    /// <summary>Bindings by the owner, and merges.</summary>
    public KnownBindings Bindings { get; } = new();

    /// <summary>How often actions were done.</summary>
    public KnownActions Actions { get; } = new();

    /// <summary>A partner or customer, as of now.</summary>
    /// <param name="number">Its number.</param>
    public KnownPerson? PersonOf(long number) => people.GetValueOrDefault(number);

    /// <summary>Whom a customer's sales count for: who it is bound to, or who that one has become.</summary>
    /// <param name="customer">The customer.</param>
    public long? ReferrerOf(KnownPerson? customer) =>
        customer?.ReferredBy is { } owner ? Bindings.Standing(owner) : null;

    /// <summary>A sale, as of now.</summary>
    /// <param name="number">Its number.</param>
    public KnownSale? SaleOf(long number) => sales.GetValueOrDefault(number);

    /// <summary>A sale as it is once an entry is taken.</summary>
    /// <param name="sale">The sale as the entry has it.</param>
    /// <param name="rows">The entry's rows.</param>
    public KnownSale After(Transaction sale, IReadOnlyList<object> rows)
    {
        var noted = rows.OfType<SaleRate>().LastOrDefault(rate => rate.Sale == sale.Number);
        return KnownSale.Of(
            sale,
            noted is null
                ? SaleOf(sale.Number)?.Rate
                : new()
                {
                    From = string.Intern(sale.Unit),
                    To = string.Intern(noted.Unit),
                    Picos = noted.Picos,
                }
        );
    }

    /// <summary>The refunds and disputes of a sale, as of now.</summary>
    /// <param name="sale">The sale's number.</param>
    public IEnumerable<GivenBack> RefundsOf(long sale) => refunds.TryGetValue(sale, out var known) ? known.Values : [];

    /// <summary>The sales that count for somebody, in order of their numbers.</summary>
    /// <param name="owner">A partner or referring customer.</param>
    public IEnumerable<KnownSale> SalesFor(long owner) => Sales(Lists.Of(Lists.Sales, owner));

    /// <summary>A customer's sales, in order of their numbers.</summary>
    /// <param name="customer">The customer.</param>
    public IEnumerable<KnownSale> SalesBy(long customer) => Sales(Lists.Of(Lists.Bought, customer));

    /// <summary>When customers were bound to somebody.</summary>
    /// <param name="owner">A partner or referring customer.</param>
    public IEnumerable<long> BindingsTo(long owner) =>
        Lists
            .Of(Lists.Bound, owner)
            .Where(number => !Bindings.IsDecided(number))
            .Select(number => people[number])
            .Where(person => person.ReferredBy == owner)
            .Select(person => person.BoundAt)
            .OfType<long>()
            .Concat(Bindings.CountedFor(owner));

    /// <summary>Takes the rows of an entry.</summary>
    /// <param name="rows">From <see cref="RowsOf"/>.</param>
    /// <param name="isErased">True when the entry's personal half is gone.</param>
    public void Apply(IReadOnlyList<object> rows, bool isErased)
    {
        foreach (var row in rows)
        {
            switch (row)
            {
                case Customer customer:
                    Put(customer.Number, KnownPerson.Of(customer, isErased));
                    break;
                case Partner partner:
                    Put(partner.Number, KnownPerson.Of(partner, isErased));
                    break;
                case Transaction sale:
                    var known = After(sale, rows);
                    listed?.Add(known, sales.GetValueOrDefault(sale.Number));
                    sales[sale.Number] = known;
                    break;
                case Refund { TransactionNumber: { } number } refund:
                    Put(refund, number);
                    break;
                default:
                    break;
            }
        }

        Links.Apply(rows, isErased);
        Codes.Apply(rows);
        Bindings.Apply(rows);
    }

    /// <summary>The rows an entry wrote, as far as decisions have to do with them.</summary>
    /// <param name="body">The entry.</param>
    /// <param name="personalRows">The personal columns; null when they are gone.</param>
    public static IReadOnlyList<object> RowsOf(EntryBody body, string? personalRows)
    {
        var personal = personalRows is null
            ? default(System.Text.Json.JsonElement?)
            : System.Text.Json.JsonElement.Parse(personalRows);
        var rows = new List<object>();
        var at = 0;
        foreach (var (name, values) in body.Rows)
        {
            var own = personal?[at++][1];
            if (TableOf(name) is { } table)
            {
                rows.Add(table.ReadRow(new StoredRow(table, values, own, NoPresets)));
            }
        }

        return rows;
    }

    // Most lists of rules never ask who sold what: the lists are made when the first does.
    private Listed Lists => listed ??= Listed.Of(people, sales.Values);

    private static ITable? TableOf(string name) =>
        name switch
        {
            "customers" => Customer.Table,
            "partners" => Partner.Table,
            "transactions" => Transaction.Table,
            "rewards" => Reward.Table,
            "refunds" => Refund.Table,
            "sale_rates" => SaleRate.Table,
            "goal_bonuses" => GoalBonus.Table,
            "program_versions" => ProgramVersion.Table,
            "referral_keys" => ReferralKey.Table,
            "action_counts" => ActionCount.Table,
            "promotion_codes" => PromotionCode.Table,
            "coupons" => Coupon.Table,
            "coupon_uses" => CouponUse.Table,
            "owner_bindings" => OwnerBinding.Table,
            "merged_customers" => MergedCustomer.Table,
            "billing_payments" => BillingPayment.Table,
            _ => null,
        };

    private IEnumerable<KnownSale> Sales(IEnumerable<long> numbers) => numbers.Select(number => sales[number]);

    private void Put(Refund refund, long sale)
    {
        if (!refunds.TryGetValue(sale, out var known))
        {
            refunds[sale] = known = [];
        }

        known[refund.Number] = refund.ToGivenBack();
    }

    private void Put(long number, KnownPerson person)
    {
        listed?.Add(number, person, people.GetValueOrDefault(number));
        people[number] = person;
    }

    /// <summary>Who sold what, who bought what, who is bound to whom: numbers, ascending.</summary>
    private sealed class Listed
    {
        public Dictionary<long, List<long>> Sales { get; } = [];

        public Dictionary<long, List<long>> Bought { get; } = [];

        public Dictionary<long, List<long>> Bound { get; } = [];

        public static Listed Of(Dictionary<long, KnownPerson> people, IEnumerable<KnownSale> sales)
        {
            var listed = new Listed();
            foreach (var sale in sales)
            {
                listed.Add(sale, null);
            }

            foreach (var (number, person) in people)
            {
                listed.Add(number, person, null);
            }

            return listed;
        }

        public IEnumerable<long> Of(Dictionary<long, List<long>> lists, long key) =>
            lists.TryGetValue(key, out var numbers) ? numbers : [];

        public void Add(KnownSale sale, KnownSale? before)
        {
            Add(Sales, sale.ReferredBy, before?.ReferredBy, sale.Number);
            Add(Bought, sale.Customer, before?.Customer, sale.Number);
        }

        public void Add(long number, KnownPerson person, KnownPerson? before)
        {
            if (!person.IsPartner)
            {
                Add(Bound, person.ReferredBy, before?.ReferredBy, number);
            }
        }

        private static void Add(Dictionary<long, List<long>> lists, long? key, long? before, long number)
        {
            if (key == before)
            {
                return;
            }

            if (before is { } old)
            {
                lists[old].Remove(number);
            }

            if (key is { } now)
            {
                if (!lists.TryGetValue(now, out var numbers))
                {
                    lists[now] = numbers = [];
                }

                // A sale that waited comes after younger ones, and belongs before them.
                var at = numbers.Count == 0 || numbers[^1] < number ? ~numbers.Count : numbers.BinarySearch(number);
                if (at < 0)
                {
                    numbers.Insert(~at, number);
                }
            }
        }
    }
}
