namespace Byway.Docs;

/// <summary>The documentation's routes, for browsers. They are no part of the API and of its document.</summary>
public static class DocsModule
{
    /// <summary>Maps them.</summary>
    /// <param name="routes">Where.</param>
    public static void MapDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/docs", ReferencePage.Answer).ExcludeFromDescription();
        routes.MapGet("/docs/{**path}", DocsPages.Answer).ExcludeFromDescription();
        routes.MapGet("/examples/{**path}", DocsPages.Answer).ExcludeFromDescription();
        routes.MapGet("/llms.txt", LlmsText.Answer).ExcludeFromDescription();
        routes.MapGet("/assets/{name}", WebAssets.Answer).ExcludeFromDescription();
    }
}
