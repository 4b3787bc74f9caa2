using Xunit;

namespace Byway.Tests;

/// <summary>The books' checks catch what they are for.</summary>
public sealed class BooksTests
{
    private const string OneBalance = "where number = (select min(number) from balances)";

    private static readonly string[] Tables =
    [
        "postings",
        "balances",
        "journal_entries",
        "entry_personal",
        "program_heads",
        "transactions",
    ];

    private static readonly (string Sql, string Fault)[] Damages =
    [
        ("update postings set amount = amount + 1", "program and unit do not add up"),
        ("update postings set amount = amount + 1", "entry and unit do not add up"),
        ("update postings set balance_after = balance_after + 1", "does not continue"),
        ("update balances set amount = amount + 1 " + OneBalance, "is not the sum"),
        ("update balances set postings = postings + 1 " + OneBalance, "is not the sum"),
        ("update balances set hash = 'x' " + OneBalance, "is not what its last posting says"),
        ("delete from postings", "is not the sum"),
        ("update postings set balance = balance + 1000", "belongs to no balance"),
        ("delete from journal_entries where sequence = 2", "has a gap"),
        ("update program_heads set sequence = sequence + 1", "has a gap"),
        ("delete from entry_personal where sequence = 2", "has no personal half"),
        ("update transactions set key = 'order_1'", "claimed by two sales"),
        ("update transactions set refunded_amount = 1", "taken back otherwise"),
    ];

    [Fact]
    public async Task A_fault_in_the_books_is_caught()
    {
        await using var server = await TestServer.Start(new());
        var api = await server.Affiliate();
        await api.Post("/v1/partners", """{"key":"anna","email":"anna@example.com"}""");
        await api.Post("/v1/customers", """{"key":"c1","partner":{"key":"anna"}}""");
        await api.Post("/v1/transactions", """{"key":"order_1","amount":10,"customer":{"key":"c1"}}""");
        await api.Post("/v1/transactions", """{"key":"order_2","amount":10,"customer":{"key":"c1"}}""");
        await server.BooksBalance();
        foreach (var table in Tables)
        {
            await server.Execute($"create table kept_{table} as select * from {table}");
        }

        foreach (var (sql, fault) in Damages)
        {
            await server.Execute(sql);
            Assert.Contains(await Books.Faults(server.Database), found => found.Contains(fault));
            foreach (var table in Tables)
            {
                await server.Execute($"delete from {table}");
                await server.Execute($"insert into {table} select * from kept_{table}");
            }

            await server.BooksBalance();
        }
    }
}
