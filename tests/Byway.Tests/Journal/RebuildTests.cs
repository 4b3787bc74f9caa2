using System.Text.Json.Nodes;
using Byway.Backups;
using Byway.Cli;
using Byway.Customers;
using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Tests.Backups;
using Byway.Tests.Cli;
using Byway.Tests.Tidy;
using Byway.Transactions;
using Xunit;

namespace Byway.Tests.Journal;

/// <summary>
/// Promise R7, the first half: the journal alone makes the same database again, on either kind of database; what was
/// damaged is named.
/// </summary>
public sealed class RebuildTests : IDisposable
{
    /// <summary>
    /// How the old entries' rows are laid out: columns are added at the end only, or old journals are lost.
    /// </summary>
    private static readonly string[] FirstLayouts =
    [
        "claims: program_id kind number sequence claimed_at released_at; key_hash request_hash",
        "customers: program_id number tags status is_provisional referred_by bound_at created_at updated_at "
            + "deleted_at; key referral_key email email_folded name surname metadata",
        "partners: program_id number tags status referred_by created_at updated_at archived_at deleted_at; "
            + "id key email email_folded name surname password_hash",
        "program_versions: program_id version settings sequence;",
        "referral_keys: program_id kind owner role created_at; key folded",
        "refunds: program_id number transaction_number amount counted_amount created_at; key",
        "rewards: program_id number transaction_number beneficiary unit amount reversed_amount status account version "
            + "held_until created_at updated_at;",
        "transactions: program_id number has_merchant_key customer_number referred_by amount unit action product_ids "
            + "product_types gross_amount discount_amount tax_amount shipping_amount discount_code source "
            + "given_reward is_rewardable is_rewarded is_credit refunded_amount previous_number "
            + "created_at archived_at deleted_at; "
            + "key customer_ref external_ids metadata",
        "waiting: program_id kind number until settled_at; key_hash",
    ];

    private readonly CliPlace place = new();
    private readonly string folder = Directory.CreateTempSubdirectory("byway-rebuild-").FullName;

    public RebuildTests() =>
        RestoreCommand.Run(OldBackup.File, new(place.Folder, place.Connection, IsJson: true), Steps.Untold);

    private string Into => Path.Combine(folder, "rebuilt.db");

    [Fact]
    public async Task The_journal_makes_the_same_database_again()
    {
        var outcome = await Rebuild();
        Assert.Equal(0, outcome.ExitCode);
        var leftOut = Tables(outcome).Where(table => table["left_out"] is not null);
        Assert.All(leftOut, table => Assert.Contains((string)table["name"]!, LeftOut.Tables.Keys));
        Assert.Contains(leftOut, table => (string)table["name"]! == "api_keys");
        Assert.DoesNotContain(Tables(outcome), table => table["difference"] is not null);
        Assert.True(Tables(outcome).Sum(table => (long)table["rows"]!) > 200);
        using var rebuilt = Database.OfFile(Into);
        using var snapshot = rebuilt.OpenSnapshot();
        Assert.True(JsonNode.DeepEquals(OldBackup.Programs, ProgramSums.Of(snapshot)));
        Assert.Empty(snapshot.Rows<long>("select 1 from api_keys"));
    }

