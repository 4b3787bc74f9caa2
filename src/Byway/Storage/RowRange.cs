namespace Byway.Storage;

/// <summary>Which rows of a list are asked for, in the order of their numbers.</summary>
/// <param name="After">The number behind which they begin; null for the first.</param>
/// <param name="IsNewestFirst">Largest numbers first.</param>
/// <param name="Take">How many.</param>
/// <param name="Skip">Rows to pass over.</param>
public sealed record RowRange(long? After, bool IsNewestFirst, long Take, long Skip);
