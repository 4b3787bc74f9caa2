using Byway.Clicks;
using Byway.Customers;
using Byway.Http;
using Byway.Integrations;
using Byway.Links;
using Byway.Newsletters;
using Byway.Partners;
using Byway.Payouts;
using Byway.PromotionCodes;
using Byway.Rewards;
using Byway.Signals;
using Byway.Storage;
using Byway.Transactions;
using Byway.Webhooks;
using Dapper;
using Xunit;

namespace Byway.Tests.Storage;

/// <summary>
/// SQLite finds rows by the index made for it, on a database as it is made: without the statistics the schema brings
/// it
/// would read whole programs. The control takes them away.
/// </summary>
public sealed class QueryPlanTests(TestServer server) : ServerTests(server)
{
    private static readonly Page FirstPage = new(15, 1, IsNewestFirst: true);

    /// <summary>Look-ups by something else than the primary key.</summary>
    public static readonly TheoryData<string, string> LookUps = new()
    {
        { "customers_by_email", SqlText.SelectOne(Customer.ByEmail) },
        { "partners_by_email", SqlText.SelectOne(Partner.ByEmail) },
        { "rewards_by_transaction", SqlText.SelectOne(Reward.ByTransaction) },
        { "refunds_by_transaction", SqlText.SelectOne(Refund.ByTransaction) },
        { "INDEX rewards_due (program_id=?)", ReleaseHeldRewards.ProgramsSql },
        { "INDEX rewards_due (program_id=? AND held_until<?)", ReleaseHeldRewards.RewardsSql },
        { "clock_moves", "select * from clock_moves where program_id = 1 order by number desc limit 1" },
        { "referral_keys_by_folded", SqlText.SelectOne(ReferralKey.ByFolded) },
        { "referral_keys_by_owner", SqlText.SelectOne(ReferralKey.ByOwner) },
        { "referral_links_by_owner", SqlText.SelectOne(Link.ByOwner) },
        { "referral_links_by_domain", SqlText.SelectOne(Link.ByDomain) },
        { "coupons_by_code", SqlText.SelectOne(Coupon.ByCode) },
        { "promotion_codes_by_code", SqlText.SelectOne(PromotionCode.ByCode) },
        { "promotion_codes_by_coupon", SqlText.SelectOne(PromotionCode.ByCoupon) },
        { "composite_customers_by_base", SqlText.SelectOne(CompositeCustomer.ByBase) },
        { "transactions_by_customer", "select * from transactions where program_id = 1 and customer_number = 2" },
        { "transactions_by_referrer", "select * from transactions where program_id = 1 and referred_by = 2" },
        { "mails_due", "select * from mails where due_at <= 5 order by due_at, program_id, number limit 100" },
        { "mails_by_person", "select * from mails where program_id = 1 and person = 2" },
        { "erasures_by_age", "select program_id, person from erasures where erased_at >= 5" },
        { "sign_in_links_by_age", "select * from sign_in_links where expires_at <= 5" },
        { "portal_sessions_by_age", "select * from portal_sessions where seen_at <= 5" },
        { "rewards_by_hand", new RewardFilter { Program = 1, Beneficiary = 2 }.Sql(FirstPage) },
        { "transactions_by_referrer", new RewardFilter { Program = 1, Beneficiary = 2 }.Sql(FirstPage) },
        { "transactions_by_customer", new RewardFilter { Program = 1, Customer = 2 }.Sql(FirstPage) },
        { "rewards_by_transaction", new RewardFilter { Program = 1, Transaction = 2 }.Sql(FirstPage) },
        { "rewards_not_ok", new RewardFilter { Program = 1, Status = "rejected" }.Sql(FirstPage) },
        {
            "rewards_not_ok",
            new RewardFilter
            {
                Program = 1,
                Status = "reversed",
                Beneficiary = 2,
            }.Sql(FirstPage)
        },
        {
            "rewards_due (program_id=? AND held_until=?)",
            new RewardFilter { Program = 1, IsHeldBySignals = true }.Sql(FirstPage)
        },
        {
            "rewards_signalled",
            new RewardFilter
            {
                Program = 1,
                Signal = "%,paid_click,%",
                Beneficiary = 2,
            }.Sql(FirstPage)
        },
        { "PRIMARY KEY (program_id=? AND owner=?)", SqlText.SelectOne(SignalCount.Table.Primary) },
        { "PRIMARY KEY (program_id=? AND owner=? AND day=?)", SqlText.SelectOne(SignalDay.Table.Primary) },
        { "PRIMARY KEY (program_id=? AND customer=?)", SqlText.SelectOne(SignalCustomer.Table.Primary) },
        { "PRIMARY KEY (program_id=? AND id=?)", SqlText.SelectOne(Click.Table.Primary) },
        { "clicks_by_visitor", ReferralEvidence.VisitorSql },
        { "customers_by_link", GetLinkStats.SignUpsSql },
        { "customers_by_link", GetLinkStats.SalesSql.Replace("in @Owners", "in (2, 3)", StringComparison.Ordinal) },
        {
            "PRIMARY KEY (program_id=? AND link=? AND day=? AND visitor=?)",
            SqlText.SelectOne(ClickVisitor.Table.Primary)
        },
        { "PRIMARY KEY (program_id=? AND customer=? AND place=?)", SqlText.SelectOne(SignUpClick.Table.Primary) },
        {
            "PRIMARY KEY (program_id=? AND owner=? AND link=? AND day>? AND day<?)",
            "select clicks from click_days where program_id = 1 and owner = 2 and link = 3 and day >= 4 and day < 5"
        },
        {
            "PRIMARY KEY (program_id=? AND owner=?)",
            LandingCounts.OfOwners.Replace("in @owners", "in (2, 3)", StringComparison.Ordinal)
        },
        { "payouts_by_partner", SqlText.SelectOne(Payout.ByPartner) },
        {
            "payouts_to_note",
            "select number from payouts where status = 'finished' and noted_position < last_position order by "
                + "program_id, number limit 100"
        },
        { "subscribers_by_email", SqlText.SelectOne(Subscriber.ByEmail) },
        { "subscribers_by_id", SqlText.SelectOne(Subscriber.ById) },
        { "webhooks_by_key", SqlText.SelectOne(Webhook.ByKey) },
        {
            "webhook_deliveries_aside",
            "select program_id, webhook from webhook_deliveries where is_aside = 1 and next_attempt_at <= 5"
        },
        {
            "subscribers_referred",
            FirstFive("subscribers where program_id = 1 and referred_by is not null and deleted_at is null")
        },
        {
            "subscribers_not_referred",
            FirstFive("subscribers where program_id = 1 and referred_by is null and deleted_at is null")
        },
        {
            "customers_referred",
            FirstFive("customers where program_id = 1 and referred_by is not null and deleted_at is null")
        },
        {
            "customers_by_referrer",
            FirstFive("customers where program_id = 1 and referred_by is null and deleted_at is null")
        },
        { "PRIMARY KEY (program_id=? AND owner=? AND unit=? AND day=?)", SqlText.SelectOne(RunningDay.Table.Primary) },
        { "PRIMARY KEY (program_id=? AND owner=? AND goal=? AND step=?)", SqlText.SelectOne(GoalBonus.Table.Primary) },
        { "PRIMARY KEY (program_id=? AND owner=? AND goal=?)", SqlText.SelectOne(GoalBonus.ByGoal) },
        { "customers_by_referrer", "select * from customers where program_id = 1 and referred_by = 2" },
        {
            "PRIMARY KEY (program_id=? AND kind=? AND number=?)",
            "select number, sequence from later_entries where program_id = 1 and kind = 'reward' and number in (1, 2) "
                + "order by sequence desc limit 250"
        },
        {
            "refunds_by_transaction",
            "select transaction_number, number from refunds where program_id = 1 and transaction_number in (1, 2) "
                + "order by number desc limit 250"
        },
        {
            "transactions_by_referrer",
            "select * from transactions where program_id = 1 and referred_by = 2 order by number desc limit 20"
        },
        { "merged_customers_by_survivor", SqlText.SelectOne(MergedCustomer.BySurvivor) },
        { "PRIMARY KEY (program_id=? AND customer=?)", SqlText.SelectOne(OwnerBinding.Table.Primary) },
        { "owner_bindings_by_counted", "select * from owner_bindings where program_id = 1 and counted_for = 2" },
        { "PRIMARY KEY (program_id=? AND sale=?)", SqlText.SelectOne(SaleRate.Table.Primary) },
        { "provider_events_by_number", SqlText.SelectOne(ProviderEvent.ByNumber) },
        { "provider_events_by_buyer", SqlText.SelectOne(ProviderEvent.ByBuyer) },
        { "provider_events_due", BookEvents.DueSql },
        { "PRIMARY KEY (program_id=? AND provider=? AND event_id=?)", SqlText.SelectOne(ProviderEvent.Table.Primary) },
        { "PRIMARY KEY (program_id=? AND number=?)", SqlText.SelectOne(BillingPayment.Table.Primary) },
        { "PRIMARY KEY (program_id=? AND id_hash=?)", SqlText.SelectOne(BilledId.Table.Primary) },
        { "PRIMARY KEY (program_id=? AND id_hash=?)", SqlText.SelectOne(BilledCode.Table.Primary) },
    };

