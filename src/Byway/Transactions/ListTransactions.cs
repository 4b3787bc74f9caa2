using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Rewards;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>
/// <c>GET /v1/transactions</c>, <c>GET /v1/transactions/{key}</c> and <c>GET /v1/customers/{key}/transactions</c>.
/// Lists leave out what is archived or
/// deleted; asked for by key, an archived transaction is still shown.
/// </summary>
public static class ListTransactions
{
    private static readonly AnswerNote PageNote = AnswerNote.Whole(
        "A page of transactions.",
        typeof(PageView<TransactionView>),
        typeof(PageView<FriendTransactionView>)
    );

    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listTransactions", "List the transactions, newest first.")
    {
        More = "Archived ones are left out.",
        Query =
        [
            FieldNote.Key("key", "Only the transaction with this key.", "order_1"),
            .. PartnerFilter.Notes,
            .. CustomerFilter.Notes,
            .. Page.Notes,
        ],
        Answer = PageNote,
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about a customer's transactions.</summary>
    public static readonly RouteNote OfCustomerNote = new(
        "listCustomerTransactions",
        "List a customer's transactions, newest first."
    )
    {
        Path = NamedCustomer.PathNote,
        Query = Page.Notes,
        Answer = PageNote,
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one transaction.</summary>
    public static readonly RouteNote OneNote = new("getTransaction", "Get a transaction; an archived one too.")
    {
        Path = TransactionFinder.PathNote,
        Answer = AnswerNote.One(
            200,
            "The transaction with its rewards.",
            typeof(TransactionView),
            typeof(FriendTransactionView)
        ),
        Refusals = [RefusalCode.NotFound],
    };

    // What a deleted customer bought is hidden with the customer.
    private const string OfVisibleCustomers =
        " and not exists (select 1 from customers c where c.program_id = transactions.program_id and "
        + "c.number = transactions.customer_number "
        + "and c.deleted_at is not null and not exists (select 1 from merged_customers m join customers s "
        + "on s.program_id = m.program_id and s.number = m.survivor and s.deleted_at is null "
        + "where m.program_id = c.program_id and m.number = c.number))";

    private const string OfOneKey =
        " and number in (with recursive sales_of_key (number, previous) as ("
        + "select number, previous_number from transactions where program_id = @Program and number = @Newest "
        + "union all select t.number, t.previous_number from sales_of_key k "
        + "join transactions t on t.program_id = @Program and t.number = k.previous) "
        + "select number from sales_of_key)";

    /// <summary>Answers the list, filtered by <c>key</c>, partner or customer.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var key = call.Fields.Key("key");
        var partner = PartnerFilter.Of(call.Fields);
        var customer = CustomerFilter.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var condition = "";
        var filter = new Filter { Program = call.Program.ProgramId };
        if (key is not null)
        {
            // No index has the keys: the claim leads to the newest sale of a key, and each to the one before.
            var newest = await ClaimFinder.Numbers(call.Database, call.Program, ClaimKind.Transaction, key);
            filter = filter with { Newest = newest.Count == 0 ? -1 : newest[0] };
            condition += OfOneKey;
        }

        if (partner is not null)
        {
            var found = await PartnerFinder.Find(call.Database, new ProgramId(call.Program.ProgramId), partner);
            filter = filter with { Referrer = found?.Number ?? -1 };
            condition += " and referred_by = @Referrer";
        }

        if (customer is not null)
        {
            var found = await CustomerFinder.Find(call.Database, call.Program, customer);
            filter = filter with { Customers = found is null ? [-1] : await NumbersOf(call, found) };
            // One customer has fewer sales than one partner: the plus keeps the partner's index out of it.
            condition = condition.Replace(" referred_by", " +referred_by", StringComparison.Ordinal);
            condition += IsOneOf(filter.Customers);
        }

        return await List(call, condition, filter);
    }

    /// <summary>Answers a customer's transactions.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> OfCustomer(ApiCall call)
    {
        if (await CustomerFinder.Find(call.Database, call.Program, NamedCustomer.Of(call)) is not { } customer)
        {
            return Answer.NotFound("Customer");
        }

        var numbers = await NumbersOf(call, customer);
        return await List(call, IsOneOf(numbers), new() { Program = call.Program.ProgramId, Customers = numbers });
    }

    /// <summary>Answers one transaction.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        if (await TransactionFinder.Find(call.Database, call.Program, call.PathKey("key")) is not { } sale)
        {
            return Answer.NotFound("Transaction");
        }

        var (names, rewards) = await Details(call, [sale]);
        if (sale.CustomerNumber is not null && await IsHidden(call, sale.CustomerNumber.Value))
        {
            return Answer.NotFound("Transaction");
        }

        return call.IsAffiliate
            ? Answer.Of(
                TransactionView.Of(sale, names[0], [.. rewards[sale.Number]]),
                WireJson.Relaxed.TransactionView
            )
            : Answer.Of(
                FriendTransactionView.Of(sale, names[0], [.. rewards[sale.Number]]),
                WireJson.Relaxed.FriendTransactionView
            );
    }

