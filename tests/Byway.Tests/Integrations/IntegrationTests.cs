using Byway.Programs;
using Xunit;

namespace Byway.Tests.Integrations;

/// <summary>How providers are connected, and how their events are looked at.</summary>
public sealed class IntegrationTests(TestServer server) : ServerTests(server)
{
    private const string SignUp = """{"fact":"sign_up","customer":"carl","buyer":"cus_1","partner":"anna"}""";

    [Fact]
    public async Task Secrets_go_in_and_never_come_out()
    {
        var api = await Server.Affiliate().Connected(""","api_key":"key_of_the_api","site":"acme" """);
        var listed = (await api.Get("/v1/integrations")).Is(200);
        Assert.DoesNotContain(BillingShop.Secret, listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("key_of_the_api", listed.Text, StringComparison.Ordinal);
        Assert.Contains("\"ending\":\"ider\"", listed.Text, StringComparison.Ordinal);
        Assert.Contains("\"site\":\"acme\"", listed.Text, StringComparison.Ordinal);
        foreach (
            var sql in new[]
            {
                "select sealed || hint from integration_secrets",
                "select body from journal_entries",
                "select request || answer || personal_rows from entry_personal",
                "select settings from program_versions",
            }
        )
        {
            Assert.DoesNotContain(
                await Server.Query<string>(sql),
                text => text.Contains(BillingShop.Secret, StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task What_is_not_given_stays_as_it_is()
    {
        var api = await Server.Affiliate().Connected(""","site":"acme" """);
        var changed = (await api.Put("/v1/integrations/test", """{"settings":{"amount_excludes_tax":false}}""")).Is(
            200
        );
        Assert.Equal("acme", changed["data.site"]);
        Assert.Equal("false", changed["data.settings.amount_excludes_tax"]);
        Assert.Equal("true", changed["data.settings.amount_excludes_shipping"]);
        Assert.Equal(1, changed.Count("data.webhook_secrets"));
        (await api.SendEvent(api.EventBody("e1"))).Is(200);
        // Other settings leave it alone, and the reverse.
        (await api.Put("/v1/program/settings", """{"review_period_days":3}""")).Is(200);
        (await api.SendEvent(api.EventBody("e2"))).Is(200);
    }

    [Fact]
    public async Task Several_secrets_count_while_one_is_changed_for_another()
    {
        var api = await Server.Affiliate().Connected();
        (await api.Put("/v1/integrations/test", """{"webhook_secrets":["new_secret","old_secret"]}""")).Is(200);
        var body = api.EventBody("e1");
        (await api.SendEvent(body, TestProvider.Sign(body, "old_secret"))).Is(200);
        (await api.SendEvent(body, TestProvider.Sign(body, "new_secret"))).Is(200);
        (await api.SendEvent(body)).IsRefused(400, "bad_signature");
        (await api.Put("/v1/integrations/test", """{"webhook_secrets":["new_secret"]}""")).Is(200);
        (await api.SendEvent(body, TestProvider.Sign(body, "old_secret"))).IsRefused(400, "bad_signature");
    }

    [Theory]
    [InlineData("test", "{}", "webhook_secrets")]
    [InlineData("test", """{"webhook_secrets":[]}""", "webhook_secrets")]
    [InlineData("test", """{"webhook_secrets":["1","2","3","4","5","6"]}""", "webhook_secrets")]
    [InlineData("test", """{"webhook_secrets":["a"],"site":"evil.example/"}""", "site")]
    [InlineData(
        "test",
        """{"webhook_secrets":["a"],"settings":{"amount_excludes_tax":"x"}}""",
        "settings.amount_excludes_tax"
    )]
    public async Task What_cannot_be_is_refused(string provider, string body, string fault)
    {
        var api = await Server.Affiliate();
        (await api.Put($"/v1/integrations/{provider}", body)).IsRefused(422, "invalid_fields", fault);
    }

    [Fact]
    public async Task A_provider_that_there_is_not_is_not_found()
    {
        var api = await Server.Affiliate();
        (await api.Put("/v1/integrations/acme", """{"webhook_secrets":["a"]}""")).IsRefused(404, "not_found");
        (await api.Delete("/v1/integrations/test")).IsRefused(404, "not_found");
        (await api.Get("/v1/integrations/acme/events")).IsRefused(404, "not_found");
        (await api.Get("/v1/integrations/test/events/e1")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_disconnected_provider_is_not_listened_to()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        (await api.Delete("/v1/integrations/test")).Is(200);
        (await api.SendEvent(api.EventBody("e2"))).IsRefused(404, "not_found");
        Assert.Equal(
            0,
            (
                await Server.Query<long>(
                    "select count(*) from integration_secrets where program_id = @ProgramId and sealed <> ''",
                    new { api.Program.ProgramId }
                )
            )[0]
        );
        (await api.Event("e1")).Became("booked");
        await api.Connect();
        (await api.SendEvent(api.EventBody("e2"))).Is(200);
    }

    [Fact]
    public async Task Events_are_listed_and_shown_with_what_they_say()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        await api.Tell("e2");
        var listed = (await api.Get("/v1/integrations/test/events")).Is(200);
        Assert.Equal("e2,e1", listed.Column("id"));
        Assert.Equal("e1", (await api.Get("/v1/integrations/test/events?status=booked")).Column("id"));
        Assert.Equal("", (await api.Get("/v1/integrations/test/events?type=nothing")).Column("id"));
        var one = await api.Event("e1");
        Assert.Equal("sign_up", one["data.facts.0.kind"]);
        Assert.Contains("cus_1", one["data.body"]!, StringComparison.Ordinal);
        Assert.NotNull(one["data.entry_id"]);
    }

    [Fact]
    public async Task A_replayed_event_changes_nothing_twice()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell("e1", SignUp);
        await api.Tell("e2", """{"fact":"sale","key":"in_1","invoice_id":"in_1","buyer":"cus_1","amount":100}""");
        await api.Tell("e3", """{"fact":"refund","key":"re_1","invoice_id":"in_1","amount":50}""");
        foreach (var id in new[] { "e3", "e2", "e1" })
        {
            (await api.Post($"/v1/integrations/test/events/{id}/replay")).Is(200);
            await Server.Book();
        }

        Assert.Equal("15", await api.Balance());
        (await api.Post("/v1/integrations/test/events/e9/replay")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task An_event_that_breaks_is_tried_again_and_holds_up_none()
    {
        var api = await Server.Affiliate().Connected();
        (await api.SendEvent("""{"id":"e1","type":"broken","at":0}""")).Is(200);
        await api.Tell("e2", SignUp);
        (await api.Event("e2")).Became("booked");
        var failed = (await api.Event("e1"));
        Assert.Equal("failed", failed["data.status"]);
        Assert.Equal("1", failed["data.attempts"]);
        Server.Clock.Advance(TimeSpan.FromSeconds(10));
        await Server.Book();
        Assert.Equal("2", (await api.Event("e1"))["data.attempts"]);
    }

    [Fact]
    public async Task Secrets_are_opened_after_a_restart_and_not_with_other_keys()
    {
        await using var own = await TestServer.Start(new() { MoreProviders = [new TestProvider()] });
        var api = await own.Affiliate().Connected();
        await own.Restart();
        (await api.SendEvent(api.EventBody("e1"))).Is(200);
        Directory.Delete(Path.Combine(own.Place.Folder!, "keys"), recursive: true);
        await own.Restart();
        (await api.SendEvent(api.EventBody("e2"))).IsRefused(503, "overloaded");
        Assert.Contains(
            "\"can_open_secrets\":false",
            (await api.Get("/v1/integrations")).Text,
            StringComparison.Ordinal
        );
        await api.Connect();
        (await api.SendEvent(api.EventBody("e2"))).Is(200);
    }

    [Fact]
    public async Task An_erased_customer_leaves_nothing_in_events_and_an_export_has_them()
    {
        var api = await Server.Affiliate().Connected();
        await api.Tell(
            "e1",
            """{"fact":"sale","key":"in_1","invoice_id":"in_1","buyer":"cus_1","email":"robin@robin.example","amount":5}"""
        );
        await api.Tell("e2", """{"fact":"note","email":"robin@robin.example"}""");
        await api.SignUp("robin", "anna", ""","email":"robin@robin.example" """);
        var export = (await api.Get("/v1/customers/robin/export")).Is(200);
        Assert.Contains("\"event_id\":\"e1\"", export.Text, StringComparison.Ordinal);
        (await api.Post("/v1/customers/robin/erase")).Is(200);
        Assert.DoesNotContain(
            await Server.Query<string>(
                "select body from provider_events where program_id = @ProgramId and body is not null",
                new { api.Program.ProgramId }
            ),
            text => text.Contains("robin", StringComparison.Ordinal)
        );
        (await api.Post("/v1/integrations/test/events/e1/replay")).Is(200);
        await Server.Book();
        (await api.Event("e1")).Became("refused");
    }

    [Fact]
    public async Task Codes_of_the_provider_are_kept_whatever_comes_first()
    {
        var api = await Server.Affiliate().Connected();
        var coupon = """{"fact":"code","key":"co_1","percent_off":200000,"partner":"anna"}""";
        var code = """{"fact":"code","key":"promo_1","coupon":"co_1","code":"SPRING"}""";
        await api.Tell("e1", code);
        await api.Tell("e2", coupon);
        var kept = (await api.Get("/v1/promotion-codes/SPRING")).Is(200);
        Assert.Contains("anna-id", kept.Text, StringComparison.Ordinal);
        Assert.Contains("promo_1", kept.Text, StringComparison.Ordinal);
        Assert.Contains("20", (await api.Get("/v1/coupons/co_1")).Is(200).Text, StringComparison.Ordinal);
        (await api.Tell("e3", code)).Became("noted");
        (await api.Tell("e4", """{"fact":"code","key":"co_2","partner":"nobody"}""")).Became("noted");
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await api.Tell("e5", code.Replace("\"code\":", "\"off\":\"yes\",\"code\":", StringComparison.Ordinal));
        Assert.Equal("false", (await api.Get("/v1/promotion-codes/SPRING"))["data.active"]);
    }

    [Fact]
    public async Task Newsletter_programs_have_none()
    {
        var api = await Server.NewProgram(ProgramType.Newsletter);
        (await api.Get("/v1/integrations")).IsRefused(403, "wrong_program_type");
    }
}
