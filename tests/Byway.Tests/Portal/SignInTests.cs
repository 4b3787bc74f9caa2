using System.Diagnostics;
using Byway.Portal;
using Xunit;

namespace Byway.Tests.Portal;

/// <summary>Getting in: links that work once, sessions that end.</summary>
public sealed class SignInTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_link_lets_in_once(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var before = await api.Sequence();
        var link = await Visitor.LinkOf(api);
        Assert.StartsWith($"{Server.Url}/portal/sign-in?token=", link, StringComparison.Ordinal);
        Assert.Equal(before, await api.Sequence());

        using var scanner = new Visitor(Server);
        Assert.Equal(200, (await scanner.Open(new Uri(link).PathAndQuery)).Status);
        using var anna = new Visitor(Server);
        await anna.SignIn(link);
        Assert.Contains("anna@example.com", (await anna.Open("/portal")).Text, StringComparison.Ordinal);
        Assert.Matches(
            "^__Host-byway=[0-9a-z-]+; path=/; secure; samesite=lax; httponly$",
            anna.SetCookie!.ToLowerInvariant().Replace("__host", "__Host")
        );

        var (status, text, _) = await scanner.Press(link);
        Assert.Equal(410, status);
        Assert.Contains("does not work any more", text, StringComparison.Ordinal);
        Assert.Null(scanner.Cookie);
    }

    [Theory]
    [InlineData("https://refer.example.com", "__Host-byway=", true)]
    [InlineData("http://refer.example.com", "byway=", false)]
    public async Task Behind_a_proxy_the_public_address_says_whether_the_cookie_is_safe(
        string publicUrl,
        string start,
        bool isSafe
    )
    {
        await using var server = await TestServer.Start(new() { PublicUrl = publicUrl });
        var api = await server.Affiliate().WithCarl();
        using var anna = new Visitor(server);
        var token = new Uri(await Visitor.LinkOf(api)).Query["?token=".Length..];
        var (status, _, _) = await anna.Send("/portal/sign-in", token, ("Host", "refer.example.com"));
        Assert.Equal(303, status);
        Assert.StartsWith(start, anna.SetCookie, StringComparison.Ordinal);
        Assert.Equal(isSafe, anna.SetCookie!.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Of_sixteen_at_once_one_gets_in()
    {
        var api = await Server.Affiliate().WithCarl();
        var link = await Visitor.LinkOf(api);
        var visitors = Enumerable.Range(0, 16).Select(_ => new Visitor(Server)).ToList();
        var tries = await Task.WhenAll(visitors.Select(visitor => visitor.Press(link)));
        Assert.Single(tries, attempt => attempt.Status == 303);
        Assert.Equal(1, await api.CountOf("portal_sessions"));
        visitors.ForEach(visitor => visitor.Dispose());
    }

    [Theory]
    [InlineData("", 119, 303)]
    [InlineData("", 120, 410)]
    [InlineData(""","expires_in":900""", 899, 303)]
    [InlineData(""","expires_in":"30" """, 30, 410)]
    public async Task A_link_is_good_for_as_long_as_it_says(string more, int seconds, int status)
    {
        var api = await Server.Affiliate().WithCarl();
        var link = await Visitor.LinkOf(api, more: more);
        Server.Clock.Advance(TimeSpan.FromSeconds(seconds));
        using var anna = new Visitor(Server);
        Assert.Equal(status, (await anna.Press(link)).Status);
    }

    [Theory]
    [InlineData("""{"id":"anna-id"}""")]
    [InlineData("""{"email":"ANNA@example.com"}""")]
    public async Task A_person_is_named_in_any_way(string body)
    {
        var api = await Server.Affiliate().WithCarl();
        var reply = (await api.Post("/v1/partners:sign-in-url", body)).Is(200);
        Assert.Equal("2026-01-15T12:02:00.000000Z", reply["data.expires_at"]);
    }

    [Theory]
    [InlineData("{}", "key")]
    [InlineData("""{"key":"anna","expires_in":29}""", "expires_in")]
    [InlineData("""{"key":"anna","expires_in":901}""", "expires_in")]
    [InlineData("""{"key":[]}""", "key")]
    public async Task What_cannot_be_is_refused(string body, string field)
    {
        var api = await Server.Affiliate().WithCarl();
        (await api.Post("/v1/partners:sign-in-url", body)).IsRefused(422, "invalid_fields", field);
        Assert.Equal(0, await api.CountOf("sign_in_links"));
    }

    [Fact]
    public async Task Nobody_and_another_programs_person_are_not_found()
    {
        var other = await Server.Affiliate().WithCarl();
        var api = await Server.Affiliate();
        (await api.Post("/v1/partners:sign-in-url", """{"key":"anna"}""")).IsRefused(404, "not_found");
        (await api.Post("/v1/customers:sign-in-url", """{"key":"anna"}""")).IsRefused(403, "wrong_program_type");
        var reader = await other.NewKey(Byway.Programs.ApiScope.Read);
        (await reader.Post("/v1/partners:sign-in-url", """{"key":"anna"}""")).IsRefused(403, "scope_missing");
        Assert.Equal(0, await other.CountOf("sign_in_links"));
    }

    [Theory]
    [InlineData("archive")]
    [InlineData("reject")]
    public async Task Who_was_put_away_or_rejected_gets_no_link_and_loses_the_page(string action)
    {
        var api = await Server.Affiliate(s => s with { ApprovePartnersByHand = true });
        await api.Referrer("anna");
        using var anna = new Visitor(Server);
        await anna.SignIn(await Visitor.LinkOf(api));
        Assert.Contains("not approved yet", (await anna.Open("/portal")).Text, StringComparison.Ordinal);
        (await api.Post($"/v1/partners/anna/{action}")).Is(200);
        Assert.Contains("not signed in", (await anna.Open("/portal")).Text, StringComparison.Ordinal);
        (await api.Post("/v1/partners:sign-in-url", """{"key":"anna"}""")).IsRefused(400, "action_failed");
    }

    [Fact]
    public async Task A_session_ends_when_idle_and_in_any_case_after_twelve_hours()
    {
        var api = await Server.Affiliate().WithCarl();
        using var anna = new Visitor(Server);
        await anna.SignIn(await Visitor.LinkOf(api));
        for (var hour = 0; hour < 11; hour++)
        {
            Server.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Contains("anna@", (await anna.Open("/portal")).Text, StringComparison.Ordinal);
        }

        Server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Contains("not signed in", (await anna.Open("/portal")).Text, StringComparison.Ordinal);

        await anna.SignIn(await Visitor.LinkOf(api));
        Server.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Contains("not signed in", (await anna.Open("/portal")).Text, StringComparison.Ordinal);
        await Server.RunJob<ForgetSignIns>();
        Assert.Equal(0, await api.CountOf("portal_sessions"));
        Assert.Equal(0, await api.CountOf("sign_in_links"));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_good()
    {
        var api = await Server.Affiliate().WithCarl();
        using var anna = new Visitor(Server);
        await anna.SignIn(await Visitor.LinkOf(api));
        var kept = anna.Cookie;
        Assert.Equal(303, (await anna.Send(HttpMethod.Post, "/portal?handler=SignOut", null)).Status);
        Assert.Null(anna.Cookie);
        anna.Cookie = kept;
        Assert.Contains("not signed in", (await anna.Open("/portal")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_before()
    {
        var api = await Server.Affiliate().WithCarl();
        using var anna = new Visitor(Server);
        await anna.SignIn(await Visitor.LinkOf(api));
        await anna.SignIn(await Visitor.LinkOf(api));
        Assert.Equal(1, await api.CountOf("portal_sessions"));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 303)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 303)]
    public async Task A_form_of_another_site_is_not_taken(string header, string value, int status)
    {
        var api = await Server.Affiliate().WithCarl();
        using var anna = new Visitor(Server);
        var token = (await Visitor.LinkOf(api)).Split("token=")[1];
        Assert.Equal(status, (await anna.Send("/portal/sign-in", token, (header, value))).Status);
    }

    [Fact]
    public async Task Every_page_is_guarded_by_its_headers()
    {
        using var anybody = new Visitor(Server);
        foreach (var path in new[] { "/portal", "/portal/sign-in", "/portal/sign-in?token=%00" })
        {
            var (status, text, headers) = await anybody.Open(path);
            Assert.Equal(200, status);
            Assert.Equal("text/html; charset=utf-8", headers["Content-Type"]);
            Assert.Equal("no-referrer", headers["Referrer-Policy"]);
            Assert.Equal("no-store", headers["Cache-Control"]);
            Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
            Assert.Contains("script-src 'self';", headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.DoesNotContain(" style=", text, StringComparison.Ordinal);
            Assert.DoesNotMatch("<script(?! src=)", text);
        }
    }

    [Fact]
    public async Task Neither_the_database_nor_a_trace_holds_a_token()
    {
        var said = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                // The server's part; this process is also the client.
                if (activity.OperationName == "Microsoft.AspNetCore.Hosting.HttpRequestIn")
                {
                    lock (said)
                    {
                        said.Add(activity.DisplayName);
                        said.AddRange(activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
                        said.AddRange(activity.Baggage.Select(item => $"{item.Key}={item.Value}"));
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var api = await Server.Affiliate().WithCarl();
        using var anna = new Visitor(Server);
        var link = await Visitor.LinkOf(api);
        var secret = link.Split("token=")[1].Split('-')[1];
        Assert.Equal(32, secret.Length);
        await anna.SignIn(link);
        var session = anna.Cookie!.Split('-')[^1];
        var hashes = await Server.Query<string>(
            "select token_hash from sign_in_links union all select token_hash from portal_sessions"
        );
        Assert.DoesNotContain(hashes, hash => hash.Contains(secret) || hash.Contains(session));
        lock (said)
        {
            Assert.NotEmpty(said);
            Assert.DoesNotContain(said, tag => tag.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(said, tag => tag.Contains(session, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_repeated_Idempotency_Key_does_not_show_the_secret_again()
    {
        var api = await Server.Affiliate().WithCarl();
        const string Body = """{"key":"anna"}""";
        (await api.Post("/v1/partners:sign-in-url", Body, "once")).Is(200);
        (await api.Post("/v1/partners:sign-in-url", Body, "once")).IsRefused(409, "idempotency_key_in_flight");
        var stored = await Server.Query<string>("select body from idempotency_keys");
        Assert.DoesNotContain(stored, body => body.Contains("token", StringComparison.Ordinal));
    }
}
