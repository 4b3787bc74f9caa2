using Byway.Customers;
using Byway.Http;
using Byway.Partners;
using Byway.Signals;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Rewards;

/// <summary>Which rewards a list is asked for, and the statement that finds them along an index.</summary>
public sealed record RewardFilter
{
    /// <summary>What the API's document says about the filters.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.OneOf("status", "Only those with this status.", Statuses),
        FieldNote.OneOf("signal", "Only those that this signal held.", SignalName.All),
        FieldNote.Flag("held_by_signals", "Only those that signals hold now, or only the others.", "true"),
        .. PartnerFilter.Notes,
        .. CustomerFilter.NotesOf("customer", "buyer"),
        .. CustomerFilter.NotesOf("referring_customer", "referring customer"),
        FieldNote.Key("transaction_key", "Only those of this transaction.", "order_1"),
        FieldNote.Text("amount_units", "Only those in this unit.", "USD").UpTo(FieldBounds.LongestUnit),
        FieldNote.Time("created_from", "Only those whose sale occurred then or later."),
        FieldNote.Time("created_until", "Only those whose sale occurred before that."),
    ];

    private const long Nobody = -1;

    /// <summary>The program.</summary>
    public required long Program { get; init; }

    /// <summary>One of <see cref="RewardStatus"/>.</summary>
    public string? Status { get; init; }

    /// <summary>A signal, as <c>%,NAME,%</c>.</summary>
    public string? Signal { get; init; }

    /// <summary>Whether signals hold it now.</summary>
    public bool? IsHeldBySignals { get; init; }

    /// <summary>Who earned it.</summary>
    public long? Beneficiary { get; init; }

    /// <summary>Who bought.</summary>
    public long? Customer { get; init; }

    /// <summary>Who bought, under all numbers of one customer; null for one or none.</summary>
    public IReadOnlyList<long>? Customers { get; init; }

    /// <summary>Who earned it, under all numbers of one customer; null for one or none.</summary>
    public IReadOnlyList<long>? Beneficiaries { get; init; }

    /// <summary>The sale.</summary>
    public long? Transaction { get; init; }

    /// <summary>Currency or own unit.</summary>
    public string? Unit { get; init; }

    /// <summary>Unix microseconds, included.</summary>
    public long? From { get; init; }

    /// <summary>Unix microseconds, not included.</summary>
    public long? Until { get; init; }

    /// <summary>Where the page begins.</summary>
    public long? After { get; init; }

    /// <summary>Rows of the page.</summary>
    public long Take { get; init; }

    /// <summary>Rows to pass over.</summary>
    public long Skip { get; init; }

    private static string[] Statuses =>
        [RewardStatus.ReviewPeriod, RewardStatus.Ok, RewardStatus.Rejected, RewardStatus.Reversed];

    /// <summary>Reads the filters; whom they name and nobody is leads to an empty list.</summary>
    /// <param name="call">The call; faults are noted on its check.</param>
    public static async Task<RewardFilter> Of(ApiCall call)
    {
        // Shape
        var fields = call.Fields;
        var filter = new RewardFilter
        {
            Program = call.Program.ProgramId,
            Status = fields.OneOf("status", Statuses),
            Signal = fields.OneOf("signal", [.. SignalName.All]) is { } signal ? $"%,{signal},%" : null,
            IsHeldBySignals = fields.Flag("held_by_signals"),
            Unit = fields.Text("amount_units", FieldBounds.LongestUnit) is { } unit
                ? Values.Unit.Currency(unit)?.Code ?? unit
                : null,
            From = fields.Time("created_from"),
            Until = fields.Time("created_until"),
        };
        var partner = PartnerFilter.Of(fields);
        var customer = CustomerFilter.Of(fields);
        var referrer = CustomerFilter.Of(fields, "referring_customer");
        var key = fields.Key("transaction_key");
        if (call.Check.HasFaults)
        {
            return filter;
        }

        // Facts
        var found = partner is null
            ? null
            : await PartnerFinder.Find(call.Database, new ProgramId(call.Program.ProgramId), partner);
        var buyer = customer is null ? null : await CustomerFinder.Find(call.Database, call.Program, customer);
        var friend = referrer is null ? null : await CustomerFinder.Find(call.Database, call.Program, referrer);
        var buyers = await NumbersOf(call, buyer);
        var friends = await NumbersOf(call, friend);
        var sale = key is null ? null : await TransactionFinder.Find(call.Database, call.Program, key);
        return filter with
        {
            Beneficiary =
                partner is not null ? found?.Number ?? Nobody
                : referrer is not null ? friend?.Number ?? Nobody
                : null,
            Customer = customer is null ? null : buyer?.Number ?? Nobody,
            Customers = buyers.Count > 1 ? buyers : null,
            Beneficiaries = partner is null && friends.Count > 1 ? friends : null,
            Transaction = key is null ? null : sale?.Number ?? Nobody,
        };
    }

    private static async Task<IReadOnlyList<long>> NumbersOf(ApiCall call, Customer? customer) =>
        customer is null ? [] : await MergedCustomer.Numbers(call.Database, call.Program.ProgramId, customer.Number);

    /// <summary>
    /// The statement: numbers of rewards, each with the number the list is ordered by. That is the reward's own, but
    /// where rewards are found through sales it is the sale's: sales have the indexes by partner and by customer, so
    /// rewards need none of their own while sales are recorded.
    /// </summary>
    /// <param name="page">Which part of the list.</param>
    public string Sql(Page page)
    {
        var more =
            // The second condition is the index's own, by which the databases recognise it.
            (Status is null ? "" : " and r.status = @Status")
            + (Status is null or RewardStatus.Ok ? "" : " and r.status <> 'ok'")
            + (Signal is null ? "" : " and r.signals is not null and ',' || r.signals || ',' like @Signal")
            + IsHeldBySignals switch
            {
                null => "",
                true => " and r.signals is not null and r.held_until is null and r.status = 'review_period'",
                false => " and (r.signals is null or r.held_until is not null or r.status <> 'review_period')",
            }
            + (Unit is null ? "" : " and r.unit = @Unit")
            + (From is null ? "" : " and r.created_at >= @From")
            + (Until is null ? "" : " and r.created_at < @Until");
        var earned = Beneficiaries is null ? "= @Beneficiary" : "in @Beneficiaries";
        var bought = Customers is null ? "= @Customer" : "in @Customers";
        var ofBeneficiary = Beneficiary is null ? "" : $" and r.beneficiary {earned}";
        const string OfSales =
            "from transactions t join rewards r on r.program_id = t.program_id and r.transaction_number = t.number ";
        if (Customer is not null)
        {
            var ofSale = Transaction is null ? "" : " and t.number = @Transaction";
            return $"select r.number, t.number as place {OfSales}where t.program_id = @Program "
                + $"and t.customer_number {bought}{ofSale}{ofBeneficiary}{more}{page.Tail("t.number")}";
        }

        var isSignalled = Signal is not null || IsHeldBySignals == true;
        if (isSignalled || Beneficiary is null || Transaction is not null || Status is not (null or RewardStatus.Ok))
        {
            var ofSale = Transaction is null ? "" : " and r.transaction_number = @Transaction";
            return "select r.number, r.number as place from rewards r where r.program_id = @Program"
                + $"{ofSale}{ofBeneficiary}{more}{page.Tail("r.number")}";
        }

        // A sale counts for one partner, who earns its reward; rewards given by hand have no sale.
        return $"select number, place from (select r.number as number, t.number as place {OfSales}"
            + $"where t.program_id = @Program and t.referred_by {earned} and r.beneficiary {earned}"
            + $"{more} union all select r.number as number, r.sequence as place from rewards r "
            + $"where r.program_id = @Program and r.beneficiary {earned} and r.transaction_number = 0{more}"
            + $") as found where 1 = 1{page.Tail("place")}";
    }
}
