namespace Byway.Clicks;

/// <summary>The clicks a request names, by their ids or by their visitor.</summary>
public sealed class NamedClicks
{
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> visitors = new(StringComparer.Ordinal);

    /// <summary>True when it names none.</summary>
    public bool IsEmpty => ids.Count == 0 && visitors.Count == 0;

    /// <summary>Names a click.</summary>
    /// <param name="id">Its id.</param>
    public void AddId(string id) => ids.Add(id);

    /// <summary>Names all clicks of a visitor.</summary>
    /// <param name="hash">From <see cref="VisitorHash"/>.</param>
    public void AddVisitor(string hash) => visitors.Add(hash);

    /// <summary>True when a click is among them.</summary>
    /// <param name="click">The click.</param>
    public bool Has(Click click) =>
        ids.Contains(click.Id) || (click.Visitor is { } visitor && visitors.Contains(visitor));
}
