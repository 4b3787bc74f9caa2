using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TeaShop;

/// <summary>Something on sale.</summary>
public sealed record Tea(string Id, string Name, string Words, long Cents);

/// <summary>Who has signed up.</summary>
public sealed record Account(string Key, string Name, string Email);

/// <summary>What somebody buys.</summary>
public sealed record Order(string Key, Account Account, Tea Tea)
{
    /// <summary>The code that was typed, whatever it is good for.</summary>
    public string? Code { get; init; }

    /// <summary>What the code takes off.</summary>
    public long DiscountCents { get; init; }

    /// <summary>What goes to the payment provider and comes back with its webhook.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>What is paid.</summary>
    public long PaidCents => Tea.Cents - DiscountCents;
}

/// <summary>Teas and orders. In your shop a database; here only the outbox outlives a restart.</summary>
public sealed class Store
{
    private readonly ConcurrentDictionary<string, Order> orders = new();

    /// <summary>What is on sale.</summary>
    public IReadOnlyList<Tea> Teas { get; } =
    [
        new("oolong", "High Mountain Oolong", "Rolled by hand, opens slowly. Orchid, butter, a long finish.", 40_00),
        new("sencha", "First Flush Sencha", "Picked in April, steamed for a minute. Grass, sea and sun.", 24_00),
        new("assam", "Breakfast Assam", "Malt and honey, and strong enough for milk.", 18_00),
    ];

    /// <summary>A tea; null when there is none.</summary>
    public Tea? Tea(string? id) => Teas.FirstOrDefault(tea => tea.Id == id);

    /// <summary>An order; null when there is none.</summary>
    public Order? Order(string key) => orders.GetValueOrDefault(key);

    /// <summary>Keeps an order.</summary>
    public void Add(Order order) => orders[order.Key] = order;

    /// <summary>A new id that nobody guesses: a page about it needs no further protection.</summary>
    public static string NewId(string kind) =>
        $"{kind}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
}
