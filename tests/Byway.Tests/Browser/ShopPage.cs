using System.Net;
using System.Text;

namespace Byway.Tests.Browser;

/// <summary>A page of a shop in somebody's browser: it has an origin and no API key.</summary>
/// <param name="Api">The shop's program.</param>
/// <param name="Origin">Where the page is; null for a request that does not say.</param>
internal sealed record ShopPage(ApiClient Api, string? Origin = "https://shop.example")
{
    /// <summary>Asks for the configuration.</summary>
    public Task<Reply> Config() => Send("GET", "config", null);

    /// <summary>Reports a landing.</summary>
    public Task<Reply> Visit(string body) => Send("POST", "visits", body);

    /// <summary>Reports a sign-up.</summary>
    public Task<Reply> SignUp(string body) => Send("POST", "signups", body);

    /// <summary>Reports a sign-up that anna has referred.</summary>
    public Task<Reply> SignUpBy(string key, string by = "anna") =>
        SignUp(
            $$$"""{"key":"{{{key}}}","email":"{{{key}}}@example.net","{{{Api.ReferrerName()}}}":{"key":"{{{by}}}"}}"""
        );

    /// <summary>Reports a sale.</summary>
    public Task<Reply> Sale(string body) => Send("POST", "transactions", body);

    /// <summary>Any request; a body is sent as text, as the snippet does.</summary>
    public async Task<Reply> Send(string method, string path, string? body, string? program = null)
    {
        var address = $"{Api.Server.Url}/p/{program ?? Api.Program.PublicId}/{path}";
        using var request = new HttpRequestMessage(new(method), address);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "text/plain");
        // Who says nothing of itself is taken for a machine.
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0");
        if (Origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", Origin);
        }

        using var response = await Api.Server.Http.SendAsync(request);
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(
                header => header.Key,
                header => string.Join(",", header.Value),
                StringComparer.OrdinalIgnoreCase
            );
        Xunit.Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        return new((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }
}