    private static Task<IReadOnlyList<long>> NumbersOf(ApiCall call, Customer customer) =>
        MergedCustomer.Numbers(call.Database, call.Program.ProgramId, customer.Number);

    // Of one customer the index gives the sales in order; of several they are sorted.
    private static string IsOneOf(IReadOnlyList<long> customers) =>
        customers.Count == 1 ? " and customer_number = @Customer" : " and customer_number in @Customers";

    private static async Task<Answer> List(ApiCall call, string condition, Filter filter)
    {
        // Shape
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var sales = await call.Database.List(
            Transaction.Table,
            "where program_id = @Program and deleted_at is null and archived_at is "
                + $"null{condition}{OfVisibleCustomers}{page.Tail()}",
            filter with
            {
                After = page.After,
                Take = page.Take,
                Skip = page.Skip,
            }
        );
        var (names, rewards) = await Details(call, sales);
        return call.IsAffiliate
            ? Answer.Whole(
                page.Answer(
                    call,
                    sales,
                    sale => sale.Number,
                    [
                        .. sales.Select(
                            (sale, index) => TransactionView.Of(sale, names[index], [.. rewards[sale.Number]])
                        ),
                    ]
                ),
                WireJson.Relaxed.TransactionPage
            )
            : Answer.Whole(
                page.Answer(
                    call,
                    sales,
                    sale => sale.Number,
                    [
                        .. sales.Select(
                            (sale, index) => FriendTransactionView.Of(sale, names[index], [.. rewards[sale.Number]])
                        ),
                    ]
                ),
                WireJson.Relaxed.FriendTransactionPage
            );
    }

    private static async Task<bool> IsHidden(ApiCall call, long customer) =>
        await MergedCustomer.Standing(call.Database, call.Program.ProgramId, customer) is null;

    private static async Task<(List<SaleNames> Names, ILookup<long, Reward> Rewards)> Details(
        ApiCall call,
        List<Transaction> sales
    )
    {
        var program = call.Program.ProgramId;
        var rewards = await call.Database.List(
            Reward.Table,
            "where program_id = @program and transaction_number in @numbers order by number",
            new { program, numbers = sales.Select(sale => sale.Number).ToList() }
        );
        var people = sales
            .SelectMany(sale => new[] { sale.CustomerNumber, sale.ReferredBy })
            .OfType<long>()
            .Concat(rewards.Select(reward => reward.Beneficiary))
            .Distinct()
            .ToList();
        var customers = (
            await call.Database.Query<(long Number, string? Key)>(
                "select number, key from customers where program_id = @program and number in @people",
                new { program, people }
            )
        ).ToDictionary(row => row.Number, row => row.Key);
        var partners = !call.IsAffiliate
            ? customers
            : (
                await call.Database.Query<(long Number, string? Id)>(
                    "select number, id from partners where program_id = @program and number in @people",
                    new { program, people }
                )
            ).ToDictionary(row => row.Number, row => row.Id);
        return (
            [
                .. sales.Select(sale => new SaleNames(
                    sale.CustomerNumber is { } buyer ? customers.GetValueOrDefault(buyer) : sale.CustomerRef,
                    sale.ReferredBy is { } referrer ? partners.GetValueOrDefault(referrer) : null
                )
                {
                    ById = partners,
                }),
            ],
            rewards.ToLookup(reward => reward.TransactionNumber)
        );
    }

    private sealed record Filter
    {
        public required long Program { get; init; }

        public long Newest { get; init; }

        public long Referrer { get; init; }

        public IReadOnlyList<long> Customers { get; init; } = [];

        public long Customer => Customers is [var first, ..] ? first : 0;

        public long? After { get; init; }

        public long Take { get; init; }

        public long Skip { get; init; }
    }
}
