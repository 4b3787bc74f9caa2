using Xunit;

namespace Byway.Tests.Integrations;

/// <summary>The same payment of each provider in programs of each kind: who earns, and how much.</summary>
public sealed class ProgramKindTests
{
    [Theory]
    [InlineData("stripe", "referring_customer_key", "anna", true)]
    [InlineData("paddle", "referring_customer_key", "anna", true)]
    [InlineData("chargebee", "referring_customer_key", "anna", true)]
    [InlineData("stripe", "referring_customer_key", "nobody", false)]
    [InlineData("paddle", "referring_customer_key", "nobody", false)]
    [InlineData("chargebee", "referring_customer_key", "nobody", false)]
    [InlineData("stripe", "another_key", "anna", false)]
    [InlineData("paddle", "another_key", "anna", false)]
    [InlineData("chargebee", "another_key", "anna", false)]
    public async Task Who_brought_a_friend_earns_on_what_the_friend_pays(
        string provider,
        string member,
        string by,
        bool isEarned
    )
    {
        await using var sender = await ProviderSender.Start(provider);
        var api = await sender.Connect(server => server.ReferAFriend());
        await sender.Tell(api, Named(sender.Payment, member, by));
        Assert.Equal(isEarned ? sender.Earned : "0", await api.Balance(unit: sender.Unit));
        Assert.Equal(1, await api.CountOf("transactions"));
        Assert.Equal(isEarned ? 1 : 0, await api.CountOf("rewards"));
        await sender.Server.BooksAreWhole();
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("paddle")]
    [InlineData("chargebee")]
    public async Task Where_payments_say_whose_they_are_the_key_in_the_metadata_says_it(string provider)
    {
        await using var sender = await ProviderSender.Start(provider);
        var api = await TransactionBased(sender);
        await api.Referrer("bert");
        await api.SignUp(sender.Customer, "anna");
        await sender.Tell(api, Named(sender.Payment, "partner_key", "bert"));
        Assert.Equal(sender.Earned, await api.Balance(unit: sender.Unit, referrer: "bert"));
        Assert.Equal("0", await api.Balance(unit: sender.Unit));

        // A record of the customer with that partner stands beside the customer's own.
        Assert.Equal(1, await api.CountOf("composite_customers"));
        Assert.Equal(2, await api.CountOf("customers"));
        Assert.Equal("anna-id", (await api.Get($"/v1/customers/{sender.Customer}")).Is(200).CountsFor());
        await sender.Server.BooksAreWhole();
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("paddle")]
    [InlineData("chargebee")]
    public async Task Where_payments_say_whose_they_are_one_that_does_not_is_its_customers(string provider)
    {
        await using var sender = await ProviderSender.Start(provider);
        var api = await TransactionBased(sender);
        await api.Referrer("bert");
        await api.SignUp(sender.Customer, "anna");
        await sender.Tell(api, Named(sender.Payment, "another_key", "bert"));
        Assert.Equal(sender.Earned, await api.Balance(unit: sender.Unit));
        Assert.Equal("0", await api.Balance(unit: sender.Unit, referrer: "bert"));
        Assert.Equal(0, await api.CountOf("composite_customers"));
    }

    [Theory]
    [InlineData("stripe")]
    [InlineData("paddle")]
    [InlineData("chargebee")]
    public async Task Nobody_needs_to_have_signed_up_where_payments_say_whose_they_are(string provider)
    {
        await using var sender = await ProviderSender.Start(provider);
        var api = await TransactionBased(sender);
        await sender.Tell(api, sender.Payment);
        Assert.Equal(sender.Earned, await api.Balance(unit: sender.Unit));
        Assert.Equal(1, await api.CountOf("composite_customers"));
        await sender.Server.BooksAreWhole();
    }

    private static Task<ApiClient> TransactionBased(ProviderSender sender) =>
        sender.Connect(server => server.Affiliate(settings => settings with { IsTransactionBased = true }));

    private static string Named(string payment, string member, string by) =>
        payment
            .Replace("\"partner_key\"", $"\"{member}\"", StringComparison.Ordinal)
            .Replace("\"anna\"", $"\"{by}\"", StringComparison.Ordinal);
}