    [Fact]
    public async Task The_journal_makes_the_same_database_on_PostgreSQL()
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, "There is a PostgreSQL when the suite runs on it.");
        using var other = new CliPlace();
        var outcome = await Rebuild(other.Connection);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(2, (int)outcome.Result!["programs"]!);
        Assert.Contains("not empty", (await Refused(other.Connection)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erased_people_are_rebuilt_without_what_was_theirs()
    {
        const string Carl = "(select number from customers where program_id = 1 and key = 'carl')";
        const string CarlsSales = $"select number from transactions where program_id = 1 and customer_number = {Carl}";
        place.Execute(
            "delete from claims where program_id = 1 and ((kind = 1 and number = "
                + $"{Carl}) or (kind = 2 and number in (select number from transactions where program_id = 1 and "
                + $"customer_number = {Carl})) or (kind = 3 and number in (select r.number from refunds r join "
                + "transactions t on t.program_id = r.program_id and t.number = r.transaction_number where "
                + $"t.program_id = 1 and t.customer_number = {Carl})))"
        );
        place.Execute(
            "delete from entry_personal where program_id = 1 and (person = "
                + $"{Carl} or sequence in (select e.sequence from entry_personal e join transactions t on "
                + "t.program_id = e.program_id where t.program_id = 1 and t.customer_number = "
                + $"{Carl} and (e.answer like '%\"key\":\"' || t.key || '\"%')))"
        );
        place.Execute(Emptied(Refund.Table, $"transaction_number in ({CarlsSales})"));
        place.Execute(Emptied(Transaction.Table, $"customer_number = {Carl}"));
        place.Execute(Emptied(Customer.Table, "key = 'carl'"));
        var outcome = await Rebuild();
        Assert.True(outcome.ExitCode == 0, outcome.Result!.ToJsonString());
    }

    // A row of each table that the journal tells of, and of those that follow from it.
    [Theory]
    [InlineData(
        "update rewards set amount = amount + 1 where program_id = 1 and number = 2",
        "rewards: program_id 1, number 2 has amount"
    )]
    [InlineData("update partners set name = 'Anne' where program_id = 1 and name = 'Anna'", "has name \"Anne\"")]
    [InlineData("delete from refunds where program_id = 1", "refunds: program_id 1, number")]
    [InlineData(
        "update program_versions set settings = '{}' where version = 2",
        "program_versions: program_id 1, version 2"
    )]
    [InlineData(
        "update totals set sales = 99 where program_id = 2 and owner = 0 and unit = 'USD'",
        "totals: program_id 2"
    )]
    [InlineData(
        "update balances set amount = 1 where program_id = 2 and account = 'payable'",
        "balances: program_id 2"
    )]
    [InlineData("update postings set hash = 'x' where program_id = 1 and balance = 2 and position = 1", "postings: ")]
    [InlineData("update program_heads set reward_number = 99 where program_id = 1", "has reward_number 99")]
    [InlineData("update claims set released_at = 5 where program_id = 2 and kind = 4", "claims: program_id 2, kind 4")]
    public async Task A_changed_row_is_named(string damage, string difference)
    {
        place.Execute(damage);
        var outcome = await Rebuild();
        Assert.Equal(1, outcome.ExitCode);
        var named = Assert.Single(Tables(outcome).Select(table => (string?)table["difference"]).OfType<string>());
        Assert.Contains(difference, named, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_entry_is_named_and_nothing_kept()
    {
        place.Execute("update journal_entries set body = replace(body, '99990000', '99990001') where sequence = 8");
        var outcome = await Rebuild();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("chain hash", (string)outcome.Result!["break"]!["what"]!);
        Assert.StartsWith("entry 8 ", (string)outcome.Result["break"]!["place"]!, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task A_journal_in_motion_is_rebuilt()
    {
        using var open = place.Open();
        var shop = (await ProgramFinder.Find(open.Server.Database, "1"))!;
        using var done = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !done.IsCancellationRequested; number++)
            {
                var sale = $$"""{"customer":{"key":"erna"},"key":"moving-{{number}}","amount":10}""";
                await open.Do(PostTransaction.Handle, shop, sale);
            }
        });
        for (var round = 0; round < 3; round++)
        {
            var arguments = new JsonObject { ["into"] = $"{Into}{round}" };
            Assert.Equal(0, (await new RebuildCommand().Run(new(open.Server, arguments, _ => { }))).ExitCode);
        }

        await done.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_touched()
    {
        await File.WriteAllTextAsync(Into, "precious");
        Assert.Contains("already", (await Refused(Into)).Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(Into));
    }

    [Fact]
    public async Task Every_table_is_in_the_journal_or_follows_from_it_or_is_left_out_for_a_reason()
    {
        using var open = place.Open();
        using var snapshot = open.Server.Database.OpenSnapshot();
        var names = snapshot.Tables().Select(table => table.Name).ToList();
        Complaints.AssertNone(TableComplaints(names));
        Assert.Single(TableComplaints([.. names, "news"]));
        Assert.Single(TableComplaints([.. names.Where(name => name != "customers")]));
        await Task.CompletedTask;
    }

    [Fact]
    public void Columns_of_the_journal_are_only_ever_added_at_the_end()
    {
        Complaints.AssertNone(FirstLayouts.SelectMany(LayoutComplaints));
        Assert.Single(LayoutComplaints("waiting: program_id number kind; key_hash"));
        Assert.Single(LayoutComplaints("nothing: program_id;"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        place.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<string> TableComplaints(IReadOnlyList<string> names)
    {
        string[] known = [.. DeclaredTables.InJournal.Keys, .. LeftOut.Derived, .. LeftOut.Tables.Keys];
        return names
            .Where(name => known.Count(each => each == name) != 1)
            .Select(name => $"{name}: neither in the journal, nor derived, nor left out for a reason (LeftOut.cs).")
            .Concat(known.Except(names).Select(name => $"{name}: no table of this name."));
    }

    private static IEnumerable<string> LayoutComplaints(string layout)
    {
        var (name, columns) = layout.Split(": ") is [var left, var right] ? (left, right) : ("", "");
        if (!DeclaredTables.InJournal.TryGetValue(name, out var table))
        {
            return [$"{name}: old journals have rows of it, and it is declared no more."];
        }

        var halves = columns
            .Split(';')
            .Select(half => half.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        var isKept = new[] { false, true }.All(isPersonal =>
            table
                .Fields.Where(field => field.IsPersonal == isPersonal)
                .Select(field => field.Name)
                .Take(halves[isPersonal ? 1 : 0].Length)
                .SequenceEqual(halves[isPersonal ? 1 : 0])
        );
        return isKept ? [] : [$"{name}: the columns of old journals have moved; add new ones at the end."];
    }

    /// <summary>Empties the personal columns of rows, as rows are read from which they are gone.</summary>
    private string Emptied(ITable table, string where)
    {
        using var open = place.Open();
        using var snapshot = open.Server.Database.OpenSnapshot();
        var columns = snapshot.Tables().Single(each => each.Name == table.Name).Columns;
        var personal = table
            .Fields.Where(field => field.IsPersonal)
            .Select(field => columns.Single(column => column.Name == field.Name))
            .Select(column => $"{column.Name} = {(column.IsNullable ? "null" : "''")}");
        return $"update {table.Name} set {string.Join(", ", personal)} where program_id = 1 and {where}";
    }

    private static List<JsonNode> Tables(Outcome outcome) =>
        [.. outcome.Result!["tables"]!.AsArray().OfType<JsonNode>()];

    private async Task<Outcome> Rebuild(string? into = null)
    {
        using var open = place.Open();
        return await new RebuildCommand().Run(new(open.Server, new() { ["into"] = into ?? Into }, _ => { }));
    }

    private Task<StartException> Refused(string? into) => Assert.ThrowsAsync<StartException>(() => Rebuild(into));
}
