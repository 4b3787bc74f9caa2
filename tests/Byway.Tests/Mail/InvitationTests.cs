using System.Text.Json;
using Byway.Mail;
using Byway.Programs;
using Xunit;

namespace Byway.Tests.Mail;

/// <summary>Invitations, through a real mail server and into the outbox.</summary>
public sealed class InvitationTests
{
    [Fact]
    public async Task An_invitation_reaches_the_mail_server()
    {
        await using var sink = await MailSink.Start();
        await using var server = await ServerWith(sink);
        var api = await server.ReferAFriend(s =>
            s with
            {
                Name = "Äpfel & Söhne 🍏",
                Website = "https://shop.example",
            }
        );
        var reply = await api.Post(
            "/v1/customers:invite",
            """{"id":"zoë","email":"zoe@example.com","name":"Zoë <b>","personalization":{"k":"v"}}"""
        );
        Assert.Equal("""{"status":1}""", reply.Is(200).Text);
        var entry = await api.Explain(reply);
        Assert.Equal("customer.invited", entry["data.kind"]);
        Assert.Equal("zoë", entry["data.answer.id"]);
        Assert.Equal("https://shop.example?ref=zo%C3%AB", (await api.Get("/v1/customers/zoë"))["data.referral_link"]);

        await server.RunJob<SendMails>();
        var mail = await sink.Mail();
        Assert.Equal("refer@merchant.example", mail.GetProperty("from").GetString());
        Assert.Equal("zoe@example.com", mail.GetProperty("to")[0].GetString());
        Assert.Equal("Your link for Äpfel & Söhne 🍏", HeaderOf(mail, "Subject"));
        Assert.Equal("Äpfel & Söhne 🍏 <refer@merchant.example>", HeaderOf(mail, "From").Replace("\"", ""));
        Assert.Matches($"^<{api.Program.PublicId}\\.\\d+@merchant\\.example>$", HeaderOf(mail, "Message-ID"));
        var text = mail.GetProperty("text").GetString()!;
        Assert.Contains("Hello Zoë <b>,", text, StringComparison.Ordinal);
        Assert.Contains("https://shop.example?ref=zo%C3%AB", text, StringComparison.Ordinal);
        var html = mail.GetProperty("html").GetString()!;
        Assert.Contains("Hello Zo&#235; &lt;b&gt;,", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://shop.example?ref=zo%C3%AB\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_has_the_link_that_stands_for_the_customer()
    {
        await using var sink = await MailSink.Start();
        await using var server = await ServerWith(sink);
        var api = await server.ReferAFriend();
        await api.Referrer("anna");
        (
            await api.Post(
                "/v1/customer_referral_links",
                """{"key":"summer","url":"https://shop.example/summer","default":true,"customer":{"id":"anna-id"}}"""
            )
        ).Is(201);
        var link = (await api.Get("/v1/customers/anna-id")).Is(200)["data.referral_link"]!;
        Assert.Contains("/summer?", link, StringComparison.Ordinal);
        (await api.Post("/v1/customers:invite", """{"id":"anna-id"}""")).Is(200);
        await server.RunJob<SendMails>();
        Assert.Contains(link, (await sink.Mail()).GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_leaves_once_and_nothing_of_it_is_kept()
    {
        await using var sink = await MailSink.Start();
        await using var server = await ServerWith(sink);
        var api = await server.ReferAFriend();
        await api.Post("/v1/customers:invite", """{"email":"zoe@example.com"}""");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.RunJob<SendMails>()));
        await sink.Mail();
        await api.Post("/v1/customers:invite", """{"email":"yves@example.com"}""");
        await server.RunJob<SendMails>();
        Assert.Equal("yves@example.com", (await sink.Mail()).GetProperty("to")[0].GetString());
        var kept = await server.Query<string>("select recipient || subject || text || html from mails");
        Assert.Equal(["", ""], kept);
    }

    [Fact]
    public async Task What_the_server_does_not_take_now_is_tried_again()
    {
        await using var sink = await MailSink.Start();
        await using var server = await ServerWith(sink);
        var api = await server.ReferAFriend();
        await api.Post("/v1/customers:invite", """{"email":"later@example.com"}""");
        await server.RunJob<SendMails>();
        await server.RunJob<SendMails>();
        Assert.Equal([1], await server.Query<long>("select attempts from mails"));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.RunJob<SendMails>();
        Assert.Equal("later@example.com", (await sink.Mail()).GetProperty("to")[0].GetString());
        Assert.Equal([1], await server.Query<long>("select count(*) from mails where sent_at is not null"));
    }

    [Fact]
    public async Task What_is_addressed_to_nobody_is_given_up_at_once()
    {
        await using var sink = await MailSink.Start();
        await using var server = await ServerWith(sink);
        var api = await server.ReferAFriend();
        await api.Post("/v1/customers:invite", """{"email":"nobody@example.com"}""");
        await server.RunJob<SendMails>();
        Assert.Equal(
            [1],
            await server.Query<long>("select count(*) from mails where given_up_at is not null and sent_at is null")
        );
    }

    [Fact]
    public async Task Without_a_mail_server_nothing_is_lost_for_three_days()
    {
        var options = new MailOptions
        {
            Host = "127.0.0.1",
            Port = 1,
            HasTls = false,
            From = "a@b.example",
        };
        await using var server = await TestServer.Start(new() { Mail = options, RateLimitPerSecond = 0 });
        var api = await server.ReferAFriend();
        await api.Post("/v1/customers:invite", """{"email":"zoe@example.com"}""");
        var start = server.Clock.Now;
        for (var attempt = 1; attempt <= 9; attempt++)
        {
            await server.RunJob<SendMails>();
            Assert.Equal([attempt], await server.Query<long>("select attempts from mails where due_at is not null"));
            server.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.True(server.Clock.Now - start > TimeSpan.FromDays(3));
        await server.RunJob<SendMails>();
        Assert.Equal([10], await server.Query<long>("select attempts from mails where given_up_at is not null"));
    }

    [Theory]
    [InlineData("live")]
    [InlineData("test")]
    public async Task Without_a_server_and_in_test_programs_mails_are_files(string mode)
    {
        await using var sink = await MailSink.Start();
        var options = mode == "test" ? sink.Options : new();
        await using var server = await TestServer.Start(new() { Mail = options, RateLimitPerSecond = 0 });
        var api = await server.NewProgram(ProgramType.ReferAFriend, mode: mode);
        (await api.Post("/v1/customers:invite", """{"email":"zoe@example.com"}""")).Is(200);
        await server.RunJob<SendMails>();
        var outbox = Path.Combine(server.Place.Folder!, "outbox");
        var file = Assert.Single(Directory.GetFiles(outbox, "*.eml"));
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains("To: zoe@example.com", text, StringComparison.Ordinal);
        Assert.Contains("multipart/alternative", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("700", Convert.ToString((int)File.GetUnixFileMode(outbox), 8));
        }
    }

    [Fact]
    public async Task Nothing_in_a_mail_can_begin_a_header()
    {
        await using var sink = await MailSink.Start();
        await using var server = await ServerWith(sink);
        var api = await server.ReferAFriend(s =>
            s with
            {
                Name = "Shop\r\nBcc: a@evil.example",
                InvitationSubject = "Hi {{name}}\n{{more}}",
                InvitationText = "{{more}}",
            }
        );
        await api.Post(
            "/v1/customers:invite",
            """{"email":"zoe@example.com","name":"Z\r\nBcc: b@evil.example","personalization":{"more":"m\nX-M: 1"}}"""
        );
        await server.RunJob<SendMails>();
        var mail = await sink.Mail();
        var names = mail.GetProperty("headers").EnumerateArray().Select(header => header[0].GetString()!).ToList();
        Assert.Contains("Auto-Submitted", names);
        Assert.DoesNotContain("Bcc", names, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-M", names, StringComparer.OrdinalIgnoreCase);
        Assert.Single(mail.GetProperty("to").EnumerateArray());
        Assert.Equal("Hi Z  Bcc: b@evil.example m X-M: 1", HeaderOf(mail, "Subject"));
        (await api.Post("/v1/customers:invite", """{"email":"a@example.com\r\nBcc: b@evil.example"}""")).IsRefused(
            422,
            "invalid_fields",
            "email"
        );
    }

    private static Task<TestServer> ServerWith(MailSink sink) =>
        TestServer.Start(new() { Mail = sink.Options, RateLimitPerSecond = 0 });

    private static string HeaderOf(JsonElement mail, string name) =>
        mail.GetProperty("headers").EnumerateArray().Single(header => header[0].GetString() == name)[1].GetString()!;
}
