using System.Text.Json;
using Xunit;

namespace Byway.Tests.Journal;

/// <summary><c>GET /v1/journal</c> and <c>GET /v1/journal/{id}</c>, and the headers that lead there.</summary>
public sealed class JournalTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_is_explained(string type)
    {
        var api = await Server.NewProgram(type, s => s with { ReviewPeriodDays = 14 }).WithCarl();
        var sale = await api.Sale("o1", "99.990", "carl", ""","created_at":"2026-01-14T00:00:00Z" """);
        var entry = await api.Explain(sale);
        Assert.Equal(sale.Entry, entry["data.id"]);
        Assert.Equal("4", entry["data.sequence"]);
        Assert.Equal("transaction.created", entry["data.kind"]);
        Assert.Equal("2026-01-14T00:00:00.000000Z", entry["data.occurred_at"]);
        Assert.Equal("2026-01-15T12:00:00.000000Z", entry["data.booked_at"]);
        Assert.Equal("rewarded", entry["data.decision.code"]);
        Assert.Equal("1", entry["data.decision.version"]);
        Assert.Equal("customer.referred_by", entry["data.decision.evidence.0.field"]);
        Assert.Equal("resolved", entry["data.decision.evidence.0.verdict"]);
        Assert.Equal("anna-id", entry["data.decision.evidence.0.leads_to"]);
        Assert.Equal(
            """
            {"reward":1,"rule":"default","name":null,"version":1,"side":"referring","level":0,"base":"99.99",
            "percent":"30","share":"29.997","rounded_up":false,"cap":null,"refunded":null,"result":"29.997",
            "unit":"USD","held_until":"2026-01-28T00:00:00.000000Z"}
            """.ReplaceLineEndings(""),
            entry["data.decision.arithmetic.0"]
        );
        Assert.Equal(
            "30 % of 99.99 USD is 29.997 USD, by the program's default, version 1; payable from 2026-01-28.",
            entry["data.decision.sentence"]
        );
        Assert.Equal("program,anna-id", entry.Column("owner", "data.postings"));
        Assert.Equal("reward_expense,held", entry.Column("account", "data.postings"));
        Assert.Equal("-29.997,29.997", entry.Column("amount", "data.postings"));
        Assert.Equal("99.99", entry["data.request.compared.amount"]);
        Assert.Equal("o1", entry["data.answer.key"]);
        Assert.Matches("^[0-9a-f]{64}$", entry["data.hash"]);
    }

    [Fact]
    public async Task The_journal_is_read_in_order_and_in_parts()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "10", "carl");
        await api.Refund("o1", "r1", "5");
        await api.Delete("/v1/transactions/o1");
        await api.Delete("/v1/customers/carl");
        var kinds = new List<string>();
        var after = "0";
        string? more;
        do
        {
            var part = (await api.Get($"/v1/journal?after={after}&limit=3")).Is(200);
            kinds.AddRange(part.Column("kind").Split(','));
            after = part["next"];
            more = part["has_more"];
        } while (more == "true");
        Assert.Equal(
            [
                "program.created",
                "partner.created",
                "customer.created",
                "transaction.created",
                "transaction.refunded",
                "transaction.deleted",
                "customer.deleted",
            ],
            kinds
        );
        Assert.Equal("7", after);
        var end = (await api.Get("/v1/journal?after=7")).Is(200);
        Assert.Equal("""{"data":[],"next":7,"has_more":false,"status":1}""", end.Text);
        Assert.Equal("7", (await api.Get("/v1/journal", """{"after":"6"}"""))["data.0.sequence"]);
    }

    [Fact]
    public async Task Every_entrys_postings_add_up_to_zero_and_every_sentence_is_one()
    {
        var api = await Server.ReferAFriend(s => s with { ReviewPeriodDays = 1 }).WithCarl();
        await api.Sale("o1", "10.01", "carl");
        await api.Sale("o2", "7", "carl", ""","amount_units":"EUR" """);
        await api.Sale("o3", "7", "nobody");
        await api.Refund("o1", "r1", "3.33");
        await api.Refund("unknown", "r1", "3.33");
        await api.Post("/v1/customers/anna-id/balance/credit", """{"amount":5}""");
        await api.Post("/v1/transactions/o2/archive");
        await api.Post("/v1/transactions/o2/revoke-archive");
        Server.Clock.Advance(TimeSpan.FromDays(1));
        await Server.RunJob<Byway.Rewards.ReleaseHeldRewards>();
        await api.Put("/v1/program/settings", """{"name":"New"}""");
        var journal = (await api.Get("/v1/journal?limit=250")).Is(200);
        foreach (var entry in journal.Json.GetProperty("data").EnumerateArray())
        {
            var sums = entry
                .GetProperty("postings")
                .EnumerateArray()
                .GroupBy(leg => leg.GetProperty("unit").GetString())
                .Select(unit => unit.Sum(leg => decimal.Parse(leg.GetProperty("amount").GetString()!, null)));
            Assert.All(sums, sum => Assert.Equal(0, sum));
            var decision = entry.GetProperty("decision");
            Assert.Contains(decision.GetProperty("code").GetString(), Byway.Journal.DecisionCode.All);
            Assert.Matches("^\\S.+\\.$", decision.GetProperty("sentence").GetString());
        }

        Assert.Equal(JsonValueKind.Null, journal.Json.GetProperty("data")[0].GetProperty("answer").ValueKind);
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("after=x", "after")]
    [InlineData("after=1.5", "after")]
    [InlineData("after=1e400", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=251", "limit")]
    public async Task A_part_that_cannot_be_is_refused(string query, string field)
    {
        var api = await Server.Affiliate();
        (await api.Get($"/v1/journal?{query}")).IsRefused(422, "invalid_fields", field);
    }

    [Fact]
    public async Task An_entry_that_is_none_is_not_found()
    {
        var api = await Server.Affiliate();
        var id = (await api.Get("/v1/journal"))["data.0.id"]!;
        (await api.Get($"/v1/journal/{id}")).Is(200);
        foreach (
            var other in new[] { "1", "ent_", id + "x", id[..^1] + (id[^1] == '0' ? '1' : '0'), id.ToUpperInvariant() }
        )
        {
            (await api.Get($"/v1/journal/{other}")).IsRefused(404, "not_found");
        }
    }

    [Fact]
    public async Task Refusals_and_reads_have_no_entry()
    {
        var api = await Server.Affiliate().WithCarl();
        Assert.Null((await api.Get("/v1/customers/carl")).Entry);
        Assert.Null((await api.Get("/v1/customers")).Decision);
        Assert.Null((await api.Post("/v1/customers", "{}")).Entry);
        var one = await api.SignUp("dora");
        Assert.Null(one.Header("Byway-Entry-Count"));
        Assert.NotNull(one.Entry);
    }
}
