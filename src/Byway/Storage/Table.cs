using System.Text.Json;

namespace Byway.Storage;

/// <summary>
/// A row's address inside a turn: the program, up to two numbers and a text; unused parts are 0 and "".
/// </summary>
/// <param name="Program">The program.</param>
/// <param name="A">First number.</param>
/// <param name="B">Second number.</param>
/// <param name="Text">First text.</param>
/// <param name="Text2">Second text.</param>
public readonly record struct RowKey(long Program, long A = 0, long B = 0, string Text = "", string Text2 = "");

/// <summary>Which part of a <see cref="RowKey"/> a key column takes.</summary>
public enum KeyPart
{
    /// <summary>The program.</summary>
    Program,

    /// <summary>First number.</summary>
    A,

    /// <summary>Second number.</summary>
    B,

    /// <summary>First text.</summary>
    Text,

    /// <summary>Second text.</summary>
    Text2,
}

/// <summary>
/// A column of a table: its name, how to take its value from a row, and whether it is personal data.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="Name">In the database.</param>
/// <param name="Number">Takes a number; null for text columns.</param>
/// <param name="Text">Takes a text; null for number columns.</param>
/// <param name="Personal">
/// What becomes of the value once its person is erased; null when it cannot tell who somebody is. What is personal is
/// kept out of the journal's body.
/// </param>
public sealed record Column<T>(string Name, Func<T, long?>? Number, Func<T, string?>? Text, PersonalText? Personal)
{
    /// <summary>True when the value may tell who somebody is.</summary>
    public bool IsPersonal => Personal is not null;
}

/// <summary>A set of columns by which rows are found.</summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="Table">Where.</param>
/// <param name="Columns">The columns and the key part each takes.</param>
/// <param name="KeyOf">A row's key in this look-up, or null when the row is not in it.</param>
public sealed record LookUp<T>(Table<T> Table, (string Name, KeyPart Part)[] Columns, Func<T, RowKey?> KeyOf)
    where T : class;

