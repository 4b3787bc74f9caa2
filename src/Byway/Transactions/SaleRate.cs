using Byway.Rates;
using Byway.Storage;
using Byway.Turns;

namespace Byway.Transactions;

/// <summary>
/// The rate that held for a sale in another currency when it was decided. A table of its own: hardly any sale has one.
/// </summary>
public sealed record SaleRate
{
    /// <summary>Its table.</summary>
    public static readonly Table<SaleRate> Table = new Table<SaleRate>("sale_rates", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("sale", row => row.Sale)
        .Text("unit", row => row.Unit)
        .Number("picos", row => row.Picos)
        .Key(row => new(row.ProgramId, row.Sale), ("program_id", KeyPart.Program), ("sale", KeyPart.A));

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The sale's number.</summary>
    public required long Sale { get; init; }

    /// <summary>Into what: the program's currency of then.</summary>
    public required string Unit { get; init; }

    /// <summary>As in <see cref="ConversionRate.Picos"/>.</summary>
    public required long Picos { get; init; }

    /// <summary>Notes the rate of a sale that is decided for somebody; that happens once.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    public static void Note(Turn turn, Transaction sale)
    {
        var settings = turn.Settings;
        if (
            sale.ReferredBy is not null
            && sale.Unit != settings.Currency
            && settings.Rates?.Find(sale.Unit, settings.Currency, sale.CreatedAt) is { } rate
        )
        {
            turn.Put(
                Table,
                new()
                {
                    ProgramId = sale.ProgramId,
                    Sale = sale.Number,
                    Unit = rate.To,
                    Picos = rate.Picos,
                }
            );
        }
    }

    /// <summary>The rate of a sale; null when none was noted.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="sale">The sale.</param>
    public static ConversionRate? Of(Turn turn, Transaction sale) =>
        turn.Get(Table, sale.Number) is { } noted
            ? new()
            {
                From = sale.Unit,
                To = noted.Unit,
                Picos = noted.Picos,
            }
            : null;

    private static SaleRate Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Sale = row.Number(1),
            Unit = row.Text(2),
            Picos = row.Number(3),
        };
}
