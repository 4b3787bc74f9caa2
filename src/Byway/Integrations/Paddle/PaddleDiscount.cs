using Byway.Values;

namespace Byway.Integrations.Paddle;

/// <summary>Paddle's discount, with or without a code.</summary>
public static class PaddleDiscount
{
    /// <summary>What it means for the books.</summary>
    /// <param name="data">The discount's JSON.</param>
    /// <param name="toldAt">When it was told; Unix microseconds.</param>
    public static IReadOnlyList<BillingFact> Facts(PaddleFields data, long toldAt)
    {
        if (PaddleParty.Id(data.Text("id")) is not { } id)
        {
            return [new BillingNote { OccurredAt = toldAt, Sentence = "The discount has no readable id." }];
        }

        var isPercentage = data.Text("type") == "percentage";
        var unit = isPercentage ? null : PaddleUnit.Of(data.Text("currency_code"));
        return
        [
            new BillingCode
            {
                OccurredAt = toldAt,
                Id = id,
                Code = PaddleParty.Id(data.Text("code")),
                Name = data.Text("description"),
                PartnerKey = PaddleParty.OfCustomer(data).PartnerKey,
                PercentOff = isPercentage ? PercentOf(data.Text("amount")) : null,
                AmountOff = unit is { } currency ? Positive(data.Amount("amount", currency)) : null,
                Unit = unit?.Code,
                MaxRedemptions = WholeOf(data.Text("usage_limit")),
                ExpiresAt = data.Time("expires_at"),
                // Without a status there is nothing against it.
                IsActive = data.Text("status") is null or "active",
            },
        ];
    }

    private static long? PercentOf(string? text) =>
        text is not null && Positive(PaddleAmount.OfMajor(text)) is { } percent and <= 100 * Micros.PerWhole
            ? Percent.OfMicros(percent).PartsPerMillion
            : null;

    private static long? Positive(long? micros) => micros is > 0 ? micros : null;

    private static long? WholeOf(string? text) =>
        text is not null && PaddleAmount.OfMajor(text) is { } micros and > 0 ? micros / Micros.PerWhole : null;
}
