using System.Globalization;

namespace Byway.Http;

/// <summary>Paths of fields, such as <c>customer.key</c> or <c>tags.3</c>.</summary>
public static class FieldPath
{
    /// <summary>The name without the position in a list: <c>tags</c> of <c>tags.3</c>.</summary>
    /// <param name="name">A field's name.</param>
    public static string LastNameOf(string name) =>
        name.LastIndexOf('.') is var dot and >= 0
        && int.TryParse(name.AsSpan(dot + 1), CultureInfo.InvariantCulture, out _)
            ? name[..dot]
            : name;
}
