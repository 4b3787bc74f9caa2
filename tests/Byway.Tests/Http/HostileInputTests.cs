using System.Text;
using System.Text.Json;
using Xunit;

namespace Byway.Tests.Http;

/// <summary>Bodies and paths that nobody means well by: refused in the right way, and nothing is written.</summary>
public sealed class HostileInputTests(TestServer server) : ServerTests(server)
{
    private const int LargestBytes = 1_000_000;

    /// <summary>Bodies that are not readable JSON objects; the bytes as Latin-1.</summary>
    public static TheoryData<string> Unreadable =>
        [
            "{",
            "{\"key\":\"a\"",
            "{\"key\":\"a\",}",
            "{'key':'a'}",
            "{key:1}",
            "{\"key\":\"a\"} x",
            "{\"key\":\"a\"}{}",
            "nul",
            "null",
            "true",
            "5",
            "\"text\"",
            "[1]",
            "[{}]",
            "{\"key\":\"a\" /* why */}",
            "{\"key\":01}",
            "{\"key\":1.}",
            "{\"key\":.5}",
            "{\"key\":+1}",
            "{\"key\":NaN}",
            "{\"key\":0x10}",
            "{\"key\":\"line\nbreak\"}",
            "{\"key\":\"tab\tinside\"}",
            "{\"key\":\"\\x\"}",
            "{\"key\":\"\\u12\"}",
            "\u0000",
            "{\"key\":\"a\"}\u0000",
            "key=a&name=b",
            "<key>a</key>",
            "{\"key\":\"a\",\"key\":\"b\"}",
            "{\"key\":\"a\",\"key\":\"a\"}",
            "{\"key\":\"a\",\"k\\u0065y\":\"b\"}",
            "{\"key\":\"a\",\"partner\":{\"key\":1,\"key\":2}}",
            "{\"key\":\"a\",\"metadata\":{\"x\":[{\"y\":1,\"\\u0079\":2}]}}",
            "{\"key\":\"\\ud800\"}",
            "{\"key\":\"\\udc00\"}",
            "{\"key\":\"\\udc00\\ud800\"}",
            "{\"\\ud83d\":1}",
            "{\"metadata\":{\"a\":\"\\uD83D\"}}",
            "{\"key\":\"\u00ff\"}",
            "{\"key\":\"\u00c3(\"}",
            "{\"key\":\"\u00c0\u0080\"}",
            "{\"key\":\"\u00ed\u00a0\u0080\"}",
            "{\"key\":\"\u00f4\u0090\u0080\u0080\"}",
            "\u00ff\u00fe{\u0000}\u0000",
            "{\"metadata\":" + Nested(40) + "}",
            Nested(5000),
        ];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_body_that_is_no_json_object_is_refused(string latin)
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        foreach (
            var (method, path) in new[]
            {
                ("POST", "/v1/customers"),
                ("POST", "/v1/transactions"),
                ("POST", "/v1/partners"),
                ("PUT", "/v1/partners/x"),
                ("PUT", "/v1/program/settings"),
                ("DELETE", "/v1/customers"),
                ("GET", "/v1/customers"),
            }
        )
        {
            var content = new ByteArrayContent(Encoding.Latin1.GetBytes(latin));
            (await api.SendBytes(method, path, content)).IsRefused(400, "unreadable_body");
        }

