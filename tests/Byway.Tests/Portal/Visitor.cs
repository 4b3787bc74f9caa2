using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Byway.Tests.Portal;

/// <summary>A browser as far as pages without scripts need one: keeps cookies, follows nothing by itself.</summary>
public sealed partial class Visitor(TestServer server) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    [GeneratedRegex("name=\"token\" value=\"(?<token>[^\"]*)\"", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex TokenField { get; }

    /// <summary>The cookie it holds, name and value; null for none.</summary>
    public string? Cookie { get; set; }

    /// <summary>The last Set-Cookie header.</summary>
    public string? SetCookie { get; private set; }

    /// <summary>A sign-in address of a referrer.</summary>
    public static async Task<string> LinkOf(ApiClient api, string key = "anna", string more = "")
    {
        var path = api.IsAffiliate ? "/v1/partners:sign-in-url" : "/v1/customers:sign-in-url";
        var reply = (await api.Post(path, $$"""{"key":"{{key}}"{{more}}}""")).Is(200);
        return reply["data.url"]!;
    }

    /// <summary>Opens the address and presses the button; signed in afterwards.</summary>
    public async Task SignIn(string link)
    {
        var (status, _, headers) = await Press(link);
        Assert.Equal(303, status);
        Assert.Equal("/portal", headers["Location"]);
    }

    /// <summary>Opens the address and presses the button.</summary>
    public async Task<(int Status, string Text, IReadOnlyDictionary<string, string> Headers)> Press(string link)
    {
        var (status, text, _) = await Open(new Uri(link).PathAndQuery);
        Assert.Equal(200, status);
        var token = WebUtility.HtmlDecode(TokenField.Match(text).Groups["token"].Value);
        return await Send("/portal/sign-in", token);
    }

    /// <summary>Opens a page.</summary>
    public Task<(int Status, string Text, IReadOnlyDictionary<string, string> Headers)> Open(string path) =>
        Send(HttpMethod.Get, path, null);

    /// <summary>Sends the sign-in form.</summary>
    public Task<(int Status, string Text, IReadOnlyDictionary<string, string> Headers)> Send(
        string path,
        string token,
        params (string Name, string Value)[] headers
    ) => Send(HttpMethod.Post, path, new FormUrlEncodedContent([new("token", token)]), headers);

    /// <summary>Sends anything.</summary>
    public async Task<(int Status, string Text, IReadOnlyDictionary<string, string> Headers)> Send(
        HttpMethod method,
        string path,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, server.Url + path) { Content = content };
        if (Cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", Cookie);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            SetCookie = set.Single();
            Cookie = SetCookie.Split(';')[0] is { } pair && !pair.EndsWith('=') ? pair : null;
        }

        var all = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.Ordinal);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), all);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
