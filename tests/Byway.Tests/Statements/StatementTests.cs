using System.Text;
using Byway.Programs;
using Byway.Rewards;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Statements;

/// <summary>Statements of account: what stood, what moved and why, what stands; as JSON and as CSV.</summary>
public sealed class StatementTests(TestServer server) : ServerTests(server)
{
    private const string Beginning = "2026-01-15";

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_statement_opens_lists_explains_and_closes(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Sale("o1", "100", "carl");
        Server.Clock.Advance(TimeSpan.FromDays(20));
        var second = await api.Sale("o2", "50", "carl");
        await api.Refund("o1", "r1", "10");

        var all = (await Get(api)).Is(200);
        Assert.Equal("anna-id", all["data.owner"]);
        Assert.Equal("USD", all["data.totals.0.unit"]);
        Assert.Equal("0", all["data.totals.0.opening"]);
        Assert.Equal("42", all["data.totals.0.closing"]);
        Assert.Equal("payable", all["data.balances.0.account"]);
        Assert.Equal("null", all["data.next"]);
        Assert.Equal("", all["data.balances.0.previous.hash"]);
        var postings = all.Json.GetProperty("data").GetProperty("balances")[0].GetProperty("postings");
        Assert.Equal(
            ["30", "15", "-3"],
            postings.EnumerateArray().Select(line => line.GetProperty("amount").GetString())
        );
        Assert.Equal(
            ["30", "45", "42"],
            postings.EnumerateArray().Select(line => line.GetProperty("balance").GetString())
        );
        Assert.Equal(second.Entry, all["data.balances.0.postings.1.entry"]);
        Assert.Contains("30 % of 50 USD is 15 USD", all["data.balances.0.postings.1.explanation"]);
        Assert.Contains("taken back", all["data.balances.0.postings.2.explanation"]);
        Assert.Equal(all["data.balances.0.postings.2.hash"], all["data.balances.0.head"]);

        var january = (await Get(api, $"?from={Beginning}&to=2026-01-31")).Is(200);
        var february = (await Get(api, "?from=2026-02-01&to=2026-02-28")).Is(200);
        Assert.Equal("30", january["data.balances.0.closing"]);
        Assert.Equal(1, january.Count("data.balances.0.postings"));
        Assert.Equal("30", february["data.balances.0.opening"]);
        Assert.Equal("42", february["data.balances.0.closing"]);
        Assert.Equal(january["data.balances.0.head"], february["data.balances.0.previous.hash"]);
        var later = (await Get(api, "?from=2026-03-01")).Is(200);
        Assert.Equal("42", later["data.balances.0.opening"]);
        Assert.Equal(0, later.Count("data.balances.0.postings"));
        Assert.Equal(all["data.balances.0.head"], later["data.balances.0.head"]);
        var earlier = (await Get(api, "?to=2025-12-31")).Is(200);
        Assert.Equal("0", earlier["data.balances.0.closing"]);
    }

