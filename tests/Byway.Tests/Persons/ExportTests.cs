using System.Text.Json;
using Byway.Programs;
using Xunit;

namespace Byway.Tests.Persons;

/// <summary>Exporting a person: one document with everything that is stored.</summary>
public sealed class ExportTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Everything_about_a_customer_is_in_one_document()
    {
        var api = await Server.Affiliate().WithCarl();
        (await api.Put("/v1/customers/carl", """{"update":{"email":"carl@example.net","name":"Carl"}}""")).Is(200);
        await api.Sale("o1", "99.99", "carl", ""","metadata":{"street":"Road 1"}""");
        await api.Refund("o1", "r1", "9.99");
        var sequence = await api.Sequence();
        var export = (await api.Get("/v1/customers/carl/export")).Is(200);
        Assert.Equal(sequence, await api.Sequence());
        Assert.Equal("customer", export["data.kind"]);
        Assert.Equal(
            $"attachment; filename=\"customer-{export["data.number"]}.json\"",
            export.Header("Content-Disposition")
        );
        var sections = Sections(export);
        Assert.Equal("carl@example.net", sections["customer"][0].GetProperty("email").GetString());
        Assert.Equal("99.99", sections["transactions"][0].GetProperty("amount").GetRawText());
        Assert.Equal("Road 1", sections["transactions"][0].GetProperty("metadata").GetProperty("street").GetString());
        Assert.Equal("9.99", sections["refunds"][0].GetProperty("amount").GetRawText());
        Assert.Equal(2, sections["journal"].GetArrayLength());
        Assert.Equal(1, sections["journal_of_transactions"].GetArrayLength());
        Assert.DoesNotContain("hash\":\"", sections["customer"].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_about_a_partner_is_in_one_document()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "99.99", "carl");
        (
            await api.Put(
                "/v1/partners/anna/payout_settings",
                """{"gateway":"paypal","payout_settings":{"username":"anna@pay.example"}}"""
            )
        ).Is(200);
        (await api.Post("/v1/payout_requests", """{"partner":{"key":"anna"},"amount_units":"USD"}""")).Is(201);
        var sections = Sections((await api.Get("/v1/partners/anna-id/export")).Is(200));
        Assert.Equal("anna@example.com", sections["partner"][0].GetProperty("email").GetString());
        Assert.Equal("29.997", sections["rewards"][0].GetProperty("amount").GetRawText());
        Assert.Equal("29.99", sections["payouts"][0].GetProperty("amount").GetRawText());
        Assert.Equal(
            "anna@pay.example",
            sections["payout_details"][0].GetProperty("details").GetProperty("username").GetString()
        );
        Assert.Equal(2, sections["postings"].GetArrayLength());
        Assert.Equal(2, sections["keys"].GetArrayLength());
        Assert.DoesNotContain("carl", sections["rewards"].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leads_and_subscribers_are_exported_too()
    {
        var api = await Server.Affiliate();
        await api.Referrer("anna");
        var lead = (
            await api.Post("/v1/leads", """{"name":"L","email":"l@example.com","partner":{"key":"anna"}}""")
        ).Is(201)["data.id"];
        var leads = Sections((await api.Get($"/v1/leads/{lead}/export")).Is(200));
        Assert.Equal("l@example.com", leads["leads"][0].GetProperty("email").GetString());
        var news = await Server.NewProgram(ProgramType.Newsletter);
        (await news.Post("/v1/subscribers", """{"id":"s1","email":"sue@example.com"}""")).Is(201);
        var sections = Sections((await news.Get("/v1/subscribers/s1/export")).Is(200));
        Assert.Equal("sue@example.com", sections["subscriber"][0].GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_long_document_comes_whole()
    {
        var api = await Server.Affiliate().WithCarl();
        for (var batch = 0; batch < 5; batch++)
        {
            var sales = Enumerable.Range(0, 200).Select(n => api.SaleBody($"o{batch}-{n}", "1", "carl"));
            (await api.Post("/v1/transactions", $$"""{"transactions":[{{string.Join(",", sales)}}]}""")).Is(200);
        }

        var sections = Sections((await api.Get("/v1/customers/carl/export")).Is(200));
        Assert.Equal(1000, sections["transactions"].GetArrayLength());
        Assert.Equal(1000, sections["journal_of_transactions"].GetArrayLength());
    }

    private static Dictionary<string, JsonElement> Sections(Reply export) =>
        export
            .Json.GetProperty("data")
            .GetProperty("sections")
            .EnumerateArray()
            .ToDictionary(
                section => section.GetProperty("name").GetString()!,
                section => section.GetProperty("rows"),
                StringComparer.Ordinal
            );
}
