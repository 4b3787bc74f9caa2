using Byway.Programs;
using Xunit;

namespace Byway.Tests.Webhooks;

/// <summary>Subscriptions: made, read, changed, ended, and what is refused.</summary>
public sealed class WebhookTests(TestServer server) : ServerTests(server)
{
    private const string Body = """{"name":"n","url":"https://shop.example/h","events":["partner.created"]}""";

    [Fact]
    public async Task A_webhook_is_made_read_changed_and_deleted_as_the_n8n_trigger_does()
    {
        var api = await Server.Affiliate();
        var made = (await api.Post("/v1/webhooks", Body)).Is(201);
        Assert.Equal("events,is_active,key,name,signature,url", made.Members("data"));
        Assert.Matches("^[A-Za-z0-9]{12}$", made["data.key"]);
        Assert.Matches("^[A-Za-z0-9]{16}$", made["data.signature"]);
        Assert.Equal("true", made["data.is_active"]);
        var path = $"/v1/webhooks/{made["data.key"]}";
        Assert.Equal(made.Text, (await api.Get(path)).Is(200).Text);

        var changed = (await api.Put(path, """{"name":"m","is_active":false}""")).Is(200);
        Assert.Equal("m", changed["data.name"]);
        Assert.Equal("false", changed["data.is_active"]);
        Assert.Equal(made["data.signature"], changed["data.signature"]);
        Assert.Equal(changed.Text, (await api.Get(path)).Text);
        Assert.Equal(made["data.key"], (await api.Get("/v1/webhooks?limit=10")).Is(200).Column("key"));
        Assert.Equal(made["data.signature"], (await api.Get("/v1/webhooks"))["data.0.signature"]);

        Assert.Equal("""{"status":1}""", (await api.Delete(path)).Is(200).Text);
        (await api.Get(path)).IsRefused(404, "not_found");
        (await api.Put(path, "{}")).IsRefused(404, "not_found");
        (await api.Delete(path)).IsRefused(404, "not_found");
        Assert.Equal(0, (await api.Get("/v1/webhooks")).Count());
    }

    [Fact]
    public async Task A_key_can_be_chosen_changed_and_used_again_after_deletion()
    {
        var api = await Server.Affiliate();
        var body = Body.Replace("{", """{"key":"mine",""", StringComparison.Ordinal);
        (await api.Post("/v1/webhooks", body)).Is(201);
        (await api.Post("/v1/webhooks", body)).IsRefused(422, "invalid_fields", "key");
        await api.Post("/v1/webhooks", Body.Replace("{", """{"key":"other",""", StringComparison.Ordinal));
        (await api.Put("/v1/webhooks/other", """{"key":"mine"}""")).IsRefused(422, "invalid_fields", "key");
        (await api.Put("/v1/webhooks/mine", """{"key":"mine"}""")).Is(200);
        (await api.Put("/v1/webhooks/mine", """{"key":"renamed"}""")).Is(200);
        (await api.Delete("/v1/webhooks/renamed")).Is(200);
        (await api.Post("/v1/webhooks", body)).Is(201);
        (await (await Server.Affiliate()).Post("/v1/webhooks", body)).Is(201);
    }

    [Theory]
    [InlineData("""{"url":"https://x.example","events":["partner.created"]}""", "name")]
    [InlineData("""{"name":"n","events":["partner.created"]}""", "url")]
    [InlineData("""{"name":"n","url":"https://x.example"}""", "events")]
    [InlineData("""{"name":"n","url":"https://x.example","events":[]}""", "events")]
    [InlineData("""{"name":"n","url":"https://x.example","events":["a.b"]}""", "events.0")]
    [InlineData(
        """{"name":"n","url":"https://x.example","events":["partner.created","customer.credited"]}""",
        "events.1"
    )]
    [InlineData("""{"name":"n","url":"https://x.example","events":"subscriber.created"}""", "events.0")]
    [InlineData("""{"name":"n","url":"ftp://x.example","events":["partner.created"]}""", "url")]
    [InlineData("""{"name":"n","url":"/hooks","events":["partner.created"]}""", "url")]
    [InlineData("""{"name":"n","url":"https://u:p@x.example","events":["partner.created"]}""", "url")]
    [InlineData("""{"name":"n","url":"https://u@x.example","events":["partner.created"]}""", "url")]
    [InlineData("""{"name":"n","url":"file:///etc/passwd","events":["partner.created"]}""", "url")]
    [InlineData("""{"name":"n","url":"https://x.example","events":["partner.created"],"key":"a b"}""", "key")]
    [InlineData(
        """{"name":"n","url":"https://x.example","events":["partner.created"],"is_active":"maybe"}""",
        "is_active"
    )]
    public async Task What_cannot_be_is_refused(string body, string fault)
    {
        var api = await Server.Affiliate();
        (await api.Post("/v1/webhooks", body)).IsRefused(422, "invalid_fields", fault);
        Assert.Equal(0, await api.CountOf("webhooks"));
    }

