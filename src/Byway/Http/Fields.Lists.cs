using System.Text.Json;
using Byway.Values;

namespace Byway.Http;

/// <summary>The readers of lists.</summary>
public sealed partial class Fields
{
    /// <summary>A list of objects, each with its own path (<c>transactions.3</c>); null when absent.</summary>
    /// <param name="name">The field.</param>
    /// <param name="most">The most items.</param>
    public IReadOnlyList<Fields>? Objects(string name, int most)
    {
        if (!Member(name, out var value) || IsNothing(value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault(name, $"The {name} must be a list.");
            return null;
        }

        if (value.GetArrayLength() > most)
        {
            Fault(name, $"The {name} must not have more than {most} items.");
            return null;
        }

        var items = new List<Fields>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                Fault($"{name}.{items.Count}", "The item must be an object.");
                return null;
            }

            items.Add(new(check, item, null, PathOf($"{name}.{items.Count}")));
        }

        return items;
    }

    /// <summary>
    /// One text or a list of texts (numbers count as their text); null when absent, empty for <c>[]</c>.
    /// </summary>
    /// <param name="name">The field.</param>
    /// <param name="most">The most items.</param>
    /// <param name="longest">The most characters of each.</param>
    public IReadOnlyList<string>? Texts(
        string name,
        int most = FieldBounds.MostTexts,
        int longest = MerchantKey.LongestLength
    )
    {
        if (!Member(name, out var value) || IsNothing(value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return Scalar(name, longest, allowsNumber: true) is { } one ? [one] : null;
        }

        if (value.GetArrayLength() > most)
        {
            Fault(name, $"The {name} must not have more than {most} items.");
            return null;
        }

        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (
                TextOf(item, $"{name}.{texts.Count}", longest, allowsNumber: true, allowsFraction: false) is
                { Length: > 0 } text
            )
            {
                texts.Add(text);
            }
        }

        return texts;
    }
}
