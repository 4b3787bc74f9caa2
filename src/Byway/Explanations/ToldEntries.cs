using Byway.Journal;
using Byway.Rewards;
using Byway.Storage;
using Byway.Transactions;

namespace Byway.Explanations;

/// <summary>
/// The entries that made and changed sales, rewards or customers, found by number: the journal is never read through.
/// </summary>
public sealed class ToldEntries
{
    /// <summary>The most changes that are read; of more, the latest.</summary>
    public const int Most = 250;

    private readonly Dictionary<long, (JournalEntry Entry, EntryBody Body)> entries;
    private readonly ILookup<Thing, long> sequences;

    private ToldEntries(
        Dictionary<long, (JournalEntry, EntryBody)> entries,
        ILookup<Thing, long> sequences,
        bool isAll
    )
    {
        this.entries = entries;
        this.sequences = sequences;
        IsWhole = isAll;
    }

    /// <summary>False when there were more changes than are read.</summary>
    public bool IsWhole { get; }

    /// <summary>A sale and its rewards.</summary>
    /// <param name="sale">The sale.</param>
    public static Thing Of(Transaction sale) => new(LaterKind.Transaction, sale.Number, sale.Number);

    /// <summary>A reward.</summary>
    /// <param name="reward">The reward.</param>
    public static Thing Of(Reward reward) => new(LaterKind.Reward, reward.Number, reward.Sequence);

    /// <summary>Reads what is told about some things.</summary>
    /// <param name="database">Where.</param>
    /// <param name="program">The program.</param>
    /// <param name="things">Which.</param>
    public static async Task<ToldEntries> About(Database database, long program, IReadOnlyCollection<Thing> things)
    {
        var found = things.Select(thing => (Thing: thing, Sequence: thing.Made)).ToHashSet();
        var isAll = true;
        foreach (var kind in things.GroupBy(thing => thing.Kind, StringComparer.Ordinal))
        {
            var byNumber = kind.DistinctBy(thing => thing.Number).ToDictionary(thing => thing.Number);
            var later = await database.Query<(long Number, long Sequence)>(
                "select number, sequence from later_entries where program_id = @program and kind = @Kind "
                    + "and number in @Numbers order by sequence desc limit @Most",
                Named(program, kind.Key, byNumber.Keys)
            );
            if (kind.Key == LaterKind.Transaction)
            {
                // A refund has its entry's number, whether it came before its sale or after it.
                later =
                [
                    .. later,
                    .. await database.Query<(long Number, long Sequence)>(
                        "select transaction_number, number from refunds where program_id = @program "
                            + "and transaction_number in @Numbers order by number desc limit @Most",
                        Named(program, kind.Key, byNumber.Keys)
                    ),
                ];
            }

            isAll &= later.Count < Most;
            found.UnionWith(later.Select(row => (byNumber[row.Number], row.Sequence)));
        }

        var rows = await database.List(
            JournalEntry.Table,
            "where program_id = @program and sequence in @sequences",
            new { program, sequences = found.Select(each => each.Sequence).Distinct().ToList() }
        );
        return new(
            rows.ToDictionary(row => row.Sequence, row => (row, EntryBody.Read(row.Body)!)),
            found.ToLookup(each => each.Thing, each => each.Sequence),
            isAll
        );
    }

    /// <summary>The entries about some things, oldest first, each once.</summary>
    /// <param name="things">Which.</param>
    public IReadOnlyList<(JournalEntry Entry, EntryBody Body)> Of(params IEnumerable<Thing> things) =>
        [
            .. things
                .SelectMany(thing => sequences[thing])
                .Distinct()
                .Order()
                .Where(entries.ContainsKey)
                .Select(sequence => entries[sequence]),
        ];

    private static object Named(long program, string kind, IEnumerable<long> numbers) =>
        new
        {
            program,
            Kind = kind,
            Numbers = numbers.ToList(),
            Most,
        };
}

/// <summary>What entries are told about.</summary>
/// <param name="Kind">One of <see cref="LaterKind"/>.</param>
/// <param name="Number">Its number.</param>
/// <param name="Made">The entry that made it; 0 for none known.</param>
public sealed record Thing(string Kind, long Number, long Made);
