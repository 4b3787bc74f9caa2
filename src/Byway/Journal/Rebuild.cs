using System.Text.Json;
using Byway.Backups;
using Byway.Balances;
using Byway.Programs;
using Byway.Rewards;
using Byway.Storage;

namespace Byway.Journal;

/// <summary>
/// Makes one program's rows of its journal: applies the stored effects of every entry in order, deciding nothing. The
/// chain is walked on the way.
/// </summary>
/// <param name="snapshot">Where the journal is.</param>
/// <param name="landing">Where the rows go.</param>
/// <param name="head">The program's head row.</param>
/// <param name="tables">The tables as the database has them, by name.</param>
/// <param name="steps">Told of every entry.</param>
public sealed class Rebuild(
    Snapshot snapshot,
    Landing landing,
    HeadRow head,
    IReadOnlyDictionary<string, StoredTable> tables,
    Steps steps
)
{
    private const int RowsAtOnce = 5_000;

    private readonly object program = new { program = head.ProgramId };
    private readonly Dictionary<ITable, Dictionary<RowKey, object>> rows = [];
    private readonly List<JournalEntry> entries = [];
    private readonly List<EntryPersonal> halves = [];
    private readonly List<Posting> postings = [];
    private readonly Dictionary<(long Owner, string Account, string Unit), Balance> balances = [];
    private readonly Dictionary<(long Owner, string Unit, long Day), Total> totals = [];
    private readonly Dictionary<string, Dictionary<string, object?>> presets = new(StringComparer.Ordinal);
    private ProgramHead rebuilt = new(new(head.ProgramId), 0, "", 0, 0, 0, 0);
    private int waiting;

    /// <summary>
    /// Rows that could not be made, because what their key is made of was erased: how many, by table.
    /// </summary>
    public Dictionary<string, long> Erased { get; } = new(StringComparer.Ordinal);

    /// <summary>Does it.</summary>
    /// <returns>The first break in the journal; null for none.</returns>
    public Break? Run()
    {
        var check = new JournalCheck();
        using var personal = new Cursor<EntryPersonal>(
            Rows<EntryPersonal>("select * from entry_personal where program_id = @program order by sequence")
        );
        foreach (
            var entry in Rows<JournalEntry>(
                "select * from journal_entries where program_id = @program order by sequence"
            )
        )
        {
            steps.Step();
            var half = personal
                .TakeWhile(row => row.Sequence <= entry.Sequence)
                .ToList()
                .Find(row => row.Sequence == entry.Sequence);
            var body = EntryBody.Read(entry.Body);
            if ((check.Next(entry, body, half) ?? Apply(entry, body!, half)) is { } wrong)
            {
                return wrong;
            }
        }

        return check.End(head.Sequence, head.Hash) ?? Finish();
    }

    private Break? Apply(JournalEntry entry, EntryBody body, EntryPersonal? half)
    {
        var personal = half is null ? default(JsonElement?) : JsonElement.Parse(half.PersonalRows);
        var at = 0;
        foreach (var (name, values) in body.Rows)
        {
            if (!DeclaredTables.InJournal.TryGetValue(name, out var table))
            {
                return new($"entry {entry.Sequence} ({entry.Id})", "table of a row", "one of Byway's", name);
            }

            Put(table, new(table, values, personal?[at++][1], PresetsOf(name)), isErased: half is null);
        }

        foreach (var leg in body.Legs)
        {
            Post(leg, entry.Sequence);
        }

        foreach (var total in body.Totals)
        {
            var key = (total.Owner, total.Unit, total.Day);
            var added = total with { ProgramId = head.ProgramId };
            totals[key] = totals.TryGetValue(key, out var known) ? known.Plus(added) ?? known : added;
        }

        entries.Add(entry);
        rebuilt = rebuilt with { Sequence = entry.Sequence, Hash = entry.Hash };
        if (half is not null)
        {
            halves.Add(half);
        }

        waiting += 2;
        if (waiting >= RowsAtOnce)
        {
            Write();
        }

        return null;
    }

    private void Put(ITable table, StoredRow stored, bool isErased)
    {
        if (isErased && table.Fields.Any(field => field.IsPersonal && table.KeyNames.Contains(field.Name)))
        {
            Erased[table.Name] = Erased.GetValueOrDefault(table.Name) + 1;
            return;
        }

        var row = table.ReadRow(stored);
        rebuilt = row switch
        {
            ProgramVersion version => rebuilt with { Version = Math.Max(rebuilt.Version, version.Version) },
            ClockMove move => rebuilt with { ClockOffset = move.ClockOffset },
            Reward reward => rebuilt with { RewardNumber = Math.Max(rebuilt.RewardNumber, reward.Number) },
            _ => rebuilt,
        };
        if (!rows.TryGetValue(table, out var known))
        {
            rows[table] = known = [];
        }

        known[table.KeyOf(row)] = row;
        waiting++;
    }

    private void Post(in Leg leg, long sequence)
    {
        var key = (leg.Owner, leg.Account, leg.Unit);
        if (!balances.TryGetValue(key, out var balance))
        {
            rebuilt = rebuilt with { BalanceNumber = rebuilt.BalanceNumber + 1 };
            balance = Balance.Empty(head.ProgramId, leg.Owner, leg.Account, leg.Unit, rebuilt.BalanceNumber);
        }

        var posting = Posting.After(balance, leg, sequence);
        postings.Add(posting);
        balances[key] = balance with
        {
            Amount = posting.BalanceAfter,
            Postings = posting.Position,
            Hash = posting.Hash,
        };
        waiting++;
    }

    private Break? Finish()
    {
        Write();
        Insert(Balance.Table, [.. balances.Values]);
        Insert(Total.Table, [.. totals.Values]);
        landing.Store.Send();
        // The program's own row is no effect of an entry: it is what the journal belongs to.
        var programs = tables["programs"];
        var id = programs.Columns.ToList().FindIndex(column => column.Name == "program_id");
        landing.Store.Load(programs, snapshot.Rows(programs).Where(row => (long)row[id]! == head.ProgramId));
        landing.Store.Execute(
            "insert into program_heads (program_id, sequence, hash, version, reward_number, balance_number, "
                + "clock_offset) values (@Program, @Sequence, @Hash, @Version, @RewardNumber, @BalanceNumber, "
                + "@ClockOffset)",
            new
            {
                Program = head.ProgramId,
                rebuilt.Sequence,
                rebuilt.Hash,
                rebuilt.Version,
                rebuilt.RewardNumber,
                rebuilt.BalanceNumber,
                rebuilt.ClockOffset,
            }
        );
        return null;
    }

    private void Write()
    {
        foreach (var (table, changed) in rows)
        {
            table.Replace(landing.Store, changed.Values);
        }

        Insert(JournalEntry.Table, entries);
        Insert(EntryPersonal.Table, halves);
        Insert(Posting.Table, postings);
        landing.Relieve();
        rows.Clear();
        entries.Clear();
        halves.Clear();
        postings.Clear();
        waiting = 0;
    }

    private void Insert<T>(Table<T> table, List<T> added)
        where T : class
    {
        foreach (var some in added.Chunk(RowsAtOnce))
        {
            landing.Store.Insert(table, some);
        }
    }

    private Dictionary<string, object?> PresetsOf(string name)
    {
        if (!presets.TryGetValue(name, out var known))
        {
            presets[name] = known = tables.TryGetValue(name, out var table)
                ? table.Columns.ToDictionary(column => column.Name, column => column.Default, StringComparer.Ordinal)
                : [];
        }

        return known;
    }

    private IEnumerable<TRow> Rows<TRow>(string sql) => snapshot.Rows<TRow>(sql, program);
}
