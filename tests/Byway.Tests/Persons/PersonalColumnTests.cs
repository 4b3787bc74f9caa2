using Byway.Persons;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Persons;

/// <summary>
/// Every text column of the database, as its own catalogue names them, is declared personal, and then erased, or
/// stands here with the reason why it tells nothing about anybody.
/// </summary>
public sealed class PersonalColumnTests(TestServer server) : ServerTests(server)
{
    private const string Merchants = "the merchant's own name, text or setting";
    private const string Word = "one word of a closed list, a currency or a unit";
    private const string Hash = "a hash";
    private const string Numbers = "numbers or ids of ours";

    private static readonly (string Table, string Why, string Columns)[] NotPersonal =
    [
        ("programs", Merchants, "public_id name type mode website pepper"),
        ("program_heads", Hash, "hash"),
        ("program_versions", Merchants, "settings"),
        ("api_keys", "a key of a backend", "id hash name scope hint"),
        ("journal_entries", "written without personal columns", "id body hash"),
        ("referral_keys", Word, "role"),
        ("partners", Word, "status archived_from"),
        ("partners", "categories that rules read; emptied with the person", "tags"),
        ("customers", Word, "status archived_from"),
        ("customers", "categories that rules read; emptied with the person", "tags"),
        ("transactions", Word, "unit source"),
        ("transactions", Merchants, "action product_ids product_types discount_code"),
        ("rewards", Word, "unit status account"),
        ("balances", Word, "account unit"),
        ("balances", Hash, "hash"),
        ("postings", Hash, "hash"),
        ("totals", Word, "unit"),
        ("idempotency_keys", Hash, "key_hash request_hash"),
        ("idempotency_keys", Numbers, "entry_id decision"),
        ("webhooks", Merchants, "key events"),
        ("webhook_cursors", "a server", "lease_owner"),
        ("webhook_deliveries", Numbers, "event_id event status"),
        ("domains", Merchants, "site host"),
        ("coupons", Merchants, "code code_folded name"),
        ("coupons", Word, "discount_type duration_type"),
        ("coupons", Numbers, "redemptions"),
        ("promotion_codes", Numbers, "partners customers redemptions"),
        ("redemptions", Hash, "key_hash"),
        ("composite_customers", Hash, "base_hash"),
        ("payout_details", Word, "gateway"),
        ("payouts", Word, "unit status gateway"),
        ("payouts", Numbers, "chosen"),
        ("mails", Merchants, "sender"),
        ("sign_in_links", Hash, "token_hash"),
        ("portal_sessions", Hash, "token_hash"),
        ("leads", Word, "status"),
        ("subscribers", Word, "status"),
        ("milestones", Merchants, "name description status fulfillment_type fulfillment_value"),
        ("rewards", Word, "part signals"),
        ("refunds", Word, "amount_by dispute"),
        ("running_sums", Word, "unit"),
        ("running_days", Word, "unit"),
        ("goal_progress", Merchants, "goal"),
        ("goal_bonuses", Merchants, "goal"),
        ("action_counts", Merchants, "action"),
        ("later_entries", Word, "kind"),
        ("sale_rates", Word, "unit"),
        ("signal_customers", "the name of an ad's parameter, never its value", "click_id"),
        ("integration_secrets", Word, "provider kind"),
        ("integration_secrets", "what opens a merchant's billing provider, sealed", "sealed hint"),
        ("provider_events", Word, "provider type status sentence decision"),
        ("provider_events", "ids of events, which are ids of nobody", "event_id entry_id"),
        ("provider_events", Hash, "buyer"),
        ("billing_payments", Word, "provider unit"),
        ("billing_payments", "hashes, amounts and words", "state"),
        ("billing_ids", Hash, "id_hash"),
        ("billing_codes", Hash, "id_hash"),
        ("billing_codes", Word, "provider"),
        ("clicks", Numbers, "id"),
        ("clicks", Word, "source agent"),
        ("click_visitors", "a hash, whose salt is forgotten with the day", "visitor"),
        ("click_salts", "chance", "salt"),
        ("click_erasures", Numbers, "through"),
        ("schema_migrations", "files of ours", "name checksum"),
    ];

    [Fact]
    public async Task Every_text_column_is_erased_or_says_why_not() => Complaints.AssertNone(Missing(await Columns()));

    [Fact]
    public async Task A_column_added_tomorrow_is_caught()
    {
        var columns = await Columns();
        Assert.Single(Missing([.. columns, "customers.nickname"]));
        Assert.Single(Missing([.. columns, "added_tomorrow.note"]));
    }

    [Fact]
    public async Task What_is_listed_exists()
    {
        var columns = (await Columns()).ToHashSet(StringComparer.Ordinal);
        Complaints.AssertNone(
            Listed().Concat(Declared()).Where(column => !columns.Contains(column)).Select(column => $"No {column}.")
        );
    }

    [Fact]
    public void What_is_personal_and_does_not_stay_has_an_owner() =>
        Complaints.AssertNone(
            PersonTables
                .All.Where(table => table.Ownership is null)
                .SelectMany(table =>
                    table
                        .Fields.Where(column => column.Personal is { IsKept: false })
                        .Select(column => $"{table.Name}.{column.Name} is erased with nobody: say whose its rows are.")
                )
        );

    private static IEnumerable<string> Missing(IEnumerable<string> columns) =>
        columns
            .Except(Listed().Concat(Declared()), StringComparer.Ordinal)
            .Select(column => $"{column} is a text: declare it .Personal and list its table, or say here why not.");

    private static IEnumerable<string> Listed() =>
        NotPersonal.SelectMany(row => row.Columns.Split(' ').Select(column => $"{row.Table}.{column}"));

    private static IEnumerable<string> Declared() =>
        PersonTables.All.SelectMany(table =>
            table.Fields.Where(column => column.Personal is not null).Select(column => $"{table.Name}.{column.Name}")
        );

    private async Task<List<string>> Columns() =>
        await Server.Query<string>(
            TestDatabase.IsPostgres
                ? "select table_name || '.' || column_name from information_schema.columns "
                    + "where table_schema = current_schema() and data_type = 'text' order by 1"
                : "select t.name || '.' || c.name from sqlite_master t join pragma_table_info(t.name) c "
                    + "where t.type = 'table' and lower(c.type) = 'text' and t.name not like '%search%' order by 1"
        );
}
