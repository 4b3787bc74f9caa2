using Byway.Customers;
using Byway.Storage;
using Byway.Transactions;

namespace Byway.Explanations;

/// <summary>
/// What the owner has said of the customers of some sales: when they were reassigned, if they were.
/// </summary>
public static class OwnersWord
{
    /// <summary>When the customers of sales were reassigned last, by the sales' numbers; Unix microseconds.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="sales">The sales.</param>
    public static async Task<IReadOnlyDictionary<long, OwnerBinding>> On(
        Database database,
        long program,
        IReadOnlyList<Transaction> sales
    )
    {
        var customers = sales.Select(sale => sale.CustomerNumber).OfType<long>().Distinct().ToList();
        var rows =
            customers.Count == 0
                ? []
                : await database.List(
                    OwnerBinding.Table,
                    "where program_id = @program and customer in @customers",
                    new { program, customers }
                );
        var byCustomer = rows.ToDictionary(row => row.Customer);
        return sales
            .Where(sale => sale.CustomerNumber is { } customer && byCustomer.ContainsKey(customer))
            .ToDictionary(sale => sale.Number, sale => byCustomer[sale.CustomerNumber!.Value]);
    }
}
