using System.Text.Json.Nodes;
using Byway.Cli;
using Byway.Customers;
using Byway.Http;
using Byway.Journal;
using Byway.Partners;
using Byway.Programs;
using Byway.Transactions;
using Xunit;

namespace Byway.Tests.Cli;

/// <summary>
/// <c>byway verify</c> finds nothing in whole books, and each kind of damage that is done to them by hand.
/// </summary>
public sealed class VerifyTests : IClassFixture<VerifyTests.WholeBooks>
{
    private readonly WholeBooks books;

    public VerifyTests(WholeBooks books) => this.books = books;

    [Fact]
    public async Task Whole_books_are_whole()
    {
        using var place = new CliPlace(books.Place);
        Assert.Null(await BreakOf(place));
    }

    [Fact]
    public async Task An_erased_person_leaves_the_books_whole()
    {
        using var place = new CliPlace(books.Place);
        place.Execute("delete from entry_personal where program_id = 1 and person is not null");
        Assert.Null(await BreakOf(place));
    }

    // Program 1: entries 1 program, 2 partner anna, 3 sign-up, 4 and 5 sales, 6 refund, 7 settings, 8 a held sale;
    // balances
    // 1 reward_expense of 0, 2 payable of 2 (anna), 3 held of 2. Program 2: 4 sale, 5 credit; balance 2 payable of 2.
    [Theory]
    [InlineData("delete from journal_entries where program_id = 1 and sequence = 4", "entry 5", "sequence number")]
    [InlineData("delete from journal_entries where program_id = 1 and sequence = 8", "the head", "last sequence")]
    [InlineData("update journal_entries set body = replace(body, 'anna', 'anne') || ' ' @4", "entry 4", "chain hash")]
    [InlineData("update journal_entries set hash = '00' @4", "entry 4", "chain hash")]
    [InlineData("update journal_entries set id = 'ent_x' @4", "entry 4", "id")]
    [InlineData("update program_heads set sequence = 9 where program_id = 1", "the head", "last sequence")]
    [InlineData("update program_heads set hash = '00' where program_id = 1", "the head", "last chain hash")]
    [InlineData("delete from program_heads where program_id = 1", "the head", "last sequence")]
    [InlineData("update program_heads set clock_offset = 5 where program_id = 1", "the head", "clock is ahead")]
    [InlineData("update entry_personal set request = '{}' @4", "entry 4", "personal half's hash")]
    [InlineData("update entry_personal set sequence = 99 @4", "entry 99", "the entry itself")]
    [InlineData("update postings set amount = amount + 1 @2,1", "entry 4", "posting")]
    [InlineData("update postings set reward = 2 @2,1", "entry 4", "posting")]
    [InlineData("update postings set reward = 1 where program_id = 2 and reward is null", "entry 5", "posting")]
    [InlineData("update postings set sequence = 5 @2,1", "entry 4", "posting")]
    [InlineData("insert into postings values (1, 3, 2, 99, 3, 0, 0, '')", "entry 99", "the entry itself")]
    [InlineData("delete from postings where program_id = 1 and balance = 1 and position = 2", "entry 5", "posting")]
    [InlineData("update postings set balance_after = balance_after + 1 @2,1", "balance 2", "running sum")]
    [InlineData("update postings set hash = '00' @2,1", "balance 2", "chain hash")]
    [InlineData("update postings set position = 9 @2,3", "balance 2", "position")]
    [InlineData("update balances set amount = amount + 1 @", "balance 2", "amount in micros")]
    [InlineData("update balances set postings = 9 @", "balance 2", "number of postings")]
    [InlineData("update balances set hash = '00' @", "balance 2", "last chain hash")]
    [InlineData("update balances set unit = 'EUR' @", "entry 4", "posting")]
    [InlineData("delete from balances where program_id = 1 and number = 3", "entry 8", "posting")]
    [InlineData("update rewards set amount = amount + 1 @1", "balance payable of 2", "by its rewards")]
    [InlineData("update rewards set reversed_amount = 0 @2", "balance payable of 2", "by its rewards")]
    [InlineData("update rewards set account = 'held' @1", "of 2", "by its rewards")]
    [InlineData("update rewards set beneficiary = 99 @1", "balance payable of 2", "by its rewards")]
    [InlineData("update rewards set unit = 'EUR' @1", "balance payable of 2", "by its rewards")]
    [InlineData("delete from rewards where program_id = 1 and number = 1", "balance payable of 2", "by its rewards")]
    [InlineData("update totals set sales = sales + 1 where program_id = 1 and unit = 'USD'", "total of ", "counts")]
    [InlineData("delete from totals where program_id = 1 and owner = 2 and unit = 'USD'", "total of 2", "counts")]
    [InlineData("insert into totals values (1, 77, 'USD', 1, 0, 1, 0, 0, 0)", "total of 77", "counts")]
    public async Task Damage_is_found(string damage, string where, string what)
    {
        using var place = new CliPlace(books.Place);
        place.Execute(Expanded(damage));
        var found = Assert.IsType<JsonObject>(await BreakOf(place));
        Assert.Contains(where, found["place"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains(what, found["what"]!.ToString(), StringComparison.Ordinal);
    }

    // The last entry as somebody would forge it who can compute hashes.
    [Theory]
    [InlineData("\"held\",\"USD\",20000000", "\"held\",\"USD\",30000000", "sum of its postings")]
    [InlineData("20000000,3]", "30000000,3]", "posting")]
    [InlineData("\"totals\":[[2,", "\"totals\":[[7,", "counts")]
    [InlineData("\"postings\":", "\"nothing\":", "body")]
    [InlineData("\"sequence\":8", "\"sequence\":7", "sequence number in its body")]
    [InlineData("\"code\":\"rewarded\"", "\"code\":\"customer_not_referred\"", "decision")]
    [InlineData("\"version\":2,\"base\"", "\"version\":1,\"base\"", "decision")]
    [InlineData("\"rows\":[[\"", "\"rows\":[[7,\"", "rows")]
    public async Task Damage_under_a_right_hash_is_found(string text, string forged, string what)
    {
        using var place = new CliPlace(books.Place);
        using (var open = place.Open())
        {
            var entries = await open.Server.Database.Query<JournalEntry>(
                "select * from journal_entries where program_id = 1 order by sequence"
            );
            var body = entries[7].Body.Replace(text, forged, StringComparison.Ordinal);
            Assert.NotEqual(entries[7].Body, body);
            var hash = EntryWriter.ChainHash(entries[6].Hash, body);
            await open.Server.Turns.Run(store =>
            {
                store.Execute(
                    "update journal_entries set body = @body, hash = @hash where program_id = 1 and sequence = 8",
                    new { body, hash }
                );
                store.Execute("update program_heads set hash = @hash where program_id = 1", new { hash });
            });
        }

        var found = Assert.IsType<JsonObject>(await BreakOf(place));
        Assert.Contains(what, found["what"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Books_in_motion_are_whole()
    {
        using var place = new CliPlace(books.Place);
        using var open = place.Open();
        var program = (await ProgramFinder.Find(open.Server.Database, "1"))!;
        using var done = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !done.IsCancellationRequested; number++)
            {
                var sale = $$"""{"customer":{"key":"carl"},"key":"moving-{{number}}","amount":10}""";
                await open.Do(PostTransaction.Handle, program, sale);
            }
        });
        for (var round = 0; round < 5; round++)
        {
            var outcome = await new VerifyCommand().Run(new(open.Server, [], _ => { }));
            Assert.Equal("true", outcome.Result!["ok"]!.ToJsonString());
        }

        await done.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_place_without_programs_is_whole()
    {
        using var place = new CliPlace();
        using (place.Open())
        {
            // Opening it makes its tables.
        }

        var result = await place.Json("verify");
        Assert.Equal("0", result["programs"]!.ToString());
        // The control.
        await place.Program();
        Assert.Equal("1", (await place.Json("verify"))["programs"]!.ToString());
    }

    [Fact]
    public async Task The_process_names_the_break_and_ends_with_1()
    {
        using var place = new CliPlace(books.Place);
        place.Execute(Expanded("update balances set amount = amount + 1 @"));
        var (exit, text, _) = await place.Run("verify");
        Assert.Equal(1, exit);
        var line = Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("balance 2 (payable of 2 in USD): the amount in micros should be 28000000", line);
        Assert.Contains("there is 28000001", line, StringComparison.Ordinal);
    }

    /// <summary>
    /// Short for the row that is meant: <c>@4</c> an entry, <c>@2,1</c> a posting, <c>@</c> balance 2.
    /// </summary>
    private static string Expanded(string sql)
    {
        if (sql.Split('@') is not [var start, var row])
        {
            return sql;
        }

        var table = start.Split(' ')[1];
        var key = (table, row.Split(',')) switch
        {
            ("balances", _) => "number = 2",
            ("postings", [var balance, var position]) => $"balance = {balance} and position = {position}",
            ("rewards", [var number]) => $"number = {number}",
            (_, [var sequence]) => $"sequence = {sequence}",
            _ => throw new ArgumentException(sql, nameof(sql)),
        };
        return $"{start}where program_id = 1 and {key}";
    }

    private static async Task<JsonObject?> BreakOf(CliPlace place)
    {
        var outcome = await place.Run(new VerifyCommand());
        Assert.Equal(outcome.Result!["break"] is null ? 0 : 1, outcome.ExitCode);
        return outcome.Result["break"]?.AsObject();
    }

    /// <summary>Two programs with a little of everything.</summary>
    public sealed class WholeBooks : IAsyncLifetime
    {
        /// <summary>Where they are.</summary>
        internal CliPlace Place { get; } = new();

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            using var open = Place.Open();
            var shop = await open.Program(ProgramType.Affiliate);
            await open.Do(PostPartner.Handle, shop, """{"key":"anna","email":"anna@example.com"}""");
            await open.Do(PostCustomer.Handle, shop, """{"key":"carl","partner":{"key":"anna"}}""");
            await open.Do(PostTransaction.Handle, shop, """{"key":"o1","amount":100,"customer":{"key":"carl"}}""");
            await open.Do(PostTransaction.Handle, shop, """{"key":"o2","amount":50,"customer":{"key":"carl"}}""");
            await open.Do(PostRefund.Handle, shop, """{"key":"r1","amount":10}""", ("key", "o2"));
            await open.Do(PutSettings.Handle, shop, """{"review_period_days":3}""");
            await open.Do(PostTransaction.Handle, shop, """{"key":"o3","amount":100,"customer":{"key":"carl"}}""");
            var friends = await open.Program(ProgramType.ReferAFriend);
            await open.Do(PostCustomer.Handle, friends, """{"id":"ann","email":"ann@example.com"}""");
            await open.Do(PostCustomer.Handle, friends, """{"id":"bob","referring_customer":{"id":"ann"}}""");
            await open.Do(PostTransaction.Handle, friends, """{"key":"o1","amount":50,"customer":{"id":"bob"}}""");
            await open.Do(PostCredit.Handle, friends, """{"amount":5}""", ("key", "ann"));
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync()
        {
            Place.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
