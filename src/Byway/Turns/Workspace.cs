using Byway.Programs;
using Byway.Storage;
using Byway.Values;

namespace Byway.Turns;

/// <summary>
/// Every table inside a turn. Between turns it remembers rows as long as nobody else has moved the program's head.
/// </summary>
/// <param name="store">The write connection.</param>
public sealed class Workspace(IStore store)
{
    // Beyond this many rows the memory is dropped and starts anew: about 100 MB.
    private const int MostRowsRemembered = 100_000;

    private readonly Dictionary<ITable, ITableState> tables = [];
    private readonly Dictionary<ProgramId, ProgramHead> heads = [];
    private readonly Dictionary<(ProgramId, long), ProgramSettings> settings = [];
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> added = new(StringComparer.Ordinal);
    private readonly List<(string Name, long More)> countUndo = [];

    /// <summary>True while changes only say what they will want to read.</summary>
    public bool IsCollecting { get; private set; }

    /// <summary>
    /// Starts a turn on locked heads: what was remembered is dropped when another process has moved one of them.
    /// </summary>
    /// <param name="locked">The heads as read under the lock.</param>
    public void Start(IReadOnlyList<ProgramHead> locked)
    {
        foreach (var head in locked)
        {
            if (heads.TryGetValue(head.ProgramId, out var known) && known != head)
            {
                Forget();
                break;
            }
        }
    }

    /// <summary>Ends a committed turn.</summary>
    /// <param name="moved">The heads as written.</param>
    public void Keep(IEnumerable<ProgramHead> moved)
    {
        foreach (var head in moved)
        {
            heads[head.ProgramId] = head;
        }

        ForgetCounts();
        var isTooMuch = tables.Values.Sum(table => table.Count) > MostRowsRemembered;
        foreach (var table in tables.Values)
        {
            table.Settle(keep: !isTooMuch);
        }
    }

    /// <summary>Drops everything.</summary>
    public void Forget()
    {
        heads.Clear();
        ForgetCounts();
        foreach (var table in tables.Values)
        {
            table.Settle(keep: false);
        }
    }

    private void ForgetCounts()
    {
        counts.Clear();
        added.Clear();
        countUndo.Clear();
    }

    /// <summary>Lets changes say what they will read, and reads it set-wise, until nobody wants more.</summary>
    /// <param name="ask">Runs every change's prefetch.</param>
    public void Prefetch(Action ask)
    {
        const int MostRounds = 6;
        IsCollecting = true;
        try
        {
            for (var round = 0; round < MostRounds; round++)
            {
                ask();
                var isAny = false;
                foreach (var table in tables.Values)
                {
                    isAny |= table.ReadWanted();
                }

                if (!isAny)
                {
                    break;
                }
            }
        }
        finally
        {
            IsCollecting = false;
        }
    }

    /// <summary>One table's state.</summary>
    /// <param name="table">Which.</param>
    public TableState<T> Of<T>(Table<T> table)
        where T : class
    {
        if (!tables.TryGetValue(table, out var state))
        {
            tables[table] = state = new TableState<T>(table, store);
        }

        return (TableState<T>)state;
    }

    /// <summary>A version of a program's settings.</summary>
    /// <param name="program">The program.</param>
    /// <param name="version">The version.</param>
    public ProgramSettings Settings(ProgramId program, long version)
    {
        if (!settings.TryGetValue((program, version), out var known))
        {
            var row = Of(ProgramVersion.Table).Get(new(program.Number, version), isCollecting: false);
            settings[(program, version)] = known = ProgramSettings.FromJson(row!.Settings);
        }

        return known;
    }

    /// <summary>Asks the database as it was before the turn.</summary>
    /// <param name="sql">What.</param>
    /// <param name="parameters">The statement's parameters.</param>
    public IReadOnlyList<TRow> Ask<TRow>(string sql, object parameters) => store.Query<TRow>(sql, parameters);

    /// <summary>A count that no row holds: asked of the database once a turn, then kept up.</summary>
    /// <param name="name">Which count, of what.</param>
    /// <param name="sql">How to ask for it.</param>
    /// <param name="parameters">The statement's parameters.</param>
    public long CountOf(string name, string sql, object parameters)
    {
        if (!counts.TryGetValue(name, out var count))
        {
            // What this change has added already is in the added part, not in the database.
            counts[name] = count = store.Query<long>(sql, parameters)[0] + added.GetValueOrDefault(name);
        }

        return count;
    }

    /// <summary>Keeps a count up.</summary>
    /// <param name="name">Which count, of what.</param>
    /// <param name="more">What to add.</param>
    public void AddToCount(string name, long more)
    {
        added[name] = added.GetValueOrDefault(name) + more;
        countUndo.Add((name, more));
        if (counts.TryGetValue(name, out var count))
        {
            counts[name] = count + more;
        }
    }

    /// <summary>What is put from now on can be taken back.</summary>
    public void BeginChange()
    {
        countUndo.Clear();
        foreach (var table in tables.Values)
        {
            table.BeginChange();
        }
    }

    /// <summary>Takes back what was put since <see cref="BeginChange"/>.</summary>
    public void UndoChange()
    {
        foreach (var (name, more) in countUndo.ToList())
        {
            AddToCount(name, -more);
        }

        countUndo.Clear();
        foreach (var table in tables.Values)
        {
            table.UndoChange();
        }
    }

    /// <summary>Hands all changed rows to the store.</summary>
    public void Write()
    {
        foreach (var table in tables.Values)
        {
            table.Write();
        }
    }
}
