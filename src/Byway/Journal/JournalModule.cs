using Byway.Http;

namespace Byway.Journal;

/// <summary>The journal's routes.</summary>
public static class JournalModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapJournal(this IEndpointRouteBuilder routes)
    {
        routes.Api("GET", "/v1/journal", For.All, ReadJournal.List, ReadJournal.ListNote);
        routes.Api("GET", "/v1/journal/{id}", For.All, ReadJournal.One, ReadJournal.OneNote);
    }
}
