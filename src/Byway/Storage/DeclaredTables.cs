using System.Reflection;

namespace Byway.Storage;

/// <summary>Every table that is declared anywhere in Byway, found by its declaration.</summary>
public static class DeclaredTables
{
    /// <summary>All of them, in order of their names.</summary>
    public static IReadOnlyList<ITable> All { get; } = Find();

    /// <summary>Those whose rows journal entries list, by name.</summary>
    public static IReadOnlyDictionary<string, ITable> InJournal { get; } =
        All.Where(table => table.IsInJournal).ToDictionary(table => table.Name, StringComparer.Ordinal);

    private static List<ITable> Find() =>
        [
            .. Assembly
                .GetExecutingAssembly()
                .GetTypes()
                .Where(type => !type.ContainsGenericParameters)
                .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                .Where(field => typeof(ITable).IsAssignableFrom(field.FieldType))
                .Select(field => (ITable)field.GetValue(null)!)
                .Distinct()
                .OrderBy(table => table.Name, StringComparer.Ordinal),
        ];
}
