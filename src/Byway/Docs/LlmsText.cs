using System.Text;
using Byway.Http;

namespace Byway.Docs;

/// <summary>
/// <c>GET /llms.txt</c>: what there is to read, in the form that programs look for (llmstxt.org): a title, a summary,
/// and links to Markdown with a line about each. It is made of the list of guides.
/// </summary>
public static class LlmsText
{
    private const string Summary = """
        # Byway

        > Byway is a self-hosted affiliate and refer-a-friend server. A merchant's backend (or a script on its pages,
        > or its billing provider) tells it who signed up and who bought; it decides which partner that counts for
        > and what it earns, and explains every decision.

        Requests go to `/v1` of this server with `Authorization: Bearer API_KEY` and JSON bodies. Report every sign-up
        (`POST /v1/customers`) and every sale (`POST /v1/transactions`), referred or not, with ids of your own as keys:
        a repeated key gets its first answer again. Amounts are in major units. An API key belongs into a backend,
        never into a page or an app.

        ## API

        """;

    /// <summary>Answers the route.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="options">Where this server is reached.</param>
    public static Task Answer(HttpContext http, ServerOptions options)
    {
        var server = PublicAddress.Of(http, options);
        var text = new StringBuilder(Summary).Append('\n');
        text.Append($"- [OpenAPI document]({server}/openapi.json): Every endpoint, field, bound and answer.\n");
        text.Append(
            $"- [Server-to-server examples]({server}/examples/s2s/README.md): Shops in Node, PHP, Python, curl.\n"
        );
        foreach (var part in GuideList.Parts)
        {
            text.Append($"\n## {part.Title}\n\n");
            foreach (var guide in part.Guides)
            {
                text.Append($"- [{guide.Title}]({server}{guide.Markdown}): {guide.About}\n");
            }
        }

        var body = Encoding.UTF8.GetBytes(text.ToString());
        var headers = http.Response.Headers;
        headers.ContentType = "text/plain; charset=utf-8";
        headers.ContentLength = body.Length;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = "default-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}
