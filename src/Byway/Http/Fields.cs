using System.Globalization;
using System.Text.Json;
using Byway.Values;
using static Byway.Http.FieldBounds;

namespace Byway.Http;

/// <summary>
/// The fields of one JSON object of a request, read leniently and typed. Missing, <c>null</c> and <c>""</c> are the
/// same; numbers may be text and
/// keys may be numbers; a wrong type is a fault under the field's path. At the top level a query parameter of the
/// same name wins.
/// </summary>
public sealed partial class Fields
{
    private readonly JsonElement element;
    private readonly IQueryCollection? query;
    private readonly Check check;
    private readonly string path;

    /// <summary>The fields of <paramref name="element"/>.</summary>
    /// <param name="check">Collects the faults.</param>
    /// <param name="element">A JSON object, or undefined for none.</param>
    /// <param name="query">The query, for the top level.</param>
    /// <param name="path">Where the object stands, empty for the top level.</param>
    public Fields(Check check, JsonElement element, IQueryCollection? query = null, string path = "")
    {
        this.check = check;
        this.element = element;
        this.query = query;
        this.path = path;
    }

    /// <summary>True when the field is there and says something.</summary>
    /// <param name="name">The field.</param>
    public bool Has(string name) => Find(name, out var value, out var text) && (text is not null || !IsNothing(value));

    /// <summary>The full path of a field, for faults.</summary>
    /// <param name="name">The field.</param>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Reports a fault of a field.</summary>
    /// <param name="name">The field.</param>
    /// <param name="sentence">What is wrong.</param>
    public void Fault(string name, string sentence) => check.Fault(PathOf(name), sentence);

    /// <summary>Leaves a field's point in time to the turn's judgement, see <see cref="OccurredAt"/>.</summary>
    /// <param name="name">The field.</param>
    /// <param name="at">Unix microseconds.</param>
    public void LeaveToTurn(string name, long at) => check.LeaveToTurn(PathOf(name), at);

    /// <summary>A key: text or a whole number, 1 to 191 characters.</summary>
    /// <param name="name">The field.</param>
    public string? Key(string name)
    {
        var text = Scalar(name, MerchantKey.LongestLength, allowsNumber: true);
        if (text is not null && MerchantKey.FaultOf(text) is { } sentence)
        {
            Fault(name, sentence);
            return null;
        }

        return text;
    }

    /// <summary>Text, trimmed.</summary>
    /// <param name="name">The field.</param>
    /// <param name="longest">The most characters.</param>
    public string? Text(string name, int longest = FieldBounds.LongestText) =>
        Scalar(name, longest, allowsNumber: true)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A decimal number as micros; may be text. At most ± 9 × 10¹².</summary>
    /// <param name="name">The field.</param>
    public long? Number(string name)
    {
        if (NumberText(name) is not { } text)
        {
            return null;
        }

        var read = Micros.Read(text, out var micros);
        if (read == MicrosRead.NotANumber)
        {
            Fault(name, $"The {name} must be a number.");
            return null;
        }

        if (read == MicrosRead.TooLarge || micros is > Micros.Largest or < -Micros.Largest)
        {
            Fault(name, $"The {name} must be between -9000000000000 and 9000000000000.");
            return null;
        }

        return micros;
    }

    /// <summary>A decimal number as it is written, undecided; may be text.</summary>
    /// <param name="name">The field.</param>
    /// <param name="longest">The most characters.</param>
    public string? Decimal(string name, int longest) =>
        Scalar(name, longest, allowsNumber: true, allowsFraction: true);

    /// <summary>An amount in micros that is not negative.</summary>
    /// <param name="name">The field.</param>
    public long? Amount(string name)
    {
        var micros = Number(name);
        if (micros < 0)
        {
            Fault(name, $"The {name} must not be negative.");
            return null;
        }

        return micros;
    }

    /// <summary>A whole number within bounds; may be text.</summary>
    /// <param name="name">The field.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The greatest value.</param>
    public long? Whole(string name, long least, long most)
    {
        if (NumberText(name) is not { } text)
        {
            return null;
        }

        var isWhole = Micros.Read(text, out var micros) == MicrosRead.Read && micros % Micros.PerWhole == 0;
        if (!isWhole || micros / Micros.PerWhole < least || micros / Micros.PerWhole > most)
        {
            Fault(name, $"The {name} must be a whole number between {least} and {most}.");
            return null;
        }

        return micros / Micros.PerWhole;
    }

