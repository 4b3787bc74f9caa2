using System.Globalization;
using Byway.Rewards;
using Byway.Tests.Scenarios;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Transactions;

/// <summary>
/// Whatever a sale earned to whomever, through levels, for both sides, with extras, goals, caps and own units: giving
/// it back in any parts and any order returns every balance of everybody to what it was before the sale, and letting
/// it stand again returns every balance to what it was after.
/// </summary>
public sealed class GiveBackPropertyTests(TestServer server) : ServerTests(server)
{
    private const int Stories = 8;

    private const string AffiliateRules = """
        {"rules":[
          {"name":"Books","conditions":{"product_type":"book"},"percent":"33.3333","cap":40,
           "levels":[{"percent":"7.7"},{"fixed":3,"unit":"points"}]},
          {"name":"Devices","conditions":{"product_type":"device"},"fixed":"12.345678"},
          {"name":"Busy","percent":25,"conditions":{"running":[{"of":"revenue","from":150,"window_days":30}]}},
          {"name":"Rest","percent":20}],
         "levels":[{"percent":10},{"percent":"3.3333"}],
         "rewards":[
          {"name":"Points","trigger":"sale","referring":{"percent":"11.1111","unit":"points","cap":9}},
          {"name":"Second","trigger":"sale","start_after":1,"referring":{"fixed":"1.01"}}],
         "goals":[
          {"name":"Hundred","of":"revenue","at":100,"recurring":true,"bonus":{"fixed":"5.55"}},
          {"name":"Buyer","of":"customers","at":2,"bonus":{"fixed":70,"unit":"points"}},
          {"name":"Sales","of":"sales","at":3,"recurring":true,"bonus":{"fixed":2}}]}
        """;

    private const string FriendRules = """
        {"rules":[{"name":"All","percent":"33.3333","cap":40}],
         "rewards":[
          {"name":"Both","trigger":"sale","referring":{"percent":"11.1111","unit":"points"},
           "referred":{"percent":"5.5"}},
          {"name":"Second","trigger":"sale","start_after":1,"referring":{"fixed":"1.01"},
           "referred":{"fixed":3,"unit":"stars"}}],
         "goals":[{"name":"Hundred","of":"revenue","at":100,"recurring":true,"bonus":{"fixed":"5.55"}}]}
        """;

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Given_back_in_any_order_and_standing_again_everything_is_as_it_was(string type)
    {
        for (var seed = 0; seed < Stories; seed++)
        {
            var random = new Random(seed);
            var api = await Begin(type, isHeld: seed % 2 == 0);
            var before = await Balances(api);
            var amount = random.Next(1, 300_000_000);
            await Buy(api, random, "o1", amount);
            var after = await Balances(api);
            Assert.NotEqual(before, after);

            // Archived and restored, disputed and won, in any mixture: it stands as it stood.
            for (var round = 0; round < 3; round++)
            {
                var (isArchived, disputes) = (false, random.Next(0, 3));
                for (var number = 0; number < disputes; number++)
                {
                    await api.Dispute("o1", $"won-{round}-{number}", "opened", Micros.ToText(random.Next(1, amount)));
                }

                if (random.Next(2) == 0)
                {
                    isArchived = true;
                    (await api.Post("/v1/transactions/o1/archive")).Is(200);
                    Assert.Equal(before, await Balances(api));
                }

                await PassTime(random);
                for (var number = disputes - 1; number >= 0; number--)
                {
                    await api.Dispute("o1", $"won-{round}-{number}", "won");
                }

                if (isArchived)
                {
                    (await api.Post("/v1/transactions/o1/revoke-archive")).Is(200);
                }

                Assert.Equal(after, await Balances(api));
                await Server.BooksBalance();
            }

            await GiveBack(api, random, amount);
            Assert.Equal(before, await Balances(api));
            (await api.Delete("/v1/transactions/o1")).Is(200);
            Assert.Equal(before, await Balances(api));
        }
    }

    [Theory]
    [InlineData("refund")]
    [InlineData("dispute")]
    public async Task What_comes_before_its_sale_takes_back_as_much(string what)
    {
        var api = await Begin("affiliate", isHeld: false);
        var before = await Balances(api);
        if (what == "refund")
        {
            await api.Refund("o1", "r1", "30");
            await api.Refund("o1", "r2", "70");
        }
        else
        {
            await api.Dispute("o1", "d1", "lost", "30");
            await api.Dispute("o1", "d2", "opened");
        }

        await Buy(api, new(7), "o1", 100 * Micros.PerWhole);
        Assert.Equal(before, await Balances(api));
    }

