using System.Text.Json;

namespace Byway.Integrations;

/// <summary>Members of JSON that somebody else wrote.</summary>
public static class JsonMembers
{
    /// <summary>
    /// A member by its name, or undefined. A neighbour whose name holds half a character (<c>"\ud800"</c>), which JSON
    /// can say and no text can, hides none of the others.
    /// </summary>
    /// <param name="parent">Where it stands; anything but an object has no members.</param>
    /// <param name="name">Its name.</param>
    public static JsonElement Find(JsonElement parent, string name)
    {
        if (parent.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        try
        {
            return parent.TryGetProperty(name, out var found) ? found : default;
        }
        catch (InvalidOperationException)
        {
            return parent
                .EnumerateObject()
                .Where(member => IsNamed(member, name))
                .Select(member => member.Value)
                .LastOrDefault();
        }
    }

    private static bool IsNamed(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
