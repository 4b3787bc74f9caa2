using Byway.Customers;
using Byway.Partners;
using Byway.Programs;
using Byway.Rewards;
using Byway.Storage;
using Byway.Transactions;
using Byway.Values;

namespace Byway.Journal;

/// <summary>
/// What a program's journal has told so far, as far as decisions read it: people, sales, rewards. Small on purpose: it
/// is kept in memory while the journal goes by.
/// </summary>
public sealed class KnownState
{
    private static readonly Dictionary<string, object?> NoPresets = [];

    private readonly Dictionary<long, KnownPerson> people = [];
    private readonly Dictionary<long, KnownSale> sales = [];
    private readonly Dictionary<long, KnownReward> rewards = [];
    private readonly Dictionary<long, List<long>> rewardsOfSales = [];
    private readonly Dictionary<long, long> rewardedSales = [];
    private readonly Dictionary<long, SortedDictionary<long, GivenBack>> refundsOfSales = [];

    /// <summary>A partner or customer, as of now.</summary>
    /// <param name="number">Its number.</param>
    public KnownPerson? PersonOf(long number) => people.GetValueOrDefault(number);

    /// <summary>A sale, as of now.</summary>
    /// <param name="number">Its number.</param>
    public KnownSale? SaleOf(long number) => sales.GetValueOrDefault(number);

    /// <summary>A reward, as of now.</summary>
    /// <param name="number">Its number.</param>
    public KnownReward? RewardOf(long number) => rewards.GetValueOrDefault(number);

    /// <summary>The rewards of a sale, in order of their numbers.</summary>
    /// <param name="sale">The sale's number.</param>
    public IEnumerable<KnownReward> RewardsOf(long sale) =>
        rewardsOfSales.TryGetValue(sale, out var numbers) ? numbers.Order().Select(number => rewards[number]) : [];

    /// <summary>The refunds and disputes of a sale, as of now.</summary>
    /// <param name="sale">The sale's number.</param>
    public IEnumerable<GivenBack> RefundsOf(long sale) =>
        refundsOfSales.TryGetValue(sale, out var refunds) ? refunds.Values : [];

    /// <summary>How many of a customer's sales have a standing reward.</summary>
    /// <param name="customer">The customer's number.</param>
    public long RewardedSalesOf(long customer) => rewardedSales.GetValueOrDefault(customer);

