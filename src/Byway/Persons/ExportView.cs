using System.Text.Json;

namespace Byway.Persons;

/// <summary>Everything that is stored about one person.</summary>
public sealed record ExportView
{
    /// <summary>When it was read; ISO 8601.</summary>
    public required string ExportedAt { get; init; }

    /// <summary><c>partner</c>, <c>customer</c>, <c>lead</c> or <c>subscriber</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The number under which the books know the person.</summary>
    public required long Number { get; init; }

    /// <summary>The tables that hold something, each with its rows in order.</summary>
    public required IReadOnlyList<ExportSectionView> Sections { get; init; }
}

/// <summary>What one table holds about the person.</summary>
public sealed record ExportSectionView
{
    /// <summary>What it is.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Its rows: column and value. Amounts are in major units, times are ISO 8601; what is stored as JSON is JSON.
    /// </summary>
    public required IReadOnlyList<JsonElement> Rows { get; init; }
}
