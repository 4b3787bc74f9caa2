namespace Byway.Storage;

/// <summary>
/// Rows in order, of which the next can be looked at before it is taken: what two ordered lists are merged with.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
public sealed class Cursor<T> : IDisposable
    where T : class
{
    private readonly IEnumerator<T> rows;

    /// <summary>Stands before the first row.</summary>
    /// <param name="rows">The rows.</param>
    public Cursor(IEnumerable<T> rows)
    {
        this.rows = rows.GetEnumerator();
        Move();
    }

    /// <summary>The next row; null at the end.</summary>
    public T? Next { get; private set; }

    /// <summary>Takes the next row, if there is one.</summary>
    public void Take()
    {
        if (Next is not null)
        {
            Move();
        }
    }

    /// <summary>Takes rows for as long as they are wanted.</summary>
    /// <param name="isWanted">Says so of the next row.</param>
    public IEnumerable<T> TakeWhile(Func<T, bool> isWanted)
    {
        while (Next is { } row && isWanted(row))
        {
            Move();
            yield return row;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => rows.Dispose();

    private void Move() => Next = rows.MoveNext() ? rows.Current : null;
}
