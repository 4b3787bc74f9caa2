using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Byway.Programs;
using Byway.Values;
using Xunit;

namespace Byway.Tests;

/// <summary>
/// A merchant's backend: calls the API of one program with one API key over HTTP. Whatever a test is about, every
/// answer is held to what holds for all of them (<see cref="AssertWire"/>).
/// </summary>
public sealed class ApiClient(TestServer server, ReferralProgram program, string secret)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The server.</summary>
    public TestServer Server => server;

    /// <summary>The program the API key opens.</summary>
    public ReferralProgram Program => program;

    /// <summary>The API key.</summary>
    public string Secret => secret;

    /// <summary>True in affiliate programs.</summary>
    public bool IsAffiliate => program.Type == ProgramType.Affiliate;

    /// <summary>The same program with another API key.</summary>
    public ApiClient With(string otherSecret) => new(server, program, otherSecret);

    /// <summary>GET, with a JSON body when one is given.</summary>
    public Task<Reply> Get(string path, string? body = null) => Send("GET", path, body);

    /// <summary>POST.</summary>
    public Task<Reply> Post(string path, string? body = null, string? idempotencyKey = null) =>
        Send("POST", path, body, idempotencyKey is null ? [] : [("Idempotency-Key", idempotencyKey)]);

    /// <summary>PUT.</summary>
    public Task<Reply> Put(string path, string? body = null) => Send("PUT", path, body);

    /// <summary>DELETE, with a JSON body when one is given.</summary>
    public Task<Reply> Delete(string path, string? body = null) => Send("DELETE", path, body);

    /// <summary>Any request with a text body.</summary>
    public Task<Reply> Send(string method, string path, string? body, params (string Name, string Value)[] headers) =>
        SendBytes(method, path, body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)), headers);

    /// <summary>Any request at all; the content gets the type <c>application/json</c>.</summary>
    public async Task<Reply> SendBytes(
        string method,
        string path,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new(method), server.Url + path) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {secret}");
        if (content is not null)
        {
            content.Headers.ContentType = Json;
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await server.Http.SendAsync(request);
        var all = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(
                header => header.Key,
                header => string.Join(",", header.Value),
                StringComparer.OrdinalIgnoreCase
            );
        var reply = new Reply((int)response.StatusCode, all, await response.Content.ReadAsStringAsync());
        if (path.StartsWith("/v1", StringComparison.Ordinal) && method != "HEAD")
        {
            AssertWire($"{method} {path}", reply);
        }

        return reply;
    }

    /// <summary>The last sequence number of the program's journal: what wrote nothing leaves it as it was.</summary>
    public async Task<long> Sequence() =>
        (
            await server.Query<long>(
                "select sequence from program_heads where program_id = @ProgramId",
                new { program.ProgramId }
            )
        )[0];

    /// <summary>A further API key of the program.</summary>
    /// <param name="scope">One of <see cref="ApiScope"/>.</param>
    /// <param name="expiresAt">Unix microseconds; null for never.</param>
    public async Task<ApiClient> NewKey(string scope, long? expiresAt = null)
    {
        var text = ApiSecret.New(program);
        var now = UtcMicros.Now(server.Clock);
        var row = ApiKeys.RowOf(program, text, "another key", scope, now, expiresAt);
        await server.Execute(
            "insert into api_keys (id, hash, program_id, name, scope, hint, created_at, expires_at) "
                + "values (@Id, @Hash, @ProgramId, @Name, @Scope, @Hint, @CreatedAt, @ExpiresAt)",
            row
        );
        return With(text);
    }

    private static void AssertWire(string what, Reply reply)
    {
        var shown = $"{what} -> {reply.Status} {reply.ContentType}: {reply.Text}";
        Assert.True(reply.ContentType == "application/json", shown);
        Assert.True(reply.Status is not 204 and < 500, shown);
        Assert.True(reply.Json.ValueKind == JsonValueKind.Object, shown);
        Assert.DoesNotContain(
            reply.Headers.Keys,
            name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)
        );
        if (reply.Status is >= 200 and < 300)
        {
            Assert.True(reply["status"] == "1", shown);
            return;
        }

        Assert.True(reply["status"] == "0", shown);
        Assert.True(reply["message"] is [_, .., not ' '], shown);
        Assert.True(reply.Code is { Length: > 0 }, shown);
        Assert.True((reply.Status == 422) == (reply.Faults.Count > 0) || reply.Code == "balance_limit", shown);
        Assert.True(reply.Header("Byway-Entry") is null, shown);
    }
}