    /// <summary>Takes the rows of an entry.</summary>
    /// <param name="rows">From <see cref="RowsOf"/>.</param>
    /// <param name="isErased">True when the entry's personal half is gone.</param>
    public void Apply(IEnumerable<object> rows, bool isErased)
    {
        foreach (var row in rows)
        {
            switch (row)
            {
                case Customer customer:
                    people[customer.Number] = KnownPerson.Of(customer, isErased);
                    break;
                case Partner partner:
                    people[partner.Number] = KnownPerson.Of(partner, isErased);
                    break;
                case Transaction sale:
                    Count(sale.Number, -1);
                    sales[sale.Number] = KnownSale.Of(sale);
                    Count(sale.Number, 1);
                    break;
                case Reward reward:
                    Put(reward);
                    break;
                case Refund { TransactionNumber: { } sale } refund:
                    Put(refund, sale);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The rows an entry wrote, as far as decisions have to do with them.</summary>
    /// <param name="body">The entry.</param>
    /// <param name="half">Its erasable half; null when it is gone.</param>
    public static IReadOnlyList<object> RowsOf(EntryBody body, EntryPersonal? half)
    {
        var personal = half is null
            ? default(System.Text.Json.JsonElement?)
            : System.Text.Json.JsonElement.Parse(half.PersonalRows);
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

    private static ITable? TableOf(string name) =>
        name switch
        {
            "customers" => Customer.Table,
            "partners" => Partner.Table,
            "transactions" => Transaction.Table,
            "rewards" => Reward.Table,
            "refunds" => Refund.Table,
            "program_versions" => ProgramVersion.Table,
            _ => null,
        };

    private void Put(Refund refund, long sale)
    {
        if (!refundsOfSales.TryGetValue(sale, out var refunds))
        {
            refundsOfSales[sale] = refunds = [];
        }

        refunds[refund.Number] = refund.ToGivenBack();
    }

    private void Put(Reward reward)
    {
        if (rewards.TryAdd(reward.Number, null!))
        {
            if (!rewardsOfSales.TryGetValue(reward.TransactionNumber, out var numbers))
            {
                rewardsOfSales[reward.TransactionNumber] = numbers = [];
            }

            numbers.Add(reward.Number);
        }
        else
        {
            Count(rewards[reward.Number], -1);
        }

        rewards[reward.Number] = KnownReward.Of(reward);
        Count(rewards[reward.Number], 1);
    }

    private void Count(long sale, long change)
    {
        foreach (var reward in RewardsOf(sale))
        {
            Count(reward, change);
        }
    }

    private void Count(KnownReward reward, long change)
    {
        if (
            SaleOf(reward.Sale) is { Customer: { } customer } sale
            && reward.Status is not (RewardStatus.Reversed or RewardStatus.Rejected)
            && sale.ReferredBy == reward.Beneficiary
        )
        {
            rewardedSales[customer] = RewardedSalesOf(customer) + change;
        }
    }
}

/// <summary>A partner or customer, as decisions see one.</summary>
/// <param name="ReferredBy">Whom a customer is bound to.</param>
/// <param name="BoundAt">Since when.</param>
/// <param name="IsProvisional">True while a customer awaits its sign-up.</param>
/// <param name="IsActive">True when it counts as a referrer.</param>
/// <param name="Mailbox">Its e-mail, normalised; null for none.</param>
/// <param name="IsErased">True when nobody knows its e-mail any more.</param>
public sealed record KnownPerson(
    long? ReferredBy,
    long? BoundAt,
    bool IsProvisional,
    bool IsActive,
    string? Mailbox,
    bool IsErased
)
{
    /// <summary>Of a customer.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="isErased">True when the row's personal columns are gone.</param>
    public static KnownPerson Of(Customer row, bool isErased) =>
        new(
            row.ReferredBy,
            row.BoundAt,
            row.IsProvisional,
            row.Status == CustomerStatus.Active,
            MailboxOf(row.Email),
            isErased
        );

    /// <summary>Of a partner.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="isErased">True when the row's personal columns are gone.</param>
    public static KnownPerson Of(Partner row, bool isErased) =>
        new(row.ReferredBy, null, false, row.IsActive, MailboxOf(row.Email), isErased);

    private static string? MailboxOf(string? email) =>
        email is not null && Email.IsAddress(email) ? Email.Normalised(email) : null;
}

/// <summary>A sale, as decisions see one.</summary>
/// <param name="Amount">Micros.</param>
/// <param name="Refunded">Micros.</param>
/// <param name="IsLive">True when its rewards stand.</param>
/// <param name="Customer">Who bought.</param>
/// <param name="ReferredBy">For whom it counts.</param>
public sealed record KnownSale(long Amount, long Refunded, bool IsLive, long? Customer, long? ReferredBy)
{
    /// <summary>Of a row.</summary>
    /// <param name="row">The row.</param>
    public static KnownSale Of(Transaction row) =>
        new(row.Amount, row.RefundedAmount, row.IsLive, row.CustomerNumber, row.ReferredBy);
}

/// <summary>A reward, as decisions see one.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Sale">Its sale.</param>
/// <param name="Beneficiary">Who earned it.</param>
/// <param name="Amount">Micros.</param>
/// <param name="Reversed">Micros.</param>
/// <param name="Status">One of <see cref="RewardStatus"/>.</param>
/// <param name="HeldUntil">End of its review period.</param>
public sealed record KnownReward(
    long Number,
    long Sale,
    long Beneficiary,
    long Amount,
    long Reversed,
    string Status,
    long? HeldUntil
)
{
    /// <summary>Of a row.</summary>
    /// <param name="row">The row.</param>
    public static KnownReward Of(Reward row) =>
        new(
            row.Number,
            row.TransactionNumber,
            row.Beneficiary,
            row.Amount,
            row.ReversedAmount,
            string.Intern(row.Status),
            row.HeldUntil
        );
}
