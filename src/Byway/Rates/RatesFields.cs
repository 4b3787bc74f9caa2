using Byway.Http;
using Byway.Values;

namespace Byway.Rates;

/// <summary>
/// Rates as requests write them. Unlike elsewhere an unknown field is a fault: a mistyped <c>valid_from</c> would make
/// a rate hold for ever.
/// </summary>
public static class RatesFields
{
    /// <summary>The most rates a table has.</summary>
    public const int MostRates = 1000;

    /// <summary>What the API's document says about them.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote
            .Objects(
                "rates",
                "All of them; an empty list removes them.",
                [
                    FieldNote.Text("from", "ISO 4217: what is converted.", "EUR").UpTo(FieldBounds.LongestUnit),
                    FieldNote
                        .Text("to", "ISO 4217: into what; the program's currency when absent.", "USD")
                        .UpTo(FieldBounds.LongestUnit),
                    FieldNote
                        .Text(
                            "rate",
                            "How much of `to` is one whole of `from`: a decimal number of up to 12 decimals, as text "
                                + "or number, more than 0 and at most 9000000.",
                            "1.0843"
                        )
                        .UpTo(RateText.Longest),
                    FieldNote.Time("valid_from", "For sales that occurred from then on; for all when absent."),
                ]
            )
            .AtMost(MostRates)
            .Required(),
    ];

    /// <summary>The rates that the fields say, in canonical form; faults are noted on their check.</summary>
    /// <param name="fields">The whole document.</param>
    /// <param name="currency">The program's currency.</param>
    public static ConversionRates Of(Fields fields, string currency)
    {
        fields.Only("version", "rates");
        if (fields.Objects("rates", MostRates) is not { } given)
        {
            if (!fields.Has("rates"))
            {
                fields.Fault("rates", "The rates are required; an empty list removes them all.");
            }

            return new() { List = [] };
        }

        var rates = new List<ConversionRate>();
        var seen = new HashSet<(string, string, long?)>();
        foreach (var one in given)
        {
            if (RateOf(one, currency) is not { } rate)
            {
                continue;
            }

            if (!seen.Add((rate.From, rate.To, rate.ValidFrom)))
            {
                one.Fault(
                    "from",
                    $"There are two rates from {rate.From} to {rate.To}"
                        + (rate.ValidFrom is { } since ? $" valid from {UtcMicros.ToText(since)}." : ".")
                );
            }

            rates.Add(rate);
        }

        return new()
        {
            List =
            [
                .. rates
                    .OrderBy(rate => rate.From, StringComparer.Ordinal)
                    .ThenBy(rate => rate.To, StringComparer.Ordinal)
                    .ThenBy(rate => rate.ValidFrom ?? long.MinValue),
            ],
        };
    }

    private static ConversionRate? RateOf(Fields fields, string currency)
    {
        fields.Only("from", "to", "rate", "valid_from");
        var from = CurrencyOf(fields, "from");
        var to = fields.Has("to") ? CurrencyOf(fields, "to") : currency;
        var validFrom = fields.Time("valid_from");
        if (from is null && !fields.Has("from"))
        {
            fields.Fault("from", "The from is required: an ISO 4217 currency code such as EUR.");
        }
        else if (from is not null && from == to)
        {
            fields.Fault("to", $"A rate from {from} to itself says nothing.");
        }

        var picos = 0L;
        if (fields.Decimal("rate", RateText.Longest) is not { } text)
        {
            if (!fields.Has("rate"))
            {
                fields.Fault("rate", "The rate is required: how much of the one is one whole of the other.");
            }
        }
        else if (RateText.Read(text, out picos) is { } wrong)
        {
            fields.Fault("rate", $"The rate {wrong}.");
        }

        return from is null || to is null
            ? null
            : new()
            {
                From = from,
                To = to,
                Picos = picos,
                ValidFrom = validFrom,
            };
    }

    private static string? CurrencyOf(Fields fields, string name)
    {
        if (fields.Text(name, FieldBounds.LongestUnit) is not { } text)
        {
            return null;
        }

        var unit = Unit.Currency(text);
        if (unit is null)
        {
            fields.Fault(name, $"The {name} must be an ISO 4217 currency code such as USD.");
        }

        return unit?.Code;
    }
}
