using Byway.Http;
using Byway.Journal;
using Byway.Programs;
using Byway.Storage;
using Byway.Values;

namespace Byway.Bench.Servers;

/// <summary>
/// The variant without shared turns: the same front, then plain SQL that locks the program's head, reads what it
/// needs, writes the same rows and commits, one sale at a time.
/// </summary>
internal abstract class SingleSale : IDisposable
{
    /// <summary>Opens a database for it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="connection">A PostgreSQL connection string; null for SQLite.</param>
    public static SingleSale Open(string folder, string? connection) =>
        connection is null
            ? new SqliteSingleSale(Path.Combine(folder, SqliteFile.Name))
            : new PostgresSingleSale(connection);

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public async Task<Answer> Handle(ApiCall call)
    {
        var sales = SaleShape.Of(call);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        var sale = sales[0];
        var customerHash = KeyHash.Of(call.Program, ClaimKind.Customer, sale.Customer.Key!);
        var rows = new SaleRows(call.Program, call.Caller.Actor, sale, UtcMicros.Now(call.Server.Clock));
        await Book(rows, call.Program.ProgramId, customerHash);
        var answer = Answer.Resource(200, rows.Resource);
        answer.EntryId = rows.EntryId;
        answer.Decision = DecisionCode.Rewarded;
        return answer;
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Books one sale in one transaction.</summary>
    /// <param name="rows">Makes its rows.</param>
    /// <param name="program">The program.</param>
    /// <param name="customerHash">The hash of the customer's key.</param>
    protected abstract Task Book(SaleRows rows, long program, string customerHash);
}
