namespace Byway.Tests.Browser;

/// <summary>The shops of a class of tests, each opened when it is first asked for.</summary>
public sealed class TeaStreet : IAsyncDisposable
{
    private readonly Dictionary<string, TeaShop> shops = new(StringComparer.Ordinal);

    /// <summary>All that are open.</summary>
    public IEnumerable<TeaShop> Shops => shops.Values;

    /// <summary>The shop of that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="open">Opens it.</param>
    public async Task<TeaShop> Of(string name, Func<Task<TeaShop>> open) =>
        shops.TryGetValue(name, out var shop) ? shop : shops[name] = await open();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var shop in Shops)
        {
            await shop.DisposeAsync();
        }
    }
}
