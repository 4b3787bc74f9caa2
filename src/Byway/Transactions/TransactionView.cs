using System.Text.Json;
using System.Text.Json.Serialization;
using Byway.Customers;
using Byway.Http;
using Byway.Partners;
using Byway.Rewards;
using Byway.Turns;
using Byway.Values;

namespace Byway.Transactions;

/// <summary>A transaction of an affiliate program as the wire writes it.</summary>
public sealed record TransactionView
{
    /// <summary>The merchant's key, or ours.</summary>
    public required string Key { get; init; }

    /// <summary>Free label.</summary>
    public required string Action { get; init; }

    /// <summary>Major units.</summary>
    public required MajorUnits Amount { get; init; }

    /// <summary>The partner's id; null when the sale counts for nobody.</summary>
    public required string? Partner { get; init; }

    /// <summary>The customer's key.</summary>
    public required string? Customer { get; init; }

    /// <summary>True for a credit.</summary>
    public required bool Credit { get; init; }

    /// <summary>False for a unit of the program's own.</summary>
    public required bool IsCurrency { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string AmountUnits { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When it was archived; ISO 8601 or null.</summary>
    public required string? DeletedAt { get; init; }

    /// <summary>What was earned.</summary>
    public required IReadOnlyList<RewardView> Rewards { get; init; }

    /// <summary>A sale's view.</summary>
    /// <param name="sale">The sale.</param>
    /// <param name="names">Keys and ids of whom it concerns.</param>
    /// <param name="rewards">Its rewards.</param>
    public static TransactionView Of(Transaction sale, SaleNames names, IReadOnlyList<Reward> rewards) =>
        new()
        {
            Key = sale.Key,
            Action = sale.Action,
            Amount = new(sale.Amount),
            Partner = names.Referrer,
            Customer = names.Customer,
            Credit = sale.IsCredit,
            IsCurrency = new Unit(sale.Unit).IsCurrency,
            AmountUnits = sale.Unit,
            CreatedAt = UtcMicros.ToText(sale.CreatedAt),
            DeletedAt = (sale.DeletedAt ?? sale.ArchivedAt) is { } at ? UtcMicros.ToText(at) : null,
            Rewards = [.. rewards.Select(reward => RewardView.Of(sale, names, reward))],
        };
}

/// <summary>A transaction of a refer-a-friend program as the wire writes it.</summary>
public sealed record FriendTransactionView
{
    /// <summary>The merchant's key, or ours.</summary>
    public required string Key { get; init; }

    /// <summary>Free label.</summary>
    public required string Action { get; init; }

    /// <summary>Major units.</summary>
    public required MajorUnits Amount { get; init; }

    /// <summary>The referring customer's id; null when the sale counts for nobody.</summary>
    public required string? Customer { get; init; }

    /// <summary>The buyer's id.</summary>
    public required string? ReferredCustomer { get; init; }

    /// <summary>True for a credit.</summary>
    public required bool Credit { get; init; }

    /// <summary>False for a unit of the program's own.</summary>
    public required bool IsCurrency { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string AmountUnits { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>What was earned.</summary>
    public required IReadOnlyList<FriendRewardView> Rewards { get; init; }

    /// <summary>A sale's view.</summary>
    /// <param name="sale">The sale.</param>
    /// <param name="names">Ids of whom it concerns.</param>
    /// <param name="rewards">Its rewards.</param>
    public static FriendTransactionView Of(Transaction sale, SaleNames names, IReadOnlyList<Reward> rewards) =>
        new()
        {
            Key = sale.Key,
            Action = sale.Action,
            Amount = new(sale.Amount),
            Customer = names.Referrer,
            ReferredCustomer = names.Customer,
            Credit = sale.IsCredit,
            IsCurrency = new Unit(sale.Unit).IsCurrency,
            AmountUnits = sale.Unit,
            CreatedAt = UtcMicros.ToText(sale.CreatedAt),
            Rewards = [.. rewards.Select(reward => FriendRewardView.Of(sale, names, reward))],
        };
}

/// <summary>A partner's reward as the wire writes it.</summary>
public sealed record RewardView
{
    /// <summary>The transaction's key.</summary>
    public required string Key { get; init; }

    /// <summary>The transaction's action.</summary>
    public required string Action { get; init; }

    /// <summary><c>review_period</c>, <c>ok</c>, <c>rejected</c> or <c>reversed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The customer's key.</summary>
    public required string? Customer { get; init; }

    /// <summary>The id of the partner who earned it.</summary>
    public required string? Partner { get; init; }

    /// <summary>Major units, as earned.</summary>
    public required MajorUnits Amount { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string AmountUnits { get; init; }

    /// <summary>False for a unit of the program's own.</summary>
    public required bool IsCurrency { get; init; }

    /// <summary>Always false.</summary>
    public bool Credit { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When the transaction was archived; ISO 8601 or null.</summary>
    public required string? DeletedAt { get; init; }

    /// <summary>What was sold.</summary>
    public required ProductView ProductTypeData { get; init; }

    /// <summary>A reward's view.</summary>
    /// <param name="sale">Its sale.</param>
    /// <param name="names">Keys and ids of whom it concerns.</param>
    /// <param name="reward">The reward.</param>
    public static RewardView Of(Transaction sale, SaleNames names, Reward reward) =>
        new()
        {
            Key = sale.Key,
            Action = sale.Action,
            Status = reward.Status,
            Customer = names.Customer,
            Partner = names.Of(reward.Beneficiary),
            Amount = new(reward.Amount),
            AmountUnits = reward.Unit,
            IsCurrency = new Unit(reward.Unit).IsCurrency,
            CreatedAt = UtcMicros.ToText(reward.CreatedAt),
            DeletedAt = (sale.DeletedAt ?? sale.ArchivedAt) is { } at ? UtcMicros.ToText(at) : null,
            ProductTypeData = ProductView.Of(sale),
        };
}

/// <summary>A referring customer's reward as the wire writes it.</summary>
public sealed record FriendRewardView
{
    /// <summary>The transaction's key.</summary>
    public required string Key { get; init; }

    /// <summary>The transaction's action.</summary>
    public required string Action { get; init; }

    /// <summary><c>review_period</c>, <c>ok</c>, <c>rejected</c> or <c>reversed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Who earned it: the id of the referring customer, or of the buyer.</summary>
    public required string? Customer { get; init; }

    /// <summary>The buyer's id.</summary>
    public required string? ReferredCustomer { get; init; }

    /// <summary>Major units, as earned.</summary>
    public required MajorUnits Amount { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string AmountUnits { get; init; }

    /// <summary>False for a unit of the program's own.</summary>
    public required bool IsCurrency { get; init; }

    /// <summary>Always false.</summary>
    public bool Credit { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>A reward's view.</summary>
    /// <param name="sale">Its sale.</param>
    /// <param name="names">Ids of whom it concerns.</param>
    /// <param name="reward">The reward.</param>
    public static FriendRewardView Of(Transaction sale, SaleNames names, Reward reward) =>
        new()
        {
            Key = sale.Key,
            Action = sale.Action,
            Status = reward.Status,
            Customer = names.Of(reward.Beneficiary),
            ReferredCustomer = names.Customer,
            Amount = new(reward.Amount),
            AmountUnits = reward.Unit,
            IsCurrency = new Unit(reward.Unit).IsCurrency,
            CreatedAt = UtcMicros.ToText(reward.CreatedAt),
        };
}

/// <summary>What was sold, as it was sent: one text, or a list; empty when nothing was said.</summary>
public sealed record ProductView
{
    /// <summary>One product id, or a list of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? ProductId { get; init; }

    /// <summary>One product type, or a list of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? ProductType { get; init; }

    /// <summary>A sale's products.</summary>
    /// <param name="sale">The sale.</param>
    public static ProductView Of(Transaction sale) =>
        new() { ProductId = OneOrMany(sale.ProductIds), ProductType = OneOrMany(sale.ProductTypes) };

    private static JsonElement? OneOrMany(string? json)
    {
        if (json is null)
        {
            return null;
        }

        var list = JsonElement.Parse(json);
        return list.GetArrayLength() == 1 ? list[0] : list;
    }
}

/// <summary>Keys and ids of whom a sale concerns.</summary>
/// <param name="Customer">The customer's key or id; as the request named it while unknown.</param>
/// <param name="Referrer">The partner's or referring customer's id.</param>
public sealed record SaleNames(string? Customer, string? Referrer)
{
    /// <summary>Ids by number of everybody a reward can be for.</summary>
    public IReadOnlyDictionary<long, string?> ById { get; init; } = new Dictionary<long, string?>();

    /// <summary>The id of whom a reward is for: whoever referred the customer, unless somebody else got it.</summary>
    /// <param name="beneficiary">The number.</param>
    public string? Of(long beneficiary) => ById.TryGetValue(beneficiary, out var id) ? id : Referrer;
}

/// <summary>Sales as JSON inside a turn, in the shape of the program's type.</summary>
public static class TransactionJson
{
    /// <summary>The resource as UTF-8 JSON.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="rewards">Its rewards.</param>
    public static byte[] Of(Turn turn, Transaction sale, IReadOnlyList<Reward> rewards)
    {
        var customer = sale.CustomerNumber is { } number ? turn.Get(Customer.Table, number) : null;
        var referrer =
            sale.ReferredBy is not { } owner ? null
            : turn.IsAffiliate ? PartnerFinder.ByNumber(turn, owner)?.Id
            : turn.Get(Customer.Table, owner)?.Key;
        var names = new SaleNames(customer?.Key ?? sale.CustomerRef, referrer)
        {
            ById = rewards
                .Select(reward => reward.Beneficiary)
                .Where(number => number != sale.ReferredBy)
                .Distinct()
                .ToDictionary(
                    number => number,
                    number =>
                        turn.IsAffiliate
                            ? PartnerFinder.ByNumber(turn, number)?.Id
                            : turn.Get(Customer.Table, number)?.Key
                ),
        };
        return turn.IsAffiliate
            ? JsonSerializer.SerializeToUtf8Bytes(
                TransactionView.Of(sale, names, rewards),
                WireJson.Relaxed.TransactionView
            )
            : JsonSerializer.SerializeToUtf8Bytes(
                FriendTransactionView.Of(sale, names, rewards),
                WireJson.Relaxed.FriendTransactionView
            );
    }
}
