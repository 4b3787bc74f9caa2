using System.Globalization;
using System.Text.Json;

namespace Byway.Tests.Fuzz;

/// <summary>
/// Makes JSON text of a schema: right, at the edges, and now and then what nobody means well by.
/// </summary>
/// <param name="operation">Whose document.</param>
/// <param name="dice">Chance.</param>
/// <param name="names">Names of things that exist, most likely.</param>
internal sealed class ValueMaker(FuzzOperation operation, Dice dice, KnownNames names)
{
    private static readonly string Long = new('x', 300);

    private static readonly string[] Hostile =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1",
        "1.5",
        "1e400",
        "-1e400",
        "1e-400",
        "1e99999999999999999999",
        "9007199254740993",
        "9223372036854775808",
        "123456789012345678901234567890",
        "-9000000000001",
        "0.0000005",
        "59.970000000000006",
        "\"\"",
        "\" \"",
        "\"-1\"",
        "\"1e400\"",
        "\"NaN\"",
        "\"0x10\"",
        "\"٣\"",
        "\"😀\"",
        "\"\\ud83d\\ude00\"",
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "\"\\uffff\\ufeff\\u202e\"",
        "\"line\\nbreak\\u0007\\u001b\"",
        "\"2026-02-30\"",
        "\"9999-12-31T23:59:60Z\"",
        "\"0001-01-01\"",
        "253402300800",
        "-62135596801",
        "\"' or 1=1 --\"",
        "\"%_\\\\\"",
        "\"../../etc/passwd\"",
        "\"<script>alert(1)</script>\"",
        "\"{{7*7}}\"",
        "\"=1+1\"",
        "\"a__pkey_b\"",
        $"\"{Long}\"",
        $"\"{new string('ü', 5000)}\"",
        "[]",
        "[[]]",
        "[null]",
        "[1,\"a\",{}]",
        "[\"\\u0000\"]",
        "{}",
        "{\"a\":{\"b\":[]}}",
        "{\"$ne\":1}",
        "{\"key\":null}",
        "{\"\":\"\\u0000\"}",
        "{\"a\":1,\"a\":2}",
        Nested(10),
        Nested(31),
        Nested(60),
    ];

    private static readonly string[] Amounts =
    [
        "0",
        "0.01",
        "1",
        "99.99",
        "29.997",
        "0.000001",
        "1000000",
        "9000000000000",
        "9000000000000.000001",
        "\"12.5\"",
    ];

    private static readonly string[] Times =
    [
        "\"2026-01-10T16:44:13.000000Z\"",
        "\"2025-12-31\"",
        "1767000000",
        "\"2026-01-15T12:00:00Z\"",
        "\"2026-01-15T12:00:31Z\"",
        "\"2030-01-01T00:00:00+14:00\"",
    ];

    /// <summary>How many of a hundred values are hostile.</summary>
    public int Hostility { get; init; }

    /// <summary>A value of a schema, as JSON text.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The field it is for.</param>
    /// <param name="kind">What kind of thing the field is of; null for what the operation is about.</param>
    public string Of(JsonElement schema, string name = "", string? kind = null)
    {
        kind = KnownNames.KindIn(name) ?? kind ?? KnownNames.KindOf(operation.Path);
        schema = operation.Resolved(schema);
        if (Hostility > 0 && dice.Happens(Hostility))
        {
            return dice.From(Hostile);
        }

        if (schema.TryGetProperty("enum", out var words))
        {
            return words[dice.Below(words.GetArrayLength())].GetRawText();
        }

        if (schema.TryGetProperty("anyOf", out var variants))
        {
            return Of(variants[dice.Below(variants.GetArrayLength())], name, kind);
        }

        if (schema.TryGetProperty("examples", out var examples) && dice.Happens(15))
        {
            return examples[0].GetRawText();
        }

        return TypeOf(schema) switch
        {
            "object" => ObjectOf(schema, kind),
            "array" => ArrayOf(schema, name, kind),
            "boolean" => dice.OneOf("true", "false"),
            "integer" => WholeOf(schema, name, kind),
            "number" => dice.From(Amounts),
            _ => TextOf(schema, name, kind),
        };
    }

    /// <summary>A value for a query, path or header, as text.</summary>
    public string TextFor(JsonElement schema, string name)
    {
        var json = Of(schema, name);
        try
        {
            using var read = JsonDocument.Parse(json);
            return read.RootElement.ToString();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return json;
        }
    }

    private string TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return "string";
        }

        return type.ValueKind == JsonValueKind.Array
            ? type[dice.Below(type.GetArrayLength())].GetString()!
            : type.GetString()!;
    }

    private string ObjectOf(JsonElement schema, string? kind)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            return dice.OneOf("{}", """{"a":1}""", """{"channel":"web","deep":{"er":[1,2,{"x":null}]}}""");
        }

        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        var share = dice.OneOf(15, 40, 90);
        var members = new List<string>();
        foreach (var property in properties.EnumerateObject())
        {
            if (dice.Happens(required.Contains(property.Name) ? 97 : share))
            {
                members.Add($"\"{property.Name}\":{Of(property.Value, property.Name, kind)}");
            }
        }

        if (members.Count > 0 && Hostility > 0 && dice.Happens(3))
        {
            members.Add(dice.OneOf(members[0], "\"__proto__\":{}", "\"unknown\":[1]", "\"\":0"));
        }

        return $"{{{string.Join(',', members)}}}";
    }

    private string ArrayOf(JsonElement schema, string name, string? kind)
    {
        var most = schema.TryGetProperty("maxItems", out var bound) ? bound.GetInt32() : 3;
        var count = dice.OneOf(0, 1, 1, 2, 3);
        if (Hostility > 0 && most <= 250 && dice.Happens(3))
        {
            count = most + dice.Below(2);
        }

        var items = Enumerable.Range(0, count).Select(_ => Of(schema.GetProperty("items"), name, kind));
        return $"[{string.Join(',', items)}]";
    }

    private string WholeOf(JsonElement schema, string name, string? kind)
    {
        if (IsName(name) && dice.Happens(70) && names.NumberOf(kind, dice) is { } number)
        {
            return number;
        }

        var least = schema.TryGetProperty("minimum", out var minimum) ? minimum.GetInt64() : 0;
        var most = schema.TryGetProperty("maximum", out var maximum) ? maximum.GetInt64() : 1000;
        var edge = Hostility > 0 && dice.Happens(30);
        var value = dice.Below(5) switch
        {
            0 => least - (edge ? 1 : 0),
            1 => most + (edge ? 1 : 0),
            _ => Math.Clamp(dice.Below(40), least, most),
        };
        var text = value.ToString(CultureInfo.InvariantCulture);
        return dice.Happens(10) ? $"\"{text}\"" : text;
    }

    private string TextOf(JsonElement schema, string name, string? kind)
    {
        if (schema.TryGetProperty("format", out var format) && format.GetString() == "date-time")
        {
            return dice.From(Times);
        }

        Func<string, bool>? isFit = name.EndsWith("email", StringComparison.Ordinal) ? IsAddress : null;
        if (dice.Happens(IsName(name) ? 60 : 10) && names.OneOf(kind, dice, isFit) is { } known)
        {
            return JsonSerializer.Serialize(known);
        }

        var longest = schema.TryGetProperty("maxLength", out var bound) ? bound.GetInt32() : 100;
        if (longest < 5000 && dice.Happens(4))
        {
            // One more than is taken is sent by the hostile only.
            return $"\"{new string('y', longest + (Hostility > 0 ? dice.Below(2) : 0))}\"";
        }

        if (name == "amount_units" && dice.Happens(60))
        {
            return "\"USD\"";
        }

        if (name is "email" or "username")
        {
            return $"\"e{dice.Below(400)}@example.com\"";
        }

        if (name is "website" or "url" or "referral_url")
        {
            return dice.OneOf("\"https://shop.example\"", "\"https://shop.example?aff=anna\"", "\"x\"");
        }

        return dice.OneOf($"\"f{dice.Below(300)}\"", "\"anna\"", "\"USD\"", "\"EUR\"", "\"points\"", "\"a b/c%2F\"");
    }

    private static bool IsAddress(string text) => text.Contains('@', StringComparison.Ordinal);

    /// <summary>True for a field that says which thing is meant.</summary>
    private static bool IsName(string name) =>
        name is "numbers"
        || name.Split('_')[^1] is "id" or "ids" or "key" or "email" or "code" or "uuid"
        || KnownNames.KindIn(name) is not null;

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);
}
