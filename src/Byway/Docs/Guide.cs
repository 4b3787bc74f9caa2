namespace Byway.Docs;

/// <summary>A document of the list of guides.</summary>
/// <param name="Path">Where the repository has it.</param>
/// <param name="About">What it is good for, in one line.</param>
public sealed record Guide(string Path, string About)
{
    /// <summary>Its title.</summary>
    public string Title { get; } = Shelf.TitleOf(Path);

    /// <summary>The address of its page on this server.</summary>
    public string Page { get; } = "/" + Path[..^".md".Length];

    /// <summary>The address of its Markdown on this server.</summary>
    public string Markdown { get; } = "/" + Path;
}
