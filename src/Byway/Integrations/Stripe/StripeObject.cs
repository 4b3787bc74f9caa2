using System.Text.Json;
using Byway.Values;

namespace Byway.Integrations.Stripe;

/// <summary>
/// One of Stripe's objects, read so that nothing in it can fail: what is missing, of another type or cannot be kept is
/// absent. A field that names another object may hold its id or, expanded, the object.
/// </summary>
/// <param name="Element">The JSON; undefined for no object.</param>
public readonly record struct StripeObject(JsonElement Element)
{
    // Ids and codes at Stripe have up to 255 characters, metadata up to 500.
    private const int LongestText = 5_000;

    /// <summary>False when there is none.</summary>
    public bool IsThere => Element.ValueKind == JsonValueKind.Object;

    /// <summary>Its id.</summary>
    public string? Id => Text("id");

    /// <summary>What kind of object it says it is: <c>invoice</c>.</summary>
    public string? Kind => Text("object");

    /// <summary>Text that is not empty.</summary>
    /// <param name="name">The field.</param>
    public string? Text(string name) => TextOf(Field(name));

    /// <summary>A whole number.</summary>
    /// <param name="name">The field.</param>
    public long? Whole(string name) =>
        Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var whole) ? whole : null;

    /// <summary>A decimal number, perhaps as text, in micros.</summary>
    /// <param name="name">The field.</param>
    public long? Decimal(string name)
    {
        var value = Field(name);
        var text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : TextOf(value);
        return text is not null && Micros.Read(text, out var micros) == MicrosRead.Read ? micros : null;
    }

    /// <summary>A flag, or null when it is not there.</summary>
    /// <param name="name">The field.</param>
    public bool? Flag(string name) =>
        Field(name).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    /// <summary>A point in time that stands there as Unix seconds; Unix microseconds.</summary>
    /// <param name="name">The field.</param>
    public long? Time(string name) =>
        Whole(name) is { } seconds and >= 0 and < 100_000_000_000 ? seconds * 1_000_000 : null;

    /// <summary>An object within it.</summary>
    /// <param name="name">The field.</param>
    public StripeObject Object(string name) => new(Field(name));

    /// <summary>The id of an object that is named or expanded.</summary>
    /// <param name="name">The field.</param>
    public string? IdOf(string name) => Text(name) ?? Object(name).Id;

    /// <summary>The objects of an array, or of one of Stripe's lists.</summary>
    /// <param name="name">The field.</param>
    public IEnumerable<StripeObject> List(string name)
    {
        var value = Field(name);
        if (value.ValueKind == JsonValueKind.Object)
        {
            value = new StripeObject(value).Field("data");
        }

        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(one => new StripeObject(one)).Where(one => one.IsThere)
            : [];
    }

    /// <summary>Its members that are text, as metadata has them.</summary>
    public IEnumerable<(string Name, string Value)> Texts()
    {
        if (!IsThere)
        {
            yield break;
        }

        foreach (var member in Element.EnumerateObject())
        {
            var value = member.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
                ? member.Value.GetRawText()
                : TextOf(member.Value);
            if (value is not null && NameOf(member) is { } name)
            {
                yield return (name, value);
            }
        }
    }

    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString() is { Length: > 0 and <= LongestText } text && !text.Contains('\0') ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: JSON can say it, UTF-16 cannot.
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name.Contains('\0') ? null : member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private JsonElement Field(string name) => JsonMembers.Find(Element, name);
}
