using Byway.Values;

namespace Byway.Http;

/// <summary>The unit of an amount, as a request may set it.</summary>
public static class UnitField
{
    /// <summary>The two fields.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote
            .Text(
                "amount_units",
                "What the amount is counted in: an ISO 4217 currency in any letter case, or a unit of the program's "
                    + "own. The program's currency when absent.",
                "USD"
            )
            .UpTo(FieldBounds.LongestUnit),
        FieldNote
            .Flag("is_currency", "False when the unit is the program's own, such as points.", "true")
            .Otherwise("true"),
    ];

    /// <summary>
    /// Reads <c>amount_units</c> with <c>is_currency</c>; null when absent, which means the program's currency.
    /// </summary>
    /// <param name="fields">Where they stand.</param>
    public static string? Of(Fields fields)
    {
        if (fields.Text("amount_units", FieldBounds.LongestUnit) is not { } text)
        {
            return null;
        }

        var unit = fields.Flag("is_currency") == false ? Unit.Own(text) : Unit.Currency(text);
        if (unit is null)
        {
            fields.Fault(
                "amount_units",
                "The amount_units must be an ISO 4217 currency code, or a unit of the program's own with "
                    + "is_currency false."
            );
        }

        return unit?.Code;
    }
}
