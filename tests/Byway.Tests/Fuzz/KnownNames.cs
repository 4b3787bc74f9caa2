using System.Globalization;
using System.Text.Json;

namespace Byway.Tests.Fuzz;

/// <summary>What things of a program are called, by what kind of thing they are, to ask for them again.</summary>
internal sealed class KnownNames
{
    private const int MostOfAKind = 40;

    private static readonly string[] Kinds =
    [
        "partner",
        "customer",
        "subscriber",
        "lead",
        "transaction",
        "reward",
        "payout",
        "promotion",
        "coupon",
        "domain",
        "link",
        "webhook",
        "deliver",
        "event",
        "journal",
        "key",
    ];

    private static readonly string[] Naming = ["id", "key", "email", "code", "uuid_code", "number", "partner", "name"];

    private readonly Dictionary<string, List<string>> byKind = new(StringComparer.Ordinal);
    private readonly List<string> all = [];

    /// <summary>The kind of thing that a path or a field is about: the last one it names; null for none.</summary>
    public static string? KindIn(string text) =>
        Kinds
            .Select(kind => (Kind: kind, At: text.LastIndexOf(kind, StringComparison.Ordinal)))
            .Where(found => found.At >= 0)
            .OrderByDescending(found => found.At)
            .Select(found => found.Kind)
            .FirstOrDefault();

    /// <summary>The kind a route is about, by the last part of its path that says one before a place in it.</summary>
    /// <param name="path">The path with its parameters.</param>
    /// <param name="before">The parameter; null for the end of the path.</param>
    public static string? KindOf(string path, string? before = null)
    {
        var end = before is null ? path.Length : path.IndexOf($"{{{before}}}", StringComparison.Ordinal);
        return path[..end]
            .Split('/')
            .Where(part => !part.StartsWith('{'))
            .Select(KindIn)
            .LastOrDefault(kind => kind is not null);
    }

    /// <summary>Remembers one.</summary>
    public void Add(string? kind, string name)
    {
        AddTo(all, name, 150);
        if (kind is not null)
        {
            if (!byKind.TryGetValue(kind, out var known))
            {
                byKind[kind] = known = [];
            }

            AddTo(known, name, MostOfAKind);
        }
    }

    /// <summary>Remembers what an answer names.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="data">Its data.</param>
    public void Learn(string? kind, JsonElement data)
    {
        if (data.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in data.EnumerateArray().Take(5))
            {
                Learn(kind, item);
            }
        }

        if (data.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in data.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                Learn(KindIn(member.Name) ?? kind, member.Value);
            }
            else if (
                Naming.Contains(member.Name, StringComparer.Ordinal)
                && member.Value.ToString() is { Length: > 0 and <= 400 } text
            )
            {
                Add(kind, text);
            }
        }
    }

    /// <summary>One of a kind, most likely; null when none is known.</summary>
    public string? OneOf(string? kind, Dice dice, Func<string, bool>? isFit = null)
    {
        var known = kind is not null && dice.Happens(85) ? byKind.GetValueOrDefault(kind) ?? all : all;
        var fit = isFit is null ? known : [.. known.Where(isFit)];
        return fit.Count == 0 ? null : dice.From(fit);
    }

    /// <summary>A number that something has; null when none is known.</summary>
    public string? NumberOf(string? kind, Dice dice) =>
        OneOf(kind, dice, name => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static void AddTo(List<string> names, string name, int most)
    {
        if (names.Contains(name, StringComparer.Ordinal))
        {
            return;
        }

        if (names.Count >= most)
        {
            names.RemoveAt(0);
        }

        names.Add(name);
    }
}