    [Fact]
    public async Task An_event_of_another_program_type_is_refused_by_name()
    {
        var friends = await Server.ReferAFriend();
        var refused = (await friends.Post("/v1/webhooks", Body)).IsRefused(422, "invalid_fields", "events.0");
        Assert.Contains("refer-a-friend", refused["message"], StringComparison.Ordinal);
        (await (await Server.NewProgram(ProgramType.Newsletter)).Post("/v1/webhooks", Body)).IsRefused(
            422,
            "invalid_fields",
            "events.0"
        );
    }

    [Fact]
    public async Task Another_programs_webhook_is_not_found()
    {
        var api = await Server.Affiliate();
        var key = (await api.Post("/v1/webhooks", Body)).Is(201)["data.key"];
        var other = await Server.Affiliate();
        (await other.Get($"/v1/webhooks/{key}")).IsRefused(404, "not_found");
        (await other.Put($"/v1/webhooks/{key}", "{}")).IsRefused(404, "not_found");
        (await other.Delete($"/v1/webhooks/{key}")).IsRefused(404, "not_found");
        (await other.Post($"/v1/webhooks/{key}/rotate-secret")).IsRefused(404, "not_found");
        (await other.Post($"/v1/webhooks/{key}/replay", """{"since":0}""")).IsRefused(404, "not_found");
        (await other.Get($"/v1/webhooks/{key}/deliveries")).IsRefused(404, "not_found");
        (await other.Get($"/v1/webhooks/{key}/deliveries/x")).IsRefused(404, "not_found");
        (await other.Post($"/v1/webhooks/{key}/deliveries/x/replay")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Subscriptions_are_journal_entries_without_their_secrets()
    {
        var api = await Server.Affiliate();
        var made = (await api.Post("/v1/webhooks", Body)).Is(201);
        var path = $"/v1/webhooks/{made["data.key"]}";
        var rotated = (await api.Post($"{path}/rotate-secret")).Is(200);
        (await api.Put(path, """{"name":"m"}""")).Is(200);
        (await api.Delete(path)).Is(200);

        var journal = (await api.Get("/v1/journal")).Is(200);
        Assert.EndsWith(
            "webhook.created,webhook.secret_rotated,webhook.updated,webhook.deleted",
            journal.Column("kind"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(made["data.signature"]!, journal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(rotated["data.secret"]!, journal.Text, StringComparison.Ordinal);
        var stored = await Server.Query<string>(
            "select body from journal_entries where program_id = @ProgramId union all "
                + "select request || answer || personal_rows from entry_personal where program_id = @ProgramId",
            new { api.Program.ProgramId }
        );
        Assert.DoesNotContain(
            stored,
            text =>
                text.Contains(made["data.signature"]!, StringComparison.Ordinal)
                || text.Contains(rotated["data.secret"]![6..], StringComparison.Ordinal)
        );
        // The address may carry a token, so it is in the erasable half only; and deletion wipes the secrets.
        Assert.DoesNotContain(stored.Take(6), text => text.Contains("shop.example/h", StringComparison.Ordinal));
        Assert.All(
            await Server.Query<string>(
                "select secret from webhook_secrets where program_id = @ProgramId",
                new { api.Program.ProgramId }
            ),
            secret => Assert.Equal("", secret)
        );
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_the_one_before_it_has_a_day_left()
    {
        var api = await Server.Affiliate();
        var made = (await api.Post("/v1/webhooks", Body)).Is(201);
        var path = $"/v1/webhooks/{made["data.key"]}";
        var first = (await api.Post($"{path}/rotate-secret", idempotencyKey: "k")).Is(200);
        Assert.Equal("previous_valid_until,secret", first.Members("data"));
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", first["data.secret"]);
        Assert.Equal("null", first["data.previous_valid_until"]);
        // No copy is kept, so the repeat cannot be answered.
        (await api.Post($"{path}/rotate-secret", idempotencyKey: "k")).IsRefused(409, "idempotency_key_in_flight");
        var second = (await api.Post($"{path}/rotate-secret", """{"signature":true}""")).Is(200);
        Assert.NotEqual(first["data.secret"], second["data.secret"]);
        Assert.Equal("2026-01-16T12:00:00.000000Z", second["data.previous_valid_until"]);
        Assert.NotEqual(made["data.signature"], (await api.Get(path))["data.signature"]);
        (await api.Post($"{path}/rotate-secret", """{"signature":"x"}""")).IsRefused(
            422,
            "invalid_fields",
            "signature"
        );
    }

    [Fact]
    public async Task Sixteen_at_once_with_one_key_make_one_webhook()
    {
        var api = await Server.Affiliate();
        var body = Body.Replace("{", """{"key":"one",""", StringComparison.Ordinal);
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post("/v1/webhooks", body)));
        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(15, replies.Count(reply => reply.Status == 422));
    }
}