        Assert.Equal(before, await api.Sequence());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    [InlineData("[]")]
    [InlineData(" [ ] ")]
    [InlineData("{}")]
    public async Task Nothing_is_an_empty_object(string body)
    {
        var api = await Server.Affiliate();
        (await api.Get("/v1/customers", body)).Is(200);
        (await api.Post("/v1/customers", body)).IsRefused(422, "invalid_fields", "key");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_refused(bool isChunked)
    {
        var api = await Server.Affiliate();
        var before = await api.Sequence();
        foreach (var size in new[] { LargestBytes + 1, 2_000_000 })
        {
            var body = $$"""{"key":"a","name":"{{new string('x', size)}}"}"""[..size];
            (await api.SendBytes("POST", "/v1/customers", Sized(body, isChunked))).IsRefused(413, "body_too_large");
        }

        Assert.Equal(before, await api.Sequence());
        var largest = """{"key":"a"}""".PadRight(LargestBytes);
        (await api.SendBytes("POST", "/v1/customers", Sized(largest, isChunked))).Is(201);
    }

    [Theory]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/v1", 404)]
    [InlineData("GET", "/v1/", 404)]
    [InlineData("GET", "/v2/test", 404)]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("POST", "/v1/customers:search", 405)]
    [InlineData("GET", "/v1/customers:nothing", 404)]
    [InlineData("POST", "/v1/customers/a/b/c/d", 404)]
    [InlineData("PATCH", "/v1/customers", 405)]
    [InlineData("OPTIONS", "/v1/customers", 405)]
    [InlineData("POST", "/v1/customers/x", 405)]
    [InlineData("PUT", "/v1/transactions/x", 405)]
    [InlineData("DELETE", "/v1/journal", 405)]
    [InlineData("POST", "/v1/test", 405)]
    [InlineData("BREW", "/v1/test", 405)]
    public async Task An_unknown_path_or_method_is_refused_in_json(string method, string path, int status)
    {
        var api = await Server.Affiliate();
        foreach (var client in new[] { api, api.With("nonsense") })
        {
            var reply = await client.Send(
                method,
                path,
                null,
                ("Origin", "https://evil.example"),
                ("Access-Control-Request-Method", "POST")
            );
            reply.IsRefused(status, status == 404 ? "unknown_route" : "method_not_allowed");
            Assert.Equal("application/json", reply.ContentType);
            Assert.DoesNotContain(reply.Headers.Keys, name => name.StartsWith("Access-", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("%25")]
    [InlineData("%2F")]
    [InlineData("%2f%2F")]
    [InlineData("a%2Fb")]
    [InlineData("..%2F..")]
    [InlineData("%252F")]
    [InlineData("%FF")]
    [InlineData("%C3%28")]
    [InlineData("%ED%A0%80")]
    [InlineData("%zz")]
    [InlineData("%")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("a%0Ab")]
    [InlineData("a%09b")]
    [InlineData("%20")]
    [InlineData("a;b=c")]
    [InlineData("a:b")]
    [InlineData("'%20or%201=1%20--")]
    [InlineData("{key}")]
    [InlineData("long")]
    [InlineData("%00")]
    [InlineData("a%00b")]
    public async Task A_strange_path_finds_nothing(string path)
    {
        var api = await Server.Affiliate();
        var friends = await Server.ReferAFriend();
        var key = path == "long" ? new string('k', 3000) : path;
        var before = await api.Sequence();
        foreach (
            var (client, method, place) in new[]
            {
                (api, "GET", $"/v1/customers/{key}"),
                (api, "PUT", $"/v1/customers/{key}"),
                (api, "DELETE", $"/v1/customers/{key}"),
                (api, "GET", $"/v1/customers/{key}/transactions"),
                (friends, "GET", $"/v1/customers/{key}"),
                (friends, "GET", $"/v1/customers/{key}/balance"),
                (api, "GET", $"/v1/partners/{key}"),
                (api, "POST", $"/v1/partners/{key}/archive"),
                (api, "GET", $"/v1/transactions/{key}"),
                (api, "DELETE", $"/v1/transactions/{key}"),
                (api, "GET", $"/v1/journal/{key}"),
            }
        )
        {
            using var request = new HttpRequestMessage(
                new(method),
                new Uri(
                    Server.Url + place,
                    new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
                )
            );
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {client.Secret}");
            using var response = await Server.Http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            // A path that is no path never reaches the API: the web server itself closes the connection.
            var isNoPath = path.Contains("%00", StringComparison.Ordinal);
            Assert.True((int)response.StatusCode == (isNoPath ? 400 : 404), $"{method} {place}: {text}");
            if (!isNoPath)
            {
                Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
                Assert.Equal(0, JsonElement.Parse(text).GetProperty("status").GetInt32());
            }
        }

        Assert.Equal(before, await api.Sequence());
    }

    [Fact]
    public async Task Strange_queries_are_answered_or_refused()
    {
        var api = await Server.Affiliate().WithCarl();
        var friends = await Server.ReferAFriend().WithCarl();
        string[] values =
        [
            "%00",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "%FF",
            "%25",
            "%",
            "%zz",
            "'",
            "%5C",
            "-1",
            "1e400",
            "[]",
            "{}",
            new('x', 3000),
            "",
        ];
        string[] names =
        [
            "limit",
            "page",
            "sort",
            "key",
            "id",
            "email",
            "name",
            "partner_key",
            "partner.email",
            "partner[id]",
            "partner",
            "customer_key",
            "customer.email",
            "refer_status",
            "after",
            "x",
        ];
        string[] lists = ["partners", "partners:search", "customers", "customers:search", "transactions", "journal"];
        foreach (var list in lists)
        {
            var calls = from name in names from value in values select $"/v1/{list}?{name}={value}&{name}={value}";
            var replies = await Task.WhenAll(calls.Select(path => api.Get(path)));
            Assert.All(replies, reply => Assert.Contains(reply.Status, new[] { 200, 422 }));
            Assert.Contains(replies, reply => reply.Status == 200);
            await Task.WhenAll(calls.Select(path => friends.Get(path)));
        }
    }

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);

    private static HttpContent Sized(string body, bool isChunked)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return isChunked ? new ChunkedContent(bytes) : new ByteArrayContent(bytes);
    }

    /// <summary>A content that does not say how long it is.</summary>
    private sealed class ChunkedContent(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
