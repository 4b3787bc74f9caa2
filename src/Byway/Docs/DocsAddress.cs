namespace Byway.Docs;

/// <summary>Where this server has what the repository has elsewhere.</summary>
public static class DocsAddress
{
    private const string Document = "docs/openapi.json";

    /// <summary>The path in the repository that a relative link means, with its <c>#anchor</c>.</summary>
    /// <param name="path">The path of the document that has the link.</param>
    /// <param name="link">The link.</param>
    public static string Resolve(string path, string link)
    {
        var parts = path.Split('/').SkipLast(1).ToList();
        foreach (var part in link.TrimEnd('/').Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not "." and not "..")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>The address of a path: a page where there is one. Null when this server does not have it.</summary>
    /// <param name="target">A path in the repository, perhaps with an <c>#anchor</c>.</param>
    public static string? Of(string target)
    {
        var start = target.IndexOf('#', StringComparison.Ordinal);
        var (path, anchor) = start < 0 ? (target, "") : (target[..start], target[start..]);
        if (path == Document)
        {
            return "/openapi.json";
        }

        if (Shelf.Find(path) is null)
        {
            return Shelf.IsFolder(path) ? $"/{path}" : null;
        }

        return (path.EndsWith(".md", StringComparison.Ordinal) ? $"/{path[..^3]}" : $"/{path}") + anchor;
    }
}
