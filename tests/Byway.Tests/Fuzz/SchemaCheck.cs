using System.Text.Json;

namespace Byway.Tests.Fuzz;

/// <summary>
/// Compares JSON with a schema of the API's document, in the words that document uses. A member the schema does not
/// name is a fault: the document says all there is.
/// </summary>
/// <param name="operation">Whose document.</param>
internal sealed class SchemaCheck(FuzzOperation operation)
{
    /// <summary>Everything in which a value is not what a schema says.</summary>
    public IEnumerable<string> Faults(JsonElement schema, JsonElement value, string place = "$")
    {
        schema = operation.Resolved(schema);
        return TypeFaults(schema, value, place) is { } wrongType
            ? [wrongType]
            : AnyOfFaults(schema, value, place)
                .Concat(BoundFaults(schema, value, place))
                .Concat(
                    value.ValueKind switch
                    {
                        JsonValueKind.Object => MemberFaults(schema, value, place),
                        JsonValueKind.Array => ItemFaults(schema, value, place),
                        _ => [],
                    }
                );
    }

    private IEnumerable<string> AnyOfFaults(JsonElement schema, JsonElement value, string place)
    {
        if (!schema.TryGetProperty("anyOf", out var variants))
        {
            return [];
        }

        var faults = variants.EnumerateArray().Select(variant => Faults(variant, value, place).ToList()).ToList();
        return faults.Exists(of => of.Count == 0)
            ? []
            : [$"{place} is none of {faults.Count} forms: {string.Join(" / ", faults.Select(of => of[0]))}"];
    }

    private static string? TypeFaults(JsonElement schema, JsonElement value, string place)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return null;
        }

        var types =
            type.ValueKind == JsonValueKind.Array
                ? type.EnumerateArray().Select(one => one.GetString()!).ToList()
                : [type.GetString()!];
        var isRight = types.Exists(one =>
            one switch
            {
                "object" => value.ValueKind == JsonValueKind.Object,
                "array" => value.ValueKind == JsonValueKind.Array,
                "string" => value.ValueKind == JsonValueKind.String,
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "null" => value.ValueKind == JsonValueKind.Null,
                "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
                _ => value.ValueKind == JsonValueKind.Number,
            }
        );
        return isRight ? null : $"{place} is {Shown(value)} and not {string.Join(" or ", types)}";
    }

    private static IEnumerable<string> BoundFaults(JsonElement schema, JsonElement value, string place)
    {
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => Same(word, value)))
        {
            yield return $"{place} is {Shown(value)} and none of {words.GetRawText()}";
        }

        if (value.ValueKind == JsonValueKind.String && Bound(schema, "maxLength") is { } longest)
        {
            if (value.GetString()!.Length > longest)
            {
                yield return $"{place} has more than {longest} characters";
            }
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            var number = value.GetDecimal();
            if (Bound(schema, "minimum") > number || Bound(schema, "maximum") < number)
            {
                yield return $"{place} is {value.GetRawText()} and out of bounds";
            }
        }

        if (value.ValueKind == JsonValueKind.Array && Bound(schema, "maxItems") < value.GetArrayLength())
        {
            yield return $"{place} has {value.GetArrayLength()} items";
        }
    }

    private IEnumerable<string> MemberFaults(JsonElement schema, JsonElement value, string place)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(name => name.GetString()!))
            {
                if (!value.TryGetProperty(name, out _))
                {
                    yield return $"{place}.{name} is missing";
                }
            }
        }

        var hasRest = schema.TryGetProperty("additionalProperties", out var rest);
        if (!schema.TryGetProperty("properties", out var properties) && !hasRest)
        {
            yield break;
        }

        foreach (var member in value.EnumerateObject())
        {
            var at = $"{place}.{member.Name}";
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(member.Name, out var known))
            {
                foreach (var fault in Faults(known, member.Value, at))
                {
                    yield return fault;
                }
            }
            else if (!hasRest || rest.ValueKind == JsonValueKind.False)
            {
                yield return $"{at} is not documented";
            }
            else if (rest.ValueKind == JsonValueKind.Object)
            {
                foreach (var fault in Faults(rest, member.Value, at))
                {
                    yield return fault;
                }
            }
        }
    }

    private IEnumerable<string> ItemFaults(JsonElement schema, JsonElement value, string place) =>
        schema.TryGetProperty("items", out var items)
            ? value.EnumerateArray().SelectMany((item, index) => Faults(items, item, $"{place}[{index}]"))
            : [];

    private static decimal? Bound(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var bound) ? bound.GetDecimal() : null;

    private static bool Same(JsonElement word, JsonElement value) =>
        word.ValueKind == value.ValueKind && word.GetRawText() == value.GetRawText();

    private static string Shown(JsonElement value) =>
        value.GetRawText() is { Length: > 100 } text ? text[..100] + "…" : value.GetRawText();
}
