namespace Byway.Tests.Docs;

/// <summary>Pages as a browser asks for them.</summary>
internal static class Visitor
{
    /// <summary>What is there, without an API key.</summary>
    public static async Task<Reply> Visit(this TestServer server, string path)
    {
        using var response = await server.Http.GetAsync(server.Url + path);
        return new(
            (int)response.StatusCode,
            response
                .Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.Ordinal),
            await response.Content.ReadAsStringAsync()
        );
    }
}