    [Fact]
    public async Task Held_and_payable_and_every_unit_are_apart_and_added_up()
    {
        var api = await Server.Affiliate(settings => settings with { ReviewPeriodDays = 10 }).WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "10", "carl", ""","amount_units":"EUR" """);
        var held = (await Get(api)).Is(200);
        Assert.Equal(
            "held,held",
            held.Json.GetProperty("data")
                .GetProperty("balances")
                .EnumerateArray()
                .Select(balance => balance.GetProperty("account").GetString()!)
                .Aggregate((one, other) => $"{one},{other}")
        );
        Assert.Equal("EUR", held["data.totals.0.unit"]);
        Assert.Equal("3", held["data.totals.0.closing"]);
        Server.Clock.Advance(TimeSpan.FromDays(11));
        await Server.RunJob<ReleaseHeldRewards>();
        var released = (await Get(api, "?from=2026-01-20")).Is(200);
        Assert.Equal("payable", released["data.balances.2.account"]);
        Assert.Equal("30", released["data.balances.2.closing"]);
        Assert.Equal("30", released["data.balances.3.opening"]);
        Assert.Equal("0", released["data.balances.3.closing"]);
        Assert.Equal("30", released["data.totals.1.opening"]);
        Assert.Equal("30", released["data.totals.1.closing"]);
        Assert.Contains("review period is over", released["data.balances.2.postings.0.explanation"]);
    }

    [Fact]
    public async Task Pages_are_of_one_period_whatever_is_booked_meanwhile()
    {
        var api = await Server.Affiliate(settings => settings with { ReviewPeriodDays = 0 }).WithCarl();
        for (var number = 0; number < 7; number++)
        {
            await api.Sale($"o{number}", "10", "carl", number % 2 == 0 ? "" : ""","amount_units":"EUR" """);
        }

        var seen = new List<string>();
        var next = "/v1/partners/anna/statement?limit=3";
        for (var page = 0; next != "null"; page++)
        {
            var reply = (await api.Get(next)).Is(200);
            seen.AddRange(
                reply
                    .Json.GetProperty("data")
                    .GetProperty("balances")
                    .EnumerateArray()
                    .SelectMany(balance => balance.GetProperty("postings").EnumerateArray())
                    .Select(line => line.GetProperty("entry").GetString()!)
            );
            Server.Clock.Advance(TimeSpan.FromSeconds(1));
            await api.Sale($"more{page}", "10", "carl");
            next = reply["data.next"]!.Replace(Server.Url, "", StringComparison.Ordinal);
        }

        Assert.Equal(7, seen.Count);
        Assert.Equal(7, seen.Distinct().Count());
    }

    [Fact]
    public async Task Nobody_else_sees_it_and_nonsense_is_refused()
    {
        var api = await Server.Affiliate().WithCarl();
        var other = await Server.Affiliate();
        (await Get(other)).IsRefused(404, "not_found");
        (await api.Get("/v1/partners/nobody/statement")).IsRefused(404, "not_found");
        (await api.Get("/v1/customers/carl/statement")).IsRefused(403, "wrong_program_type");
        (await Get(api, "?from=soon")).IsRefused(422, "invalid_fields", "from");
        (await Get(api, "?from=2026-02-01&to=2026-01-01")).IsRefused(422, "invalid_fields", "to");
        (await Get(api, "?format=pdf")).IsRefused(422, "invalid_fields", "format");
        (await Get(api, "?limit=251")).IsRefused(422, "invalid_fields", "limit");
        Assert.Equal(0, (await Get(api)).Is(200).Count("data.balances"));
        Assert.Equal(0, (await Get(api, "?after=99")).Is(200).Count("data.balances"));
    }

    [Theory]
    [InlineData("?format=csv", null)]
    [InlineData("", "text/csv")]
    [InlineData("", "text/html, text/csv;q=0.9")]
    public async Task As_CSV_it_is_whole_and_says_the_same(string query, string? accept)
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "100", "carl");
        await api.Refund("o1", "r1", "10");
        var (type, text) = await Csv(api, query, accept);
        Assert.Equal("text/csv; charset=utf-8", type);
        var rows = Csv(text);
        Assert.Equal(["line", "opening", "posting", "posting", "closing"], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Equal(13, row.Count));
        Assert.Equal(["30", "-3"], rows.Where(row => row[0] == "posting").Select(row => row[9]));
        Assert.Equal("27", rows[^1][10]);
        var json = (await Get(api)).Is(200);
        Assert.Equal(json["data.balances.0.head"], rows[^1][12]);
        Assert.Equal(json["data.balances.0.postings.0.explanation"], rows[2][11]);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("  =cmd|' /C calc'!A0")]
    [InlineData("\t=1")]
    [InlineData("a\"b,c;d\r\ne")]
    [InlineData("'")]
    [InlineData("＝1")]
    public void Text_of_strangers_is_no_formula_and_comes_back(string text)
    {
        var line = Encoding.UTF8.GetString(Byway.Http.CsvText.Line("-5", Byway.Http.CsvText.Cell(text), "x"));
        var cells = Assert.Single(Csv(line));
        Assert.Equal("-5", cells[0]);
        Assert.Equal("x", cells[2]);
        Assert.EndsWith(text, cells[1], StringComparison.Ordinal);
        Assert.DoesNotMatch(@"^\s*[=+\-@＝]", cells[1]);
    }

    [Fact]
    public async Task A_unit_that_looks_like_a_formula_is_text()
    {
        var api = await Server.ReferAFriend().WithCarl();
        await api.Sale("o1", "100", "carl", ""","amount_units":"-1 points","is_currency":false""");
        var rows = Csv((await Csv(api, "?format=csv", null)).Text);
        Assert.Equal(["'-1 points", "'-1 points", "'-1 points"], rows.Skip(1).Select(row => row[2]));
    }

    [Fact]
    public async Task A_long_statement_costs_what_is_in_it()
    {
        var api = await Server.Affiliate().WithCarl();
        for (var batch = 0; batch < 3; batch++)
        {
            var sales = Enumerable.Range(0, 500).Select(number => api.SaleBody($"b{batch}-{number}", "1", "carl"));
            await api.Post("/v1/transactions", $$"""{"transactions":[{{string.Join(',', sales)}}]}""");
            Server.Clock.Advance(TimeSpan.FromDays(1));
        }

        var (_, text) = await Csv(api, "?format=csv", null);
        Assert.Equal(1503, Csv(text).Count);
        var day = (await Get(api, $"?from=2026-01-16&to=2026-01-16&limit=250&after=250")).Is(200);
        Assert.Equal("150", day["data.balances.0.opening"]);
        Assert.Equal("300", day["data.balances.0.closing"]);
        Assert.Equal("751", day["data.balances.0.postings.0.position"]);
        Assert.Equal("null", day["data.next"]);
    }

    private static Task<Reply> Get(ApiClient api, string query = "") =>
        api.Get($"/v1/{(api.IsAffiliate ? "partners" : "customers")}/anna/statement{query}");

    private async Task<(string Type, string Text)> Csv(ApiClient api, string query, string? accept)
    {
        var path = $"{Server.Url}/v1/{(api.IsAffiliate ? "partners" : "customers")}/anna/statement{query}";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {api.Secret}");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await Server.Http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode);
        return (response.Content.Headers.ContentType!.ToString(), await response.Content.ReadAsStringAsync());
    }

    /// <summary>CSV as RFC 4180 reads it.</summary>
    private static List<List<string>> Csv(string text)
    {
        var rows = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (isQuoted && letter == '"' && at + 1 < text.Length && text[at + 1] == '"')
            {
                cell.Append(text[++at]);
            }
            else if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && letter == ',')
            {
                rows[^1].Add(cell.ToString());
                cell.Clear();
            }
            else if (!isQuoted && letter == '\r' && text[at + 1] == '\n')
            {
                at++;
                rows[^1].Add(cell.ToString());
                cell.Clear();
                rows.Add([]);
            }
            else
            {
                cell.Append(letter);
            }
        }

        Assert.Empty(rows[^1]);
        return rows[..^1];
    }
}