/// <summary>
/// A table as both databases' writers see it: one declaration serves the set-wise writes, the reads by key, and the
/// journal's effects.
/// </summary>
/// <typeparam name="T">The row, an immutable record.</typeparam>
public sealed class Table<T> : ITable
    where T : class
{
    private readonly List<Column<T>> columns = [];
    private readonly List<LookUp<T>> others = [];
    private IReadOnlyList<Field>? fields;

    /// <summary>A table.</summary>
    /// <param name="name">In the database.</param>
    /// <param name="read">Makes a row from its columns, in the order they are declared.</param>
    public Table(string name, Func<RowReader, T> read)
    {
        Name = name;
        Read = read;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Makes a row from its columns.</summary>
    public Func<RowReader, T> Read { get; }

    /// <inheritdoc/>
    public bool IsInJournal { get; private set; } = true;

    /// <inheritdoc/>
    public Ownership? Ownership { get; private set; }

    /// <summary>Whether a row is worth remembering between turns.</summary>
    public Func<T, bool>? IsWorthRemembering { get; private set; }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<Column<T>> Columns => columns;

    /// <summary>The primary key.</summary>
    public LookUp<T> Primary { get; private set; } = null!;

    /// <summary>Further look-ups that can find several rows.</summary>
    public IReadOnlyList<LookUp<T>> Others => others;

    /// <summary>The column names, comma-separated, for select lists.</summary>
    public string ColumnList => string.Join(", ", columns.Select(column => column.Name));

    /// <summary>Declares a number column.</summary>
    /// <param name="name">In the database.</param>
    /// <param name="value">From the row.</param>
    public Table<T> Number(string name, Func<T, long?> value)
    {
        columns.Add(new(name, value, null, null));
        return this;
    }

    /// <summary>Declares a yes-or-no column, stored as 1 and 0.</summary>
    /// <param name="name">In the database.</param>
    /// <param name="value">From the row.</param>
    public Table<T> Flag(string name, Func<T, bool> value) => Number(name, row => value(row) ? 1 : 0);

    /// <summary>Declares a text column.</summary>
    /// <param name="name">In the database.</param>
    /// <param name="value">From the row.</param>
    public Table<T> Text(string name, Func<T, string?> value)
    {
        columns.Add(new(name, null, value, null));
        return this;
    }

    /// <summary>Declares a text column that may tell who somebody is.</summary>
    /// <param name="name">In the database.</param>
    /// <param name="value">From the row.</param>
    /// <param name="erased">What becomes of it once the person is erased; null for nothing at all.</param>
    public Table<T> Personal(string name, Func<T, string?> value, PersonalText? erased = null)
    {
        columns.Add(new(name, null, value, erased ?? PersonalText.Gone));
        return this;
    }

    /// <summary>Says whose a row is: the rows that are erased with their person.</summary>
    /// <param name="owner">The column with the person's number; null when only the condition tells.</param>
    /// <param name="condition">How to find them otherwise; <c>{people}</c> is a list.</param>
    /// <param name="also">What else is set in them.</param>
    public Table<T> OfPerson(string? owner, string? condition = null, string? also = null)
    {
        Ownership = new(owner, condition ?? $"{owner} in ({{people}})", also);
        return this;
    }

    /// <summary>
    /// Says that the rows follow from others (postings, totals) or are no part of the journal, so entries do not list
    /// them.
    /// </summary>
    public Table<T> NotInJournal()
    {
        IsInJournal = false;
        return this;
    }

    /// <summary>Says which rows are worth remembering between turns: those that many requests ask for again.</summary>
    /// <param name="isWorthIt">For a row.</param>
    public Table<T> Remembered(Func<T, bool> isWorthIt)
    {
        IsWorthRemembering = isWorthIt;
        return this;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Field> Fields =>
        // Made once the declaration is read, and asked for with every row of a journal.
        fields ??= [.. columns.Select(column => new Field(column.Name, column.Number is not null, column.Personal))];

    /// <inheritdoc/>
    public IReadOnlyList<string> KeyNames => [.. Primary.Columns.Select(column => column.Name)];

    /// <inheritdoc/>
    public object ReadRow(RowReader row) => Read(row);

    /// <inheritdoc/>
    public RowKey KeyOf(object row) => Primary.KeyOf((T)row)!.Value;

    /// <inheritdoc/>
    public void Replace(IStore store, IEnumerable<object> rows) => store.Replace(this, [.. rows.Cast<T>()]);

    /// <inheritdoc/>
    public void WriteRow(Utf8JsonWriter json, object row, bool personal)
    {
        json.WriteStartArray();
        foreach (var column in columns)
        {
            if (column.IsPersonal != personal)
            {
                continue;
            }

            if (column.Number is null)
            {
                json.WriteStringValue(column.Text!((T)row));
            }
            else if (column.Number((T)row) is { } number)
            {
                json.WriteNumberValue(number);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Declares the primary key.</summary>
    /// <param name="keyOf">A row's key.</param>
    /// <param name="key">Its columns.</param>
    public Table<T> Key(Func<T, RowKey> keyOf, params (string Name, KeyPart Part)[] key)
    {
        Primary = new(this, key, row => keyOf(row));
        return this;
    }

    /// <summary>Declares a further look-up.</summary>
    /// <param name="keyOf">A row's key in it, null when it is not in it.</param>
    /// <param name="key">Its columns.</param>
    public LookUp<T> By(Func<T, RowKey?> keyOf, params (string Name, KeyPart Part)[] key)
    {
        var lookUp = new LookUp<T>(this, key, keyOf);
        others.Add(lookUp);
        return lookUp;
    }
}

/// <summary>A table, whatever its rows.</summary>
public interface ITable
{
    /// <summary>In the database.</summary>
    string Name { get; }

    /// <summary>True when journal entries list the rows they write here.</summary>
    bool IsInJournal { get; }

    /// <summary>The columns in order.</summary>
    IReadOnlyList<Field> Fields { get; }

    /// <summary>The names of the primary key's columns.</summary>
    IReadOnlyList<string> KeyNames { get; }

    /// <summary>Whose its rows are; null when they are nobody's in particular.</summary>
    Ownership? Ownership { get; }

    /// <summary>Makes a row from its columns.</summary>
    /// <param name="row">The columns, in the order they are declared.</param>
    object ReadRow(RowReader row);

    /// <summary>A row's primary key.</summary>
    /// <param name="row">The row.</param>
    RowKey KeyOf(object row);

    /// <summary>Writes rows that may replace those with the same primary key.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="rows">Which.</param>
    void Replace(IStore store, IEnumerable<object> rows);

    /// <summary>Writes a row as a JSON list of its column values.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="row">The row.</param>
    /// <param name="personal">True for the personal columns, false for the others.</param>
    void WriteRow(Utf8JsonWriter json, object row, bool personal);
}

/// <summary>A column of any table.</summary>
/// <param name="Name">In the database.</param>
/// <param name="IsNumber">True for a number, false for a text.</param>
/// <param name="Personal">What becomes of it once its person is erased; null when it tells nobody.</param>
public sealed record Field(string Name, bool IsNumber, PersonalText? Personal)
{
    /// <summary>True when journal entries keep it in their erasable half.</summary>
    public bool IsPersonal => Personal is not null;
}

/// <summary>Reads the columns of one row by position.</summary>
public abstract class RowReader
{
    /// <summary>A number.</summary>
    /// <param name="column">Position.</param>
    public abstract long Number(int column);

    /// <summary>A number or null.</summary>
    /// <param name="column">Position.</param>
    public abstract long? NumberOrNull(int column);

    /// <summary>A text.</summary>
    /// <param name="column">Position.</param>
    public abstract string Text(int column);

    /// <summary>A text or null.</summary>
    /// <param name="column">Position.</param>
    public abstract string? TextOrNull(int column);

    /// <summary>Yes or no, stored as 1 and 0.</summary>
    /// <param name="column">Position.</param>
    public bool Flag(int column) => Number(column) != 0;
}