    /// <summary>Yes or no: <c>true</c>, <c>1</c>, <c>"true"</c>, <c>"1"</c> and their opposites.</summary>
    /// <param name="name">The field.</param>
    public bool? Flag(string name)
    {
        if (!Find(name, out var value, out var text) || (text is null && IsNothing(value)))
        {
            return null;
        }

        text ??=
            value.ValueKind is JsonValueKind.String ? value.GetString()
            : value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "?"
            : value.GetRawText();
        switch (text!.Trim().ToLowerInvariant())
        {
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                Fault(name, $"The {name} must be true or false.");
                return null;
        }
    }

    /// <summary>A point in time: Unix seconds or ISO 8601, as Unix microseconds.</summary>
    /// <param name="name">The field.</param>
    public long? Time(string name)
    {
        if (Scalar(name, 64, allowsNumber: true, allowsFraction: true) is not { } text)
        {
            return null;
        }

        var micros = UtcMicros.Read(text);
        if (micros is null)
        {
            Fault(name, $"The {name} must be Unix seconds or an ISO 8601 date and time.");
        }

        return micros;
    }

    /// <summary>One of a few words, in any letter case.</summary>
    /// <param name="name">The field.</param>
    /// <param name="words">The words, lower case.</param>
    public string? OneOf(string name, params ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (var word in words)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        Fault(name, $"The {name} must be one of {string.Join(", ", words!)}.");
        return null;
    }

    /// <summary>A nested object; null, <c>""</c> and <c>[]</c> are absent.</summary>
    /// <param name="name">The field.</param>
    public Fields? Object(string name)
    {
        if (!Member(name, out var value) || IsNothing(value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return new(check, value, null, PathOf(name));
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 0)
        {
            Fault(name, $"The {name} must be an object.");
        }

        return null;
    }

    /// <summary>A free object of the merchant's, kept as compact JSON text; at most 8,000 characters.</summary>
    /// <param name="name">The field.</param>
    public string? Free(string name)
    {
        if (!Member(name, out var value) || IsNothing(value))
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.Object)
        {
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 0)
            {
                Fault(name, $"The {name} must be an object.");
            }

            return null;
        }

        var text = JsonSerializer.Serialize(value, WireJson.Relaxed.JsonElement);
        if (text.Length > FieldBounds.LongestFree || text.Contains("\\u0000", StringComparison.Ordinal))
        {
            Fault(name, $"The {name} must have at most {FieldBounds.LongestFree} characters and no NUL character.");
            return null;
        }

        return text;
    }

    /// <summary>Whatever stands in the field, undecided; undefined when absent.</summary>
    /// <param name="name">The field.</param>
    public JsonElement Anything(string name) => Member(name, out var value) ? value : default;

    /// <summary>The same one level below; undefined too when the field is no object.</summary>
    /// <param name="name">The field.</param>
    /// <param name="member">A member of the object in it.</param>
    public JsonElement Anything(string name, string member) =>
        Member(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? new Fields(check, value, null, PathOf(name)).Anything(member)
            : default;

    private static bool IsNothing(JsonElement value) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8));

    private bool Member(string name, out JsonElement value)
    {
        check.Asked?.Invoke(PathOf(name));
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    private bool Find(string name, out JsonElement value, out string? text)
    {
        var isMember = Member(name, out value);
        text = query is null ? "" : (string?)query[name].LastOrDefault();
        text = string.IsNullOrEmpty(text) ? null : text;
        return isMember || text is not null;
    }

    private string? NumberText(string name) => Scalar(name, 500, allowsNumber: true, allowsFraction: true);

    private string? Scalar(string name, int longest, bool allowsNumber, bool allowsFraction = false)
    {
        if (!Find(name, out var value, out var text))
        {
            return null;
        }

        return text is null
            ? TextOf(value, name, longest, allowsNumber, allowsFraction)
            : Bounded(text, name, longest);
    }

    private string? TextOf(JsonElement value, string name, int longest, bool allowsNumber, bool allowsFraction)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return null;
            case JsonValueKind.String:
                return value.GetString() is { Length: > 0 } text ? Bounded(text, name, longest) : null;
            case JsonValueKind.Number when allowsFraction || (allowsNumber && IsInteger(value.GetRawText())):
                return Bounded(value.GetRawText(), name, longest);
            default:
                Fault(name, $"The {FieldPath.LastNameOf(name)} must be {(allowsFraction ? "a number" : "text")}.");
                return null;
        }
    }

    private string? Bounded(string text, string name, int longest)
    {
        if (text.Length > longest)
        {
            Fault(name, $"The {FieldPath.LastNameOf(name)} must not be longer than {longest} characters.");
            return null;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            Fault(name, $"The {FieldPath.LastNameOf(name)} contains a NUL character (U+0000).");
            return null;
        }

        return text;
    }

    private static bool IsInteger(string raw) => !raw.AsSpan().ContainsAny(".eE");
}
