using System.Text.Json;

namespace Byway.Signals;

/// <summary>
/// The names under which advertising networks put the id of a click into addresses. Only the name is ever looked at or
/// kept.
/// </summary>
public static class ClickIds
{
    // Put into addresses of paid ads, and nowhere else.
    private static readonly string[] OfAds =
    [
        "gclid",
        "gbraid",
        "wbraid",
        "dclid",
        "msclkid",
        "ttclid",
        "twclid",
        "li_fat_id",
        "yclid",
        "rdt_cid",
        "sccid",
    ];

    // Put into every address that leads out of the network, ad or not.
    private static readonly string[] OfAnyLink = ["fbclid", "epik"];

    /// <summary>True when a click id counts under a setting.</summary>
    /// <param name="name">The click id's name.</param>
    /// <param name="setting"><c>off</c>, <c>ads</c> or <c>all</c>.</param>
    public static bool Holds(string name, string setting) =>
        setting == "all" || (setting == "ads" && OfAds.Contains(name, StringComparer.Ordinal));

    /// <summary>The name of a click id in an address; one of an ad comes first.</summary>
    /// <param name="address">An address, or any text.</param>
    /// <returns>Null for none.</returns>
    public static string? In(string? address)
    {
        var query = address?.IndexOfAny(['?', '#']) ?? -1;
        return query < 0 ? null : First(address![(query + 1)..].Split(['&', '?', '#', ';']).Select(NameOf));
    }

    /// <summary>
    /// The name of a click id in free fields: a member of that name, or an address in one of the members.
    /// </summary>
    /// <param name="metadata">A JSON object; null for nothing.</param>
    /// <returns>Null for none.</returns>
    public static string? InMetadata(string? metadata)
    {
        if (metadata is null)
        {
            return null;
        }

        using var parsed = JsonDocument.Parse(metadata);
        return First(
            parsed.RootElement.EnumerateObject().SelectMany(member => new[] { NameOf(member), In(TextOf(member)) })
        );
    }

    private static string? First(IEnumerable<string?> names)
    {
        var found = names.OfType<string>().Select(name => name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        return found.Count == 0 ? null : OfAds.Concat(OfAnyLink).FirstOrDefault(found.Contains);
    }

    private static string? NameOf(string parameter)
    {
        var at = parameter.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && at < parameter.Length - 1 ? parameter[..at] : null;
    }

    private static string? NameOf(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Number || TextOf(member) is { Length: > 0 } ? member.Name : null;

    private static string? TextOf(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
}
