using System.Text.Json;
using Byway.Journal;
using Byway.Programs;
using Byway.Rewards;

namespace Byway.Webhooks;

/// <summary>
/// One event an entry gives: what it is called and where it stands. Its data is made only for those who want it.
/// </summary>
/// <param name="Name">One of <see cref="EventNames"/>.</param>
/// <param name="Index">0, 1, 2 … within the entry.</param>
/// <param name="Reward">The reward it is about; null when it is about the entry's own resource.</param>
public sealed record Happening(string Name, int Index, WrittenReward? Reward);

/// <summary>
/// Derives events from a journal entry's body. The same entry always gives the same events in the same order: their
/// ids are made of it. What is added one day has to come last.
/// </summary>
public sealed class EntryEvents
{
    private static readonly Dictionary<string, int> RewardColumns = Reward
        .Table.Columns.Where(column => !column.IsPersonal)
        .Select((column, index) => (column.Name, index))
        .ToDictionary(column => column.Name, column => column.index, StringComparer.Ordinal);

    private EntryEvents(JsonElement body)
    {
        Kind = body.GetProperty("kind"u8).GetString()!;
        BookedAt = body.GetProperty("booked_at"u8).GetInt64();
        Legs =
        [
            .. body.GetProperty("postings"u8)
                .EnumerateArray()
                .Select(leg => new Leg(
                    leg[0].GetInt64(),
                    leg[1].GetString()!,
                    leg[2].GetString()!,
                    leg[3].GetInt64(),
                    leg[4].GetInt64() is var reward and not 0 ? reward : null
                )),
        ];
    }

    /// <summary>The entry's kind.</summary>
    public string Kind { get; }

    /// <summary>When it was booked.</summary>
    public long BookedAt { get; }

    /// <summary>Its postings.</summary>
    public IReadOnlyList<Leg> Legs { get; }

    /// <summary>The events, in order.</summary>
    public IReadOnlyList<Happening> Events { get; private set; } = [];

    /// <summary>Reads an entry's body.</summary>
    /// <param name="body">As stored.</param>
    /// <param name="programType">One of <see cref="ProgramType"/>.</param>
    public static EntryEvents Of(string body, string programType)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var entry = new EntryEvents(root);
        var names = new List<(string Name, WrittenReward? Reward)>();
        if (EventNames.OfKind(entry.Kind) is { } own)
        {
            names.Add((own, null));
        }

        foreach (var reward in entry.RewardsIn(root))
        {
            var isFriend = programType == ProgramType.ReferAFriend;
            names.AddRange(
                RewardEventRule.EventsOf(entry.Kind, reward, isFriend).Select(name => (name, (WrittenReward?)reward))
            );
        }

        entry.Events = [.. names.Select((found, index) => new Happening(found.Name, index, found.Reward))];
        return entry;
    }

    /// <summary>
    /// False when an entry cannot give any of the events, told without reading all of it: busy programs have many
    /// entries for few subscribers.
    /// </summary>
    /// <param name="body">As stored.</param>
    /// <param name="wanted">The events.</param>
    /// <param name="wantsRewards">True when one of them is about rewards.</param>
    public static bool MayGive(string body, IReadOnlySet<string> wanted, bool wantsRewards)
    {
        if (wantsRewards)
        {
            return true;
        }

        // The writer puts format, engine, id and sequence before it, and none of them can contain this.
        const string Mark = "\"kind\":\"";
        var from = body.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        var kind = body[from..body.IndexOf('"', from)];
        return EventNames.OfKind(kind) is { } name && wanted.Contains(name);
    }

    private List<WrittenReward> RewardsIn(JsonElement body)
    {
        var rows = new SortedDictionary<long, JsonElement>();
        foreach (var row in body.GetProperty("rows"u8).EnumerateArray())
        {
            if (row[0].ValueEquals("rewards"u8))
            {
                // The last one counts when an entry wrote a reward twice.
                rows[row[1][RewardColumns["number"]].GetInt64()] = row[1];
            }
        }

        if (rows.Count == 0)
        {
            return [];
        }

        var adjusted = Adjusted(body);
        return [.. rows.Select(row => RewardOf(row.Key, row.Value, adjusted.Contains(row.Key)))];
    }

    private WrittenReward RewardOf(long number, JsonElement row, bool isAdjusted) =>
        new(
            number,
            NumberOrNull(row, "transaction_number"),
            row[RewardColumns["beneficiary"]].GetInt64(),
            row[RewardColumns["unit"]].GetString()!,
            row[RewardColumns["amount"]].GetInt64(),
            row[RewardColumns["reversed_amount"]].GetInt64(),
            row[RewardColumns["status"]].GetString()!,
            row[RewardColumns["account"]].GetString()!,
            NumberOrNull(row, "held_until"),
            row[RewardColumns["created_at"]].GetInt64()
        )
        {
            Signals = TextOrNull(row, "signals"),
            Legs = [.. Legs.Where(leg => leg.Reward == number)],
            IsAdjusted = isAdjusted,
        };

    private static HashSet<long> Adjusted(JsonElement body) =>
        body.GetProperty("decision"u8).TryGetProperty("arithmetic"u8, out var arithmetic)
            ?
            [
                .. arithmetic
                    .EnumerateArray()
                    .Where(item => item.GetProperty("rule"u8).ValueEquals("reversal"u8))
                    .Select(item => item.GetProperty("reward"u8).GetInt64()),
            ]
            : [];

    /// <summary>Null too in an entry that is older than the column.</summary>
    private static string? TextOrNull(JsonElement row, string column) =>
        RewardColumns[column] is var at && at < row.GetArrayLength() ? row[at].GetString() : null;

    private static long? NumberOrNull(JsonElement row, string column) =>
        row[RewardColumns[column]] is { ValueKind: JsonValueKind.Number } value && value.GetInt64() != 0
            ? value.GetInt64()
            : null;
}