    [Theory]
    [MemberData(nameof(LookUps))]
    public async Task A_look_up_uses_its_index(string index, string sql)
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "PostgreSQL keeps statistics by itself.");
        Assert.Contains(index, await PlanOf(Server, sql), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("customers", "email_folded")]
    [InlineData("partners", "name_folded")]
    [InlineData("subscribers", "id_folded")]
    public async Task A_search_asks_its_index_and_does_not_sort(string table, string column)
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "PostgreSQL weighs its indexes by what is in them.");
        var range = new RowRange(5, IsNewestFirst: true, Take: 16, Skip: 0);
        var plan = await SearchPlanOf(new Search(table, 1).Contains(column, "part"), range);
        Assert.StartsWith("SCAN s VIRTUAL TABLE INDEX", plan, StringComparison.Ordinal);
        Assert.Contains($"SEARCH {table} USING PRIMARY KEY", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("B-TREE", plan, StringComparison.Ordinal);

        // The control: a part that is too short reads rows.
        var shortPlan = await SearchPlanOf(new Search(table, 1).Contains(column, "pa"), range);
        Assert.DoesNotContain("VIRTUAL", shortPlan, StringComparison.Ordinal);
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

    private static readonly Dictionary<string, object> Parameters = new(StringComparer.Ordinal)
    {
        ["Program"] = 1L,
        ["Beneficiary"] = 2L,
        ["Customer"] = 2L,
        ["Transaction"] = 2L,
        ["Status"] = "rejected",
        ["Signal"] = "%,paid_click,%",
        ["After"] = 1L,
        ["Take"] = 16L,
        ["Skip"] = 0L,
        ["now"] = 5L,
        ["MostInOneRun"] = 10L,
    };

    private static string FirstFive(string from) => $"select * from {from} order by number desc limit 5";

    private async Task<string> SearchPlanOf(Search search, RowRange range)
    {
        var (sql, parameters) = search.Statement("number", range, isFile: true);
        await using var connection = await Server.Database.OpenReader();
        var steps = await connection.QueryAsync<(long Id, long Parent, long NotUsed, string Detail)>(
            "explain query plan " + sql,
            parameters
        );
        return string.Join("; ", steps.Select(step => step.Detail));
    }

    private static async Task<string> PlanOf(TestServer server, string sql)
    {
        var steps = await server.Query<(long Id, long Parent, long NotUsed, string Detail)>(
            "explain query plan " + sql,
            new Dictionary<string, object>(Parameters)
        );
        return string.Join("; ", steps.Select(step => step.Detail));
    }
}
