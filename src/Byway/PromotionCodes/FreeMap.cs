using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Http;

namespace Byway.PromotionCodes;

/// <summary>
/// The merchant's own fields of a coupon or code. An empty map is written as <c>[]</c>, as compatible clients know it.
/// </summary>
public static class FreeMap
{
    private const int Longest = 8000;

    /// <summary>Fields added to those there are: a new value replaces the former one, null removes it.</summary>
    /// <param name="before">JSON object or null.</param>
    /// <param name="added">JSON object or null.</param>
    /// <param name="faults">Gets what cannot be.</param>
    public static string? Merged(string? before, string? added, Check faults)
    {
        if (added is null)
        {
            return before;
        }

        var merged = before is null ? [] : JsonNode.Parse(before)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(added)!.AsObject())
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = value.DeepClone();
            }
        }

        var text = JsonSerializer.Serialize(JsonElement.Parse(merged.ToJsonString()), WireJson.Relaxed.JsonElement);
        if (text.Length > Longest)
        {
            faults.Fault("metadata", $"The metadata must have at most {Longest} characters.");
        }

        return text;
    }

    /// <summary>As the wire writes it.</summary>
    /// <param name="json">JSON object or null.</param>
    public static JsonElement View(string? json) => JsonElement.Parse(json is null or "{}" ? "[]" : json);
}
