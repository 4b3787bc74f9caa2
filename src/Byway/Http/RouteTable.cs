using System.Text.RegularExpressions;

namespace Byway.Http;

/// <summary>The routes declared so far, so that slices of several folders can share one.</summary>
public sealed partial class RouteTable
{
    private readonly Dictionary<string, ApiRoute> routes = new(StringComparer.Ordinal);

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parameter { get; }

    /// <summary>The route of a method and path.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path with its parameters.</param>
    /// <param name="needs">The scope an API key must have; null for what the method says.</param>
    /// <returns>The route, and whether this is the first time anybody asks for it.</returns>
    public (ApiRoute Route, bool IsNew) At(string method, string path, string? needs = null)
    {
        // Two names for one place would be two routes that no request can choose between.
        var form = $"{method} {Parameter.Replace(path, "{}")}";
        if (!routes.TryGetValue(form, out var route))
        {
            routes[form] = route = new(method, path, needs);
            return (route, true);
        }

        return route.Path == path
            ? (route, false)
            : throw new InvalidOperationException($"{method} {path} is also declared as {route.Path}: name it alike.");
    }
}
