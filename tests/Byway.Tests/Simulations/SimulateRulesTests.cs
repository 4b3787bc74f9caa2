using System.Globalization;
using System.Text.Json;
using Byway.Tests.Rewards;
using Byway.Tests.Scenarios;
using Xunit;

namespace Byway.Tests.Simulations;

/// <summary><c>POST /v1/program/rules:simulate</c>: a draft over what has happened, without effects.</summary>
public sealed class SimulateRulesTests(TestServer server) : ServerTests(server)
{
    private const string Path = "/v1/program/rules:simulate";

    [Fact]
    public async Task The_rules_in_force_would_have_earned_what_they_earned()
    {
        var (played, different) = (0, 0);
        for (var seed = 1; seed <= 40; seed++)
        {
            var history = new History(seed);
            var rules = PlayedHistory.RulesOf(history);
            var api = await PlayedHistory.Begin(Server, history);
            if ((await api.Put("/v1/program/rules", rules)).Status != 200)
            {
                continue;
            }

            await PlayedHistory.Play(api, history.Happenings, new(seed));
            var same = await Simulated(api, rules);
            Assert.True(same["data.sales_that_differ"] == "0" && Differences(same) == 0, $"Seed {seed}: {same.Text}");
            Assert.Equal(0, same.Count("data.largest"));
            played++;
            // The control.
            different += (await Simulated(api, """{"rules":[{"percent":99}]}""")).Count("data.largest") > 0 ? 1 : 0;
        }

        Assert.InRange(played, 20, 40);
        Assert.InRange(different, played / 2, played);
    }

    [Fact]
    public async Task From_when_they_were_set_on_rules_would_have_earned_what_they_earned()
    {
        var played = 0;
        for (var seed = 41; seed <= 70; seed++)
        {
            var (history, later) = (new History(seed), new History(seed + 1000));
            var api = await PlayedHistory.Begin(Server, history);
            await api.Put("/v1/program/rules", PlayedHistory.RulesOf(history));
            var half = history.Happenings.Count / 2;
            await PlayedHistory.Play(api, history.Happenings.Take(half), new(seed));
            Server.Clock.Advance(TimeSpan.FromTicks(10));
            if ((await api.Put("/v1/program/rules", PlayedHistory.RulesOf(later))).Status != 200)
            {
                continue;
            }

            var from = Server.Clock.Now.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
            Server.Clock.Advance(TimeSpan.FromTicks(10));
            await PlayedHistory.Play(api, history.Happenings.Skip(half), new(seed));
            var same = await Simulated(api, PlayedHistory.RulesOf(later), $",\"from\":\"{from}\"");
            Assert.True(same["data.sales_that_differ"] == "0" && Differences(same) == 0, $"Seed {seed}: {same.Text}");
            played++;
        }

        Assert.InRange(played, 15, 30);
    }

    [Fact]
    public async Task A_draft_gives_exact_figures_and_both_sentences()
    {
        var api = await Shop();
        var answer = await Simulated(
            api,
            """
            {"rules":[{"name":"Big","conditions":{"amount_from":100},"percent":50}],
             "goals":[{"name":"Two","of":"sales","at":2,"bonus":{"fixed":7}}]}
            """
        );
        // In truth 30 % of 40, of half of 100 and of 200; o3 stays as the request said, o4 is not anna's.
        Assert.Equal("5", answer["data.sales"]);
        Assert.Equal("2", answer["data.sales_that_differ"]);
        Assert.Equal("395", answer["data.totals.0.sales_amount"]);
        Assert.Equal("92", answer["data.totals.0.actual"]);
        // 12 and 5 as before, 25 of half of 100, 100 of 200, and the bonus.
        Assert.Equal("149", answer["data.totals.0.draft"]);
        Assert.Equal("57", answer["data.totals.0.difference"]);
        Assert.Equal("anna-id", answer["data.partners.0.id"]);
        Assert.Equal("57", answer["data.partners.0.difference"]);
        Assert.Equal("40", answer["data.largest.0.difference"]);
        Assert.Equal(
            "30 % of 200 USD is 60 USD, by the program's default, version 1; payable now.",
            Sentence(answer, "actual")
        );
        Assert.Equal(
            "50 % of 200 USD is 100 USD by rule 1 'Big', of the draft; payable now.",
            Sentence(answer, "draft")
        );
        Assert.Equal("the request said what it earns", answer["data.unchanged.0.why"]);
        Assert.Equal("1", answer["data.unchanged.0.sales"]);
        Assert.StartsWith("Nothing was changed", answer["data.note"], StringComparison.Ordinal);
        Assert.Equal("2026-01-15", answer["data.days.0.day"]);
    }

    [Fact]
    public async Task Links_and_actions_earn_under_the_draft()
    {
        var api = await Server.Affiliate(settings => settings with { RewardPercentMicros = 30_000_000 });
        await api.Referrer("anna");
        (await api.Post("/v1/partner_referral_links", """{"key":"blog","partner":{"id":"anna-id"} }""")).Is(201);
        await api.SignUp("carl", "blog");
        await api.SignUp("dora", "anna");
        await api.Sale("o1", "100", "carl");
        await api.Sale("o2", "100", "dora");
        foreach (var customer in new[] { "carl", "dora", "carl" })
        {
            (await api.Post($"/v1/customers/{customer}/actions", """{"name":"trial"}""")).Is(201);
        }

        const string action = """ "trigger":"custom","action":"trial",""";
        var answer = await Simulated(
            api,
            $$"""
            {"rules":[{"conditions":{"link":["blog"]},"percent":50}],
            "rewards":[{{{action}}"start_after":1,"referring":{"fixed":7} },
            {{{action}}"count_by":"referring","every":3,"referring":{"fixed":1} }]}
            """
        );
        // In truth 30 and 30; then 50 and 30, 7 for Carl's second trial, 1 for the third of all.
        Assert.Equal("60", answer["data.totals.0.actual"]);
        Assert.Equal("88", answer["data.totals.0.draft"]);
        Assert.Equal("1", answer["data.sales_that_differ"]);
        Assert.Equal("action", answer["data.largest.1.kind"]);
        Assert.Equal("8", answer["data.largest.1.difference"]);
        Assert.Equal(0, answer.Count("data.unchanged"));
    }

