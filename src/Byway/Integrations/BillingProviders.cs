namespace Byway.Integrations;

/// <summary>The billing providers there are: one line each.</summary>
public sealed class BillingProviders
{
    private static readonly IReadOnlyList<IBillingProvider> BuiltIn =
    [
        new Stripe.StripeProvider(),
        new Paddle.PaddleProvider(),
        new Chargebee.ChargebeeProvider(),
    ];

    /// <summary>
    /// The providers of a server; one that it is started with takes the place of the built-in one of its name.
    /// </summary>
    /// <param name="options">How it is started.</param>
    public BillingProviders(ServerOptions options) =>
        All = [
            .. BuiltIn.ExceptBy(options.MoreProviders.Select(more => more.Name), each => each.Name),
            .. options.MoreProviders,
        ];

    /// <summary>All of them, in the order of the documentation.</summary>
    public IReadOnlyList<IBillingProvider> All { get; }

    /// <summary>Their names, with commas between, for sentences.</summary>
    public string Names => string.Join(", ", All.Select(provider => provider.Name));

    /// <summary>The provider of a name; null when there is none.</summary>
    /// <param name="name">As in paths.</param>
    public IBillingProvider? Find(string name) => All.FirstOrDefault(provider => provider.Name == name);
}
