using Byway.Persons;
using Xunit;

namespace Byway.Tests.Persons;

/// <summary>Erasing a person: what is refused, what stays, and what comes later under the same name.</summary>
public sealed class EraseTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task An_erased_customers_key_is_not_used_again()
    {
        var api = await Server.Affiliate().WithCarl();
        (await api.Post("/v1/customers/carl/erase")).Is(200);
        (await api.Post("/v1/customers", api.SignUpBody("carl", "anna"))).IsRefused(422, "key_erased", "key");
        (await api.Post("/v1/customers", api.SignUpBody("carl"))).IsRefused(422, "key_erased", "key");
        (await api.Get("/v1/customers/carl")).IsRefused(404, "not_found");
        (await api.Get("/v1/customers/carl/export")).IsRefused(404, "not_found");
        (await api.Put("/v1/customers/carl", """{"update":{"name":"C"}}""")).IsRefused(404, "not_found");
        await api.SignUp("dora", "anna");
        (await api.Put("/v1/customers/dora", """{"update":{"key":"carl"}}""")).IsRefused(422, "invalid_fields", "key");
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","options":{"create_customer":true}""")]
    public async Task A_sale_to_somebody_erased_is_recorded_for_nobody(string more)
    {
        var api = await Server.Affiliate().WithCarl();
        (await api.Post("/v1/customers/carl/erase")).Is(200);
        var customers = await api.CountOf("customers");
        var sale = await api.Sale("o1", "10", "carl", more + ""","metadata":{"a":"b"}""");
        Assert.Equal("customer_erased", sale.Decision);
        Assert.Null(sale.CountsFor());
        Assert.Equal(customers, await api.CountOf("customers"));
        Assert.Equal(0, await api.CountOf("waiting"));
        var entry = await api.Explain(sale);
        Assert.DoesNotContain("carl", entry.Text, StringComparison.Ordinal);
        Assert.True(
            (
                await api.Post(
                    "/v1/transactions",
                    api.SaleBody("o1", "10", "carl", more + ""","metadata":{"a":"b"}""")
                )
            ).IsReplay
        );
    }

    [Fact]
    public async Task A_sale_of_before_is_still_a_repeat_and_can_be_given_back()
    {
        var api = await Server.Affiliate().WithCarl();
        var sale = await api.Sale("o1", "100", "carl", ""","invoice_id":"i1","metadata":{"a":"b"}""");
        (await api.Post("/v1/customers/carl/erase")).Is(200);
        var again = await api.Sale("o1", "100", "carl", ""","invoice_id":"i1","metadata":{"a":"b"}""");
        Assert.True(again.IsReplay);
        Assert.Equal(sale.Entry, again.Entry);
        Assert.StartsWith("erased-", again["data.customer"], StringComparison.Ordinal);
        var other = await api.Sale("o2", "100", "carl", ""","invoice_id":"i1" """);
        Assert.Equal("already_reported", other.Decision);
        Assert.Equal("30", await api.Balance());
        await api.Refund("o1", "r1", "100");
        Assert.Equal("0", await api.Balance());
    }

    [Fact]
    public async Task Somebody_deleted_can_still_be_erased()
    {
        var api = await Server.Affiliate().WithCarl();
        (await api.Delete("/v1/customers/carl")).Is(200);
        (await api.Delete("/v1/partners/anna-id")).Is(200);
        (await api.Get("/v1/customers/carl/export")).Is(200);
        (await api.Post("/v1/customers/carl/erase")).Is(200);
        (await api.Post("/v1/partners/anna-id/erase")).Is(200);
        Assert.Equal(2, await api.CountOf("erasures"));
        (await api.Post("/v1/customers", api.SignUpBody("carl", "anna"))).IsRefused(422, "key_erased", "key");
    }

    [Fact]
    public async Task Everybody_else_stays_as_they_were()
    {
        var api = await Server.Affiliate().WithCarl();
        // The erased key is a product and a part of other keys; a name is shared, and so is an address.
        await api.SignUp("7", "anna", ""","email":"test@example.com","name":"Anna" """);
        await api.SignUp("77", "anna", ""","email":"test@example.com","name":"Anna","surname":"7" """);
        var other = await api.Sale(
            "o77",
            "10",
            "77",
            ""","product_id":"7","metadata":{"size":"7","to":"test@example.com"}"""
        );
        (await api.Post("/v1/customers/7/erase")).Is(200);
        var stays = (await api.Get("/v1/customers/77")).Is(200);
        Assert.Equal("test@example.com", stays["data.email"]);
        Assert.Equal("Anna", stays["data.name"]);
        var entry = await api.Explain(other);
        Assert.Equal("77", entry["data.answer.customer"]);
        Assert.Contains("test@example.com", entry.Text, StringComparison.Ordinal);
        Assert.Contains("\"size\\\":\\\"7", entry.Text, StringComparison.Ordinal);
        Assert.Equal("anna-id", entry["data.answer.partner"]);
        await Server.BooksAreWhole();
    }

    [Fact]
    public async Task A_partner_with_an_open_payout_is_paid_first()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        var payout = (
            await api.Post(
                "/v1/payout_requests",
                """
                {"partner":{"key":"anna"},"amount_units":"USD","gateway":"paypal",
                "payout_settings":{"username":"a@pay.example"}}
                """
            )
        ).Is(201);
        var sequence = await api.Sequence();
        (await api.Post("/v1/partners/anna/erase")).IsRefused(400, "action_failed");
        Assert.Equal(sequence, await api.Sequence());
        (await api.Post($"/v1/payout_requests/{payout["data.id"]}/reject")).Is(200);
        (await api.Post("/v1/partners/anna/erase")).Is(200);
        Assert.Equal("partner_inactive", (await api.Sale("o2", "100", "carl")).Decision);
    }

    [Fact]
    public async Task A_lead_is_erased_unless_it_became_a_customer()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var lead = await Lead(api, "l1@example.com");
        (await api.Post($"/v1/leads/{lead}/erase")).Is(200);
        (await api.Get($"/v1/leads/{lead}")).IsRefused(404, "not_found");
        var other = await Lead(api, "l2@example.com");
        var key = (await api.Post("/v1/leads/convert", $$"""{"id":{{other}} }""")).Is(200)["data.converted_to.key"];
        (await api.Post($"/v1/leads/{other}/erase")).IsRefused(400, "action_failed");
        (await api.Post($"/v1/customers/{key}/erase")).Is(200);
        Assert.Equal(0, await Named(api, "leads"));
        Assert.Equal(3, await api.CountOf("erasures"));
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Nobody_and_another_programs_customer_are_not_found(string type)
    {
        var api = await Server.NewProgram(type);
        var other = await Server.NewProgram(type);
        await other.Referrer("anna");
        await other.SignUp("carl", "anna", ""","email":"c@example.com" """);
        foreach (var name in new[] { "carl", "c@example.com", "nobody" })
        {
            (await api.Post($"/v1/customers/{name}/erase")).IsRefused(404, "not_found");
            (await api.Get($"/v1/customers/{name}/export")).IsRefused(404, "not_found");
        }

        Assert.Equal("c@example.com", (await other.Get("/v1/customers/carl"))["data.email"]);
    }

    [Fact]
    public async Task Sixteen_erasures_at_once_are_one()
    {
        var api = await Server.Affiliate().WithCarl();
        var sequence = await api.Sequence();
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => api.Post("/v1/customers/carl/erase")));
        Assert.All(replies, reply => reply.Is(200));
        Assert.Single(replies, reply => reply.Entry is not null);
        Assert.Equal(sequence + 1, await api.Sequence());
    }

    [Fact]
    public async Task What_arrives_while_somebody_is_erased_leaves_nothing()
    {
        var api = await Server.Affiliate().WithCarl();
        var sales = Enumerable
            .Range(0, 40)
            .Select(n => api.Post("/v1/transactions", api.SaleBody($"s{n}", "1", "carl")));
        var work = sales.Prepend(api.Post("/v1/customers/carl/erase")).ToList();
        Assert.All(await Task.WhenAll(work), reply => reply.Is(200));
        var left = await Server.Query<string>(
            "select sequence || request || answer || personal_rows from entry_personal "
                + "where program_id = @ProgramId and (request like '%carl%' or answer like '%carl%' "
                + "or personal_rows like '%\"carl\"%')",
            new { api.Program.ProgramId }
        );
        Assert.Empty(left);
        Assert.Equal(40, await api.CountOf("transactions"));
    }

    [Fact]
    public async Task Only_an_entry_that_erases_may_change_a_half()
    {
        await using var own = new TestServer();
        await own.InitializeAsync();
        var api = await own.Affiliate().WithCarl();
        (await api.Post("/v1/customers/carl/erase")).Is(200);
        await own.BooksAreWhole();
        await own.Execute("update entry_personal set erased_by = 2, request = '{}' where sequence = 2");
        await Assert.ThrowsAnyAsync<Exception>(own.BooksAreWhole);
    }

    [Fact]
    public async Task A_restart_removes_files_of_mails_that_a_kill_has_left()
    {
        await using var own = new TestServer();
        await own.InitializeAsync();
        var api = await own.NewProgram(Byway.Programs.ProgramType.ReferAFriend, mode: "test");
        (await api.Post("/v1/customers:invite", """{"id":"zoe","email":"zoe@example.com"}""")).Is(200);
        await own.RunJob<Byway.Mail.SendMails>();
        var file = Directory.GetFiles(Path.Combine(own.Place.Folder!, "outbox")).Single();
        var kept = await File.ReadAllBytesAsync(file);
        (await api.Post("/v1/customers/zoe/erase")).Is(200);
        Assert.False(File.Exists(file));
        await File.WriteAllBytesAsync(file, kept);
        await own.RunJob<ForgetErasedMails>();
        Assert.False(File.Exists(file));
    }

    private static async Task<string> Lead(ApiClient api, string email) =>
        (await api.Post("/v1/leads", $$"""{"name":"L","email":"{{email}}","partner":{"key":"anna"} }""")).Is(201)[
            "data.id"
        ]!;

    private async Task<long> Named(ApiClient api, string table) =>
        (
            await Server.Query<long>(
                $"select count(*) from {table} where program_id = @ProgramId "
                    + "and (name is not null or email is not null)",
                new { api.Program.ProgramId }
            )
        )[0];
}
