using System.Text.Json;
using Byway.Balances;

namespace Byway.Journal;

/// <summary>What an entry's body says about itself and about the books, read back from the stored text.</summary>
/// <param name="Id"><c>ent_…</c>.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="PersonalHash">The hash of its erasable half.</param>
/// <param name="Legs">Its postings.</param>
/// <param name="Totals">What it adds to totals.</param>
/// <param name="Root">All of it.</param>
public sealed record EntryBody(
    string Id,
    long Sequence,
    string PersonalHash,
    IReadOnlyList<Leg> Legs,
    IReadOnlyList<Total> Totals,
    JsonElement Root
)
{
    private Decision? decision;

    /// <summary>One of <see cref="EntryKind"/>.</summary>
    public string Kind { get; } = Root.GetProperty("kind"u8).GetString()!;

    /// <summary>Who asked.</summary>
    public string Actor => Root.GetProperty("actor"u8).GetString()!;

    /// <summary>True when it erases a person from entries before it.</summary>
    public bool IsErasing => Kind.EndsWith(".erased", StringComparison.Ordinal);

    /// <summary>The thing it is about; 0 for the program.</summary>
    public long Subject => Root.GetProperty("subject"u8).GetInt64();

    /// <summary>Whose personal data its erasable half holds; null on sales.</summary>
    public long? Person => Root.TryGetProperty("person"u8, out var person) ? person.GetInt64() : null;

    /// <summary>The turn's time, Unix microseconds.</summary>
    public long BookedAt => Root.GetProperty("booked_at"u8).GetInt64();

    /// <summary>When it occurred, Unix microseconds.</summary>
    public long OccurredAt => Root.GetProperty("occurred_at"u8).GetInt64();

    /// <summary>The settings version in force.</summary>
    public long Version => Root.GetProperty("version"u8).GetInt64();

    /// <summary>Why it came out so.</summary>
    public Decision Decision => decision ??= Root.GetProperty("decision"u8).Deserialize(StoredJson.Default.Decision)!;

    /// <summary>The decision's computations alone, at a fraction of what reading all of its evidence costs.</summary>
    public IReadOnlyList<Arithmetic> Arithmetic =>
        Root.GetProperty("decision"u8).TryGetProperty("arithmetic"u8, out var list)
            ? list.Deserialize(StoredJson.Default.Arithmetics) ?? []
            : [];

    /// <summary>The rows it wrote, in order: table, and the values of the columns that are not personal.</summary>
    public IEnumerable<(string Table, JsonElement Values)> Rows =>
        Root.GetProperty("rows"u8).EnumerateArray().Select(row => (row[0].GetString()!, row[1]));

    /// <summary>Reads a body; null when it is not one.</summary>
    /// <param name="body">As stored.</param>
    public static EntryBody? Read(string body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            return new(
                root.GetProperty("id"u8).GetString()!,
                root.GetProperty("sequence"u8).GetInt64(),
                root.GetProperty("personal"u8).GetString()!,
                [.. root.GetProperty("postings"u8).EnumerateArray().Select(LegOf)],
                [.. root.GetProperty("totals"u8).EnumerateArray().Select(TotalOf)],
                root
            );
        }
        catch (Exception failure) when (IsMalformed(failure))
        {
            return null;
        }
    }

    /// <summary>A body without its postings and totals, for who does not need them.</summary>
    /// <param name="body">As stored.</param>
    public static EntryBody Brief(string body)
    {
        var root = JsonElement.Parse(body);
        return new("", root.GetProperty("sequence"u8).GetInt64(), "", [], [], root);
    }

    /// <summary>True when a failed read means that stored text has not the form it should have.</summary>
    /// <param name="failure">What was thrown.</param>
    public static bool IsMalformed(Exception failure) =>
        failure
            is JsonException
                or KeyNotFoundException
                or InvalidOperationException
                or InvalidCastException
                or FormatException
                or IndexOutOfRangeException;

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