    [Fact]
    public async Task The_first_sales_are_those_rewarded_under_the_draft()
    {
        var api = await Server.Affiliate().WithCarl();
        for (var at = 1; at <= 4; at++)
        {
            await api.Sale($"o{at}", "100", "carl");
        }

        const string first = """{"rules":[{"percent":10,"earning_period":"sales","earning_period_length":2}]}""";
        Assert.Equal("20", (await Simulated(api, first))["data.totals.0.draft"]);
        // The first gives way to the third, but what came in between was decided before.
        await api.Refund("o1", "r1", "100");
        await api.Sale("o5", "100", "carl");
        Assert.Equal("20", (await Simulated(api, first))["data.totals.0.draft"]);
    }

    [Fact]
    public async Task A_period_has_its_beginning_and_not_its_end()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Sale("o1", "10", "carl");
        await api.Days(1);
        await api.Sale("o2", "20", "carl");
        await api.Days(1);
        await api.Sale("o3", "40", "carl");
        const string draft = """{"rules":[{"percent":100}]}""";
        const string second = "2026-01-16T12:00:00Z";
        const string third = "2026-01-17T12:00:00Z";
        var middle = await Simulated(api, draft, $",\"from\":\"{second}\",\"to\":\"{third}\"");
        Assert.Equal("1", middle["data.sales"]);
        Assert.Equal("20", middle["data.totals.0.draft"]);
        Assert.Equal("60", (await Simulated(api, draft, $",\"from\":\"{second}\""))["data.totals.0.draft"]);
        Assert.Equal("10", (await Simulated(api, draft, $",\"to\":\"{second}\""))["data.totals.0.draft"]);
        Assert.Equal(
            "The to must not be before the from.",
            (await api.Post(Path, Body(draft, $",\"from\":\"{third}\",\"to\":\"{second}\""))).Is(422)["errors.to.0"]
        );
    }

    [Fact]
    public async Task Nothing_is_written()
    {
        var api = await Shop();
        var before = await Everything();
        await Simulated(api, """{"rules":[{"percent":99}]}""");
        Assert.Equal(before, await Everything());
        // The control.
        await api.Sale("o9", "1", "carl");
        Assert.NotEqual(before, await Everything());
    }

    [Fact]
    public async Task Faults_are_those_of_setting_rules()
    {
        var api = await Server.Affiliate();
        const string faulty = """{"rules":[{"percent":1},{"percentage":2}]}""";
        var set = (await api.Put("/v1/program/rules", faulty)).Is(422);
        var tried = (await api.Post(Path, Body(faulty))).Is(422);
        var (expected, found) = (Errors(set), Errors(tried));
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(pair => ($"rules.{pair.Path}", pair.Fault)), found);
        Assert.Equal("The rules are required.", (await api.Post(Path, "{}")).Is(422)["errors.rules.0"]);
    }

    [Fact]
    public async Task Another_programs_history_is_not_in_it()
    {
        await Shop();
        var other = await Server.Affiliate();
        Assert.Equal("0", (await Simulated(other, """{"rules":[]}"""))["data.sales"]);
    }

    private static async Task<Reply> Simulated(ApiClient api, string rules, string more = "") =>
        (await api.Post(Path, Body(rules, more))).Is(200);

    private static string Body(string rules, string more = "") => $$"""{"rules":{{rules}}{{more}}}""";

    private static string Sentence(Reply answer, string side) => answer[$"data.largest.0.{side}_sentence"]!;

    private static long Differences(Reply answer) =>
        answer
            .Json.GetProperty("data")
            .GetProperty("partners")
            .EnumerateArray()
            .Count(row => row.GetProperty("difference").GetString() != "0");

    private static IReadOnlyList<(string Path, string Fault)> Errors(Reply reply) =>
        [
            .. reply
                .Json.GetProperty("errors")
                .EnumerateObject()
                .Select(field => (field.Name, field.Value[0].GetString()!)),
        ];

    private async Task<ApiClient> Shop()
    {
        var api = await Server.Affiliate(settings => settings with { RewardPercentMicros = 30_000_000 }).WithCarl();
        await api.Sale("o1", "40", "carl");
        await api.Sale("o2", "100", "carl");
        await api.Refund("o2", "r1", "50");
        await api.Sale("o3", "100", "carl", ",\"reward\":5");
        await api.Sale("o5", "200", "carl");
        await api.SignUp("dora");
        await api.Sale("o4", "5", "dora");
        return api;
    }

    private async Task<string> Everything()
    {
        var counts = new List<string>();
        foreach (
            var table in new[] { "journal_entries", "transactions", "rewards", "program_versions", "running_sums" }
        )
        {
            counts.Add($"{(await Server.Query<long>($"select count(*) from {table}"))[0]} {table}");
        }

        counts.Add($"{(await Server.Query<string>("select hash from program_heads order by hash")).Count} heads");
        counts.AddRange(await Server.Query<string>("select hash from program_heads order by hash"));
        return string.Join('\n', counts);
    }
}
