using Byway.Journal;
using Byway.Programs;
using Byway.Transactions;
using Xunit;

namespace Byway.Tests.Browser;

/// <summary>POST /p/{program}/transactions: off until the owner wants it, and never believed.</summary>
public sealed class SaleTests(TestServer server) : ServerTests(server)
{
    private const string Order = """{"key":"order","amount":100,"customer":{"key":"carl"}}""";

    [Fact]
    public async Task Sales_of_browsers_are_refused_until_the_owner_switches_them_on()
    {
        var api = await Server.Affiliate().WithCarl();
        (await new ShopPage(api).Sale(Order)).IsRefused(403, "not_from_browsers");
        Assert.Equal(0, await api.CountOf("transactions"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task What_they_earn_waits_for_the_owner(string type)
    {
        var api = await Taking(type);
        var reply = (await new ShopPage(api).Sale(Order)).Is(200);
        Assert.Equal("""{"status":1}""", reply.Text);
        Assert.Null(reply.Header("Byway-Entry"));
        Assert.Equal("0", await api.Balance());
        Assert.Equal("30", await api.Balance("held"));
        var held = (await api.Get("/v1/rewards?signal=unverified")).Is(200);
        Assert.Equal("true", held["data.0.held_by_signals"]);
        // No date releases it.
        Server.Clock.Advance(TimeSpan.FromDays(4000));
        await Server.RunJob<Byway.Rewards.ReleaseHeldRewards>();
        Assert.Equal("0", await api.Balance());
        (await api.Post($"/v1/rewards/{held["data.0.number"]}/approve")).Is(200);
        Assert.Equal("30", await api.Balance());
    }

    [Fact]
    public async Task A_sale_whose_customer_comes_later_is_held_too()
    {
        var api = await Taking(ProgramType.Affiliate);
        await new ShopPage(api).Sale("""{"key":"order","amount":100,"customer":{"key":"emma"}}""");
        await api.SignUp("emma", "anna");
        Assert.Equal("0", await api.Balance());
        Assert.Equal("30", await api.Balance("held"));
    }

    [Fact]
    public async Task A_known_key_changes_nothing()
    {
        var api = await Taking(ProgramType.Affiliate);
        await api.Sale("order", "10", "carl");
        var before = await api.Sequence();
        Assert.Equal("""{"status":1}""", (await new ShopPage(api).Sale(Order)).Is(200).Text);
        Assert.Equal(before, await api.Sequence());
        Assert.Equal("3", await api.Balance());
    }

    [Fact]
    public async Task A_page_that_is_loaded_again_reports_one_sale()
    {
        var api = await Taking(ProgramType.Affiliate);
        var page = new ShopPage(api);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => page.Sale(Order)));
        Assert.Equal(1, await api.CountOf("transactions"));
    }

    [Fact]
    public async Task It_can_make_its_customer_and_binds_no_other()
    {
        var api = await Taking(ProgramType.Affiliate);
        await api.SignUp("free");
        var page = new ShopPage(api);
        foreach (var customer in new[] { "free", "emma" })
        {
            var body =
                $$$"""{"key":"of-{{{customer}}}","amount":100,"customer":{"key":"{{{customer}}}"},"""
                + """ "partner":{"key":"anna"},"options":{"create_customer":true}}""";
            Assert.Equal("""{"status":1}""", (await page.Sale(body)).Is(200).Text);
        }

        Assert.Null((await api.Get("/v1/customers/free")).Is(200).CountsFor());
        Assert.NotNull((await api.Get("/v1/customers/emma")).Is(200).CountsFor());
        Assert.Equal("30", await api.Balance("held"));
    }

    [Fact]
    public async Task A_page_cannot_say_what_is_earned()
    {
        var api = await Taking(ProgramType.Affiliate);
        const string Body =
            """{"key":"order","amount":100,"customer":{"key":"carl"},"reward":99,"rewarded":true,"source":"api","""
            + """ "created_at":"2020-01-01T00:00:00Z"}""";
        (await new ShopPage(api).Sale(Body)).Is(200);
        var sale = (await api.Get("/v1/transactions/order")).Is(200);
        Assert.StartsWith("2026", sale["data.created_at"], StringComparison.Ordinal);
        Assert.Equal("30", await api.Balance("held"));
        Assert.Equal(
            Transaction.UnverifiedSource,
            (await Server.Query<string>("select source from transactions where program_id = @ProgramId", api.Program))[
                0
            ]
        );
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        var api = await Taking(ProgramType.Affiliate);
        (await new ShopPage(api).Sale("{}")).IsRefused(422, "invalid_fields", "amount", "customer", "key");
    }

    [Fact]
    public async Task A_hold_that_is_missing_or_made_up_is_found_by_verify()
    {
        await using var other = await TestServer.Start(new());
        var api = await other.Affiliate(settings => settings with { TakesBrowserSales = true });
        await api.Referrer("anna");
        await new ShopPage(api).SignUpBy("carl");
        await new ShopPage(api).Sale(Order);
        await api.Sale("order-2", "100", "carl");
        await other.BooksAreWhole();

        // The controls: entries with one thing changed.
        var bodies = await other.Query<string>("select body from journal_entries order by sequence");
        var sales = bodies.Where(body => body.Contains("\"transaction.created\"", StringComparison.Ordinal)).ToList();
        var signUp = bodies.Single(body => body.Contains("\"customer.created\"", StringComparison.Ordinal));
        Assert.All([.. sales, signUp], body => Assert.Null(Fault(body)));
        Assert.NotNull(Fault(sales[0].Replace("signal.unverified", "nothing", StringComparison.Ordinal)));
        Assert.NotNull(Fault(sales[0].Replace("held_for_review", "noted", StringComparison.Ordinal)));
        Assert.NotNull(Fault(sales[0].Replace("browser_unverified", "api", StringComparison.Ordinal)));
        Assert.NotNull(Fault(sales[1].Replace("\"api\"", "\"browser_unverified\"", StringComparison.Ordinal)));
        Assert.NotNull(Fault(signUp.Replace("\"actor\":\"browser\"", "\"actor\":\"cli\"", StringComparison.Ordinal)));
    }

    private static string? Fault(string body) =>
        EntryBody.Read(body) is { } entry
            ? SignalCheck.FaultOf(entry, KnownState.RowsOf(entry, personalRows: null), null)
            : "no entry";

    private async Task<ApiClient> Taking(string type)
    {
        var api = await Server.NewProgram(type, settings => settings with { TakesBrowserSales = true });
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        return api;
    }
}
