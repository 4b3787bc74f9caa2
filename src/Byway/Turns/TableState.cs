using Byway.Storage;

namespace Byway.Turns;

/// <summary>One table inside a turn: the rows read so far, overlaid with what the turn has changed.</summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="table">Which table.</param>
/// <param name="store">Where rows are read.</param>
public sealed class TableState<T>(Table<T> table, IStore store) : ITableState
    where T : class
{
    private readonly Dictionary<RowKey, Slot> slots = [];
    private readonly List<Slot> dirty = [];
    private readonly List<RowKey> met = []; // the keys this turn has seen for the first time
    private readonly List<(RowKey Key, T? Row, bool IsDirty, bool IsNew)> undo = [];
    private readonly HashSet<RowKey> wanted = [];
    private readonly Dictionary<LookUp<T>, Found> others = [];

    /// <inheritdoc/>
    public int Count => slots.Count;

    /// <summary>The row with this key, or null.</summary>
    /// <param name="key">Primary key.</param>
    /// <param name="isCollecting">True while prefetching: an unread key is only noted.</param>
    public T? Get(in RowKey key, bool isCollecting)
    {
        if (slots.TryGetValue(key, out var slot))
        {
            return slot.Row;
        }

        if (isCollecting)
        {
            wanted.Add(key);
            return null;
        }

        Read([key]);
        return slots[key].Row;
    }

    /// <summary>The rows with this key in a further look-up.</summary>
    /// <param name="lookUp">The look-up.</param>
    /// <param name="key">Its key.</param>
    /// <param name="isCollecting">True while prefetching.</param>
    public IReadOnlyList<T> Find(LookUp<T> lookUp, in RowKey key, bool isCollecting)
    {
        if (!others.TryGetValue(lookUp, out var found))
        {
            others[lookUp] = found = new();
        }

        if (!found.Keys.TryGetValue(key, out var primaryKeys))
        {
            if (isCollecting)
            {
                found.Wanted.Add(key);
                return [];
            }

            Read(lookUp, found, [key]);
            primaryKeys = found.Keys[key];
        }

        var rows = new List<T>(primaryKeys.Count);
        foreach (var primaryKey in primaryKeys)
        {
            rows.Add(slots[primaryKey].Row!);
        }

        return rows;
    }

    /// <summary>Adds or replaces a row.</summary>
    /// <param name="row">The row as it is from now on.</param>
    public void Put(T row)
    {
        var key = table.Primary.KeyOf(row)!.Value;
        if (!slots.TryGetValue(key, out var slot))
        {
            // Nobody asked for this key before: whoever puts a row unread knows that it is new.
            slots[key] = slot = new() { IsNew = true };
            met.Add(key);
        }

        undo.Add((key, slot.Row, slot.IsDirty, slot.IsNew));
        slot.IsNew |= slot.Row is null && !slot.IsDirty;
        Reindex(key, slot.Row, row);
        slot.Row = row;
        if (!slot.IsDirty)
        {
            slot.IsDirty = true;
            dirty.Add(slot);
        }
    }

    /// <inheritdoc/>
    public void BeginChange() => undo.Clear();

    /// <inheritdoc/>
    public void UndoChange()
    {
        for (var at = undo.Count - 1; at >= 0; at--)
        {
            var (key, row, isDirty, isNew) = undo[at];
            var slot = slots[key];
            Reindex(key, slot.Row, row);
            slot.Row = row;
            slot.IsNew = isNew;
            if (!isDirty)
            {
                slot.IsDirty = false;
                dirty.Remove(slot);
            }
        }

        undo.Clear();
    }

    /// <inheritdoc/>
    public bool ReadWanted()
    {
        var isAny = wanted.Count > 0;
        if (isAny)
        {
            Read([.. wanted]);
            wanted.Clear();
        }

        foreach (var (lookUp, found) in others)
        {
            if (found.Wanted.Count > 0)
            {
                Read(lookUp, found, [.. found.Wanted]);
                found.Wanted.Clear();
                isAny = true;
            }
        }

        return isAny;
    }

    /// <inheritdoc/>
    public void Write()
    {
        if (dirty.Count == 0)
        {
            return;
        }

        var added = new List<T>(dirty.Count);
        var changed = new List<T>();
        foreach (var slot in dirty)
        {
            (slot.IsNew ? added : changed).Add(slot.Row!);
        }

        if (added.Count > 0)
        {
            store.Insert(table, added);
        }

        if (changed.Count > 0)
        {
            store.Replace(table, changed);
        }
    }

    /// <inheritdoc/>
    public void Settle(bool keep)
    {
        foreach (var slot in dirty)
        {
            slot.IsDirty = false;
            slot.IsNew = false;
        }

        dirty.Clear();
        undo.Clear();
        wanted.Clear();
        others.Clear();
        if (!keep || table.IsWorthRemembering is null)
        {
            slots.Clear();
        }
        else
        {
            foreach (var key in met)
            {
                if (slots[key].Row is not { } row || !table.IsWorthRemembering(row))
                {
                    slots.Remove(key);
                }
            }
        }

        met.Clear();
    }

    private void Read(IReadOnlyList<RowKey> keys)
    {
        foreach (var row in store.Find(table.Primary, keys))
        {
            slots[table.Primary.KeyOf(row)!.Value] = new() { Row = row };
        }

        foreach (var key in keys)
        {
            slots.TryAdd(key, new());
            met.Add(key);
        }
    }

    private void Read(LookUp<T> lookUp, Found found, IReadOnlyList<RowKey> keys)
    {
        foreach (var key in keys)
        {
            found.Keys[key] = [];
        }

        foreach (var row in store.Find(lookUp, keys))
        {
            // What the turn has changed counts, not what the database still says.
            var primaryKey = table.Primary.KeyOf(row)!.Value;
            if (!slots.TryGetValue(primaryKey, out var slot) || (!slot.IsDirty && slot.Row is null))
            {
                slots[primaryKey] = slot = new() { Row = row };
                met.Add(primaryKey);
            }

            if (!slot.IsDirty && lookUp.KeyOf(row) is { } key && found.Keys.TryGetValue(key, out var primaryKeys))
            {
                primaryKeys.Add(primaryKey);
            }
        }

        foreach (var slot in dirty)
        {
            if (slot.Row is { } row && lookUp.KeyOf(row) is { } key && keys.Contains(key))
            {
                found.Keys[key].Add(table.Primary.KeyOf(row)!.Value);
            }
        }
    }

    private void Reindex(in RowKey primaryKey, T? before, T? after)
    {
        foreach (var (lookUp, found) in others)
        {
            if (before is not null && lookUp.KeyOf(before) is { } old && found.Keys.TryGetValue(old, out var oldKeys))
            {
                oldKeys.Remove(primaryKey);
            }

            if (after is not null && lookUp.KeyOf(after) is { } now && found.Keys.TryGetValue(now, out var nowKeys))
            {
                nowKeys.Add(primaryKey);
            }
        }
    }

    private sealed class Slot
    {
        public T? Row { get; set; }

        public bool IsDirty { get; set; }

        public bool IsNew { get; set; }
    }

    private sealed class Found
    {
        public Dictionary<RowKey, HashSet<RowKey>> Keys { get; } = [];

        public HashSet<RowKey> Wanted { get; } = [];
    }
}

/// <summary>A table inside a turn, whatever its rows.</summary>
public interface ITableState
{
    /// <summary>How many rows are known.</summary>
    int Count { get; }

    /// <summary>What is put from now on can be taken back.</summary>
    void BeginChange();

    /// <summary>Takes back what was put since <see cref="BeginChange"/>.</summary>
    void UndoChange();

    /// <summary>Reads in one go what was noted while prefetching; false when there was nothing.</summary>
    bool ReadWanted();

    /// <summary>Hands the changed rows to the store.</summary>
    void Write();

    /// <summary>Forgets the turn.</summary>
    /// <param name="keep">True to remember rows for the next turn.</param>
    void Settle(bool keep);
}
