using System.Text.Json;
using Byway.Balances;

namespace Byway.Journal;

/// <summary>What an entry's body says about itself and about the books, read back from the stored text.</summary>
/// <param name="Id"><c>ent_…</c>.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="PersonalHash">The hash of its erasable half.</param>
/// <param name="Legs">Its postings.</param>
/// <param name="Totals">What it adds to totals.</param>
/// <param name="IsErasing">True when it erases a person from entries before it.</param>
public sealed record EntryBody(
    string Id,
    long Sequence,
    string PersonalHash,
    IReadOnlyList<Leg> Legs,
    IReadOnlyList<Total> Totals,
    bool IsErasing
)
{
    /// <summary>Reads a body; null when it is not one.</summary>
    /// <param name="body">As stored.</param>
    public static EntryBody? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return new(
                root.GetProperty("id"u8).GetString()!,
                root.GetProperty("sequence"u8).GetInt64(),
                root.GetProperty("personal"u8).GetString()!,
                [.. root.GetProperty("postings"u8).EnumerateArray().Select(LegOf)],
                [.. root.GetProperty("totals"u8).EnumerateArray().Select(TotalOf)],
                root.GetProperty("kind"u8).GetString()!.EndsWith(".erased", StringComparison.Ordinal)
            );
        }
        catch (Exception failure)
            when (failure
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or IndexOutOfRangeException
            )
        {
            return null;
        }
    }

    private static Leg LegOf(JsonElement leg) =>
        new(
            leg[0].GetInt64(),
            leg[1].GetString()!,
            leg[2].GetString()!,
            leg[3].GetInt64(),
            leg[4].GetInt64() is var reward and not 0 ? reward : null
        );

    private static Total TotalOf(JsonElement total) =>
        new()
        {
            Owner = total[0].GetInt64(),
            Unit = total[1].GetString()!,
            Day = total[2].GetInt64(),
            SignUps = total[3].GetInt64(),
            Sales = total[4].GetInt64(),
            SalesAmount = total[5].GetInt64(),
            RewardedSales = total[6].GetInt64(),
            RewardAmount = total[7].GetInt64(),
        };
}