    [Fact]
    public async Task What_is_given_back_after_the_payout_is_as_much_below_zero()
    {
        var api = await Begin("affiliate", isHeld: false);
        var before = await Balances(api);
        await Buy(api, new(3), "o1", 200 * Micros.PerWhole);
        await api.PayOut();
        Assert.NotEqual("0", await Shop.Balance(api, "paid"));
        await GiveBack(api, new(3), 200 * Micros.PerWhole);
        Assert.StartsWith("-", await Shop.Balance(api), StringComparison.Ordinal);
        Assert.Equal(before, await Balances(api));
    }

    /// <summary>A refund that the property would find, were it forgotten.</summary>
    [Fact]
    public async Task The_control_a_part_that_is_not_given_back_is_seen()
    {
        var api = await Begin("affiliate", isHeld: false);
        var before = await Balances(api);
        await Buy(api, new(1), "o1", 100 * Micros.PerWhole);
        await api.Refund("o1", "r1", "99.99");
        Assert.NotEqual(before, await Balances(api));
        await api.Refund("o1", "r2", "0.01");
        Assert.Equal(before, await Balances(api));
    }

    private async Task<ApiClient> Begin(string type, bool isHeld)
    {
        var api = await Server.NewProgram(type, s => s with { ReviewPeriodDays = isHeld ? 3 : 0 });
        await api.Referrer("cleo");
        if (api.IsAffiliate)
        {
            await api.PartnerUnder("berta", "cleo");
            await api.PartnerUnder("anna", "berta");
        }
        else
        {
            await api.Referrer("anna");
        }

        await api.Rules(api.IsAffiliate ? AffiliateRules : FriendRules);
        await api.SignUp("carl", "anna");
        await api.SignUp("dora", "anna");
        await api.Sale("o0", "90", "dora");
        await api.Sale("o00", "45.678901", "carl");
        return api;
    }

    private static Task<Reply> Buy(ApiClient api, Random random, string key, long amount)
    {
        var product = new[] { "book", "device", "other" }[random.Next(3)];
        return api.Sale(key, Micros.ToText(amount), "carl", $",\"product_type\":\"{product}\"");
    }

    /// <summary>In parts, by refunds and disputes, until nothing is left; more than once over, too.</summary>
    private async Task GiveBack(ApiClient api, Random random, long amount)
    {
        var left = amount;
        for (var number = 0; left > 0; number++)
        {
            var part = number == 5 ? left : random.NextInt64(1, left + 1);
            switch (random.Next(3))
            {
                case 0:
                    await api.Dispute("o1", $"lost-{number}", "lost", Micros.ToText(part));
                    break;
                case 1:
                    await api.Dispute("o1", $"open-{number}", "opened", Micros.ToText(part));
                    break;
                default:
                    await api.Refund("o1", $"part-{number}", Micros.ToText(part));
                    break;
            }

            left -= part;
            await PassTime(random);
        }

        if (random.Next(2) == 0)
        {
            await api.Refund("o1", "more", Micros.ToText(amount));
        }
    }

    private async Task PassTime(Random random)
    {
        if (random.Next(2) == 0)
        {
            Server.Clock.Advance(TimeSpan.FromDays(1));
            await Server.RunJob<ReleaseHeldRewards>();
        }
    }

    /// <summary>What everybody has in every unit, on whichever account it stands.</summary>
    private static async Task<string> Balances(ApiClient api)
    {
        var rows = await api.Server.Query<(long Owner, string Unit, long Amount)>(
            "select owner, unit, amount from balances where program_id = @ProgramId and owner <> 0",
            new { api.Program.ProgramId }
        );
        return string.Join(
            '\n',
            rows.GroupBy(row => (row.Owner, row.Unit), row => row.Amount)
                .Select(group => (group.Key, Sum: group.Sum()))
                .Where(group => group.Sum != 0)
                .OrderBy(group => group.Key.Owner)
                .ThenBy(group => group.Key.Unit, StringComparer.Ordinal)
                .Select(group =>
                    string.Create(CultureInfo.InvariantCulture, $"{group.Key} {Micros.ToText(group.Sum)}")
                )
        );
    }
}
