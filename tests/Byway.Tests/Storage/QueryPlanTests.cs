using Byway.Customers;
using Byway.Links;
using Byway.Partners;
using Byway.Rewards;
using Byway.Storage;
using Xunit;

namespace Byway.Tests.Storage;

/// <summary>
/// SQLite finds rows by the index made for it, on a database as it is made: without the statistics the schema brings
/// it
/// would read whole programs. The control takes them away.
/// </summary>
public sealed class QueryPlanTests(TestServer server) : ServerTests(server)
{
    /// <summary>Look-ups by something else than the primary key.</summary>
    public static readonly TheoryData<string, string> LookUps = new()
    {
        { "customers_by_email", SqlText.SelectOne(Customer.ByEmail) },
        { "partners_by_email", SqlText.SelectOne(Partner.ByEmail) },
        { "rewards_by_transaction", SqlText.SelectOne(Reward.ByTransaction) },
        { "referral_keys_by_folded", SqlText.SelectOne(ReferralKey.ByFolded) },
        { "transactions_by_customer", "select * from transactions where program_id = 1 and customer_number = 2" },
        { "transactions_by_referrer", "select * from transactions where program_id = 1 and referred_by = 2" },
        { "PRIMARY KEY (program_id=? AND owner=? AND unit=? AND day=?)", SqlText.SelectOne(RunningDay.Table.Primary) },
        { "PRIMARY KEY (program_id=? AND owner=? AND goal=? AND step=?)", SqlText.SelectOne(GoalBonus.Table.Primary) },
        { "customers_by_referrer", "select * from customers where program_id = 1 and referred_by = 2" },
    };

    [Theory]
    [MemberData(nameof(LookUps))]
    public async Task A_look_up_uses_its_index(string index, string sql)
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "PostgreSQL keeps statistics by itself.");
        Assert.Contains(index, await PlanOf(Server, sql), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_statistics_an_index_is_passed_over()
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "PostgreSQL keeps statistics by itself.");
        await using var other = await TestServer.Start(new());
        await other.Execute("delete from sqlite_stat1");
        await other.Restart();
        var plan = await PlanOf(other, SqlText.SelectOne(Customer.ByEmail));
        Assert.DoesNotContain("customers_by_email", plan, StringComparison.Ordinal);
    }

    private static async Task<string> PlanOf(TestServer server, string sql)
    {
        var steps = await server.Query<(long Id, long Parent, long NotUsed, string Detail)>(
            "explain query plan " + sql
        );
        return string.Join("; ", steps.Select(step => step.Detail));
    }
}
