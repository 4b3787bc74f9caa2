using Byway.Journal;
using Byway.Tests.Rewards;
using Byway.Tests.Scenarios;
using Xunit;

namespace Byway.Tests.Journal;

/// <summary>
/// <c>byway verify</c> over made-up programs with every kind of rule: levels, both sides, goals, rolling windows,
/// refunds, archived partners and customers, rejected rewards, rules that change on the way.
/// </summary>
public sealed partial class RedecidedHistoryTests(TestServer server) : ServerTests(server)
{
    private const string Trial = """{"name":"trial"}""";
    private IReadOnlyList<string> notDecided = [];

    [Fact]
    public async Task Every_decision_of_random_histories_comes_out_the_same_and_a_changed_version_does_not()
    {
        var (played, named, changed, links) = (0, 0, 0, 0);
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var history = new History(seed);
            var later = new History(seed + 1000);
            var api = await PlayedHistory.Begin(Server, history);
            if ((await api.Put("/v1/program/rules", PlayedHistory.RulesOf(history))).Status != 200)
            {
                continue;
            }

            var half = history.Happenings.Count / 2;
            await PlayedHistory.Play(api, history.Happenings.Take(half), random);
            await api.Put("/v1/program/rules", PlayedHistory.RulesOf(later));
            await PlayedHistory.Play(api, history.Happenings.Skip(half), random);
            var found = Verified(api);
            Assert.True(found is null, $"Seed {seed}: {found}");
            Assert.DoesNotContain(notDecided, why => Asked().IsMatch(why));
            played++;
            links += history.Rules.Needs.ReadsLink || later.Rules.Needs.ReadsLink ? 1 : 0;
            if (history.Rules.IsEmpty)
            {
                continue;
            }

            // The control: the first list of rules made another by hand.
            changed++;
            named += Verified(api, isChanged: true) is { What: "decision" } ? 1 : 0;
        }

        Assert.InRange(played, 20, 40);
        Assert.InRange(links, 5, played);
        // Not every list of rules decides anything in so short a history.
        Assert.InRange(named, Math.Max(3, changed / 3), changed);
    }

    [Fact]
    public async Task A_reward_with_another_amount_is_named()
    {
        var api = await Server.Affiliate().WithCarl();
        await api.Rules("""{"rules":[{"percent":12.5,"levels":[{"percent":1}]}],"levels":[{"percent":2}]}""");
        var sale = await api.Sale("o1", "40", "carl");
        Assert.Null(Verified(api));
        var found = Verified(api, change: body => body.Replace(",5000000,", ",5000001,", StringComparison.Ordinal));
        Assert.NotNull(found);
        Assert.Contains(sale.Entry!, found.Place, StringComparison.Ordinal);
        Assert.Contains("5000000 micros USD", found.Expected, StringComparison.Ordinal);
        Assert.Contains("but its row says 5000001 micros USD", found.Found, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task What_links_and_actions_earned_is_decided_again(string type)
    {
        var (api, sale, first, action) = await WithLinkAndAction(type);
        Assert.Null(Verified(api));
        // Anna, Carl, two sales, two actions were all there was to weigh.
        Assert.DoesNotContain(
            notDecided,
            why => !why.EndsWith("there was nothing to weigh", StringComparison.Ordinal)
        );

        // The controls: a link of another key, a count that leaves one out, an amount, a name.
        Assert.Contains(sale.Entry!, Verified(api, rules: From("diary", "other"))!.Place, StringComparison.Ordinal);
        Assert.Contains(first.Entry!, Verified(api, rules: From("trial", "form"))!.Place, StringComparison.Ordinal);
        foreach (var (text, forged) in new[] { ("\"trial\",0,2]", "\"trial\",0,3]"), (",7000000,", ",7000001,") })
        {
            var found = Verified(api, change: body => body.Replace(text, forged, StringComparison.Ordinal));
            Assert.Contains(action.Entry!, found?.Place ?? text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task What_an_erased_owners_links_were_called_is_not_decided_again(string type)
    {
        var (api, _, _, _) = await WithLinkAndAction(type);
        var noun = api.IsAffiliate ? "partners" : "customers";
        (await api.Post($"/v1/{noun}/anna-id/erase")).Is(200);
        await api.Sale("o3", "10", "carl");
        Assert.Null(Verified(api));
        Assert.Contains(notDecided, why => why.EndsWith("a link whose owner was erased", StringComparison.Ordinal));
    }

    [System.Text.RegularExpressions.GeneratedRegex("link|action|erased", default, 1000)]
    private static partial System.Text.RegularExpressions.Regex Asked();

    private static Func<string, string> From(string text, string other) =>
        json => json.Replace($"\"{text}\"", $"\"{other}\"", StringComparison.Ordinal);

    private async Task<(ApiClient Api, Reply Sale, Reply First, Reply Second)> WithLinkAndAction(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        var (noun, path) = api.IsAffiliate
            ? ("partner", "/v1/partner_referral_links")
            : ("customer", "/v1/customer_referral_links");
        (await api.Post(path, $$"""{"key":"blog","{{noun}}":{"id":"anna-id"} }""")).Is(201);
        await api.SignUp("carl", "blog");
        (await api.Put($"{path}/blog", """{"key":"diary"}""")).Is(200);
        await api.SignUp("dora", "anna");
        await api.Rules(
            """
            {"rules":[{"conditions":{"link":["diary"]},"percent":50}],
            "rewards":[{"trigger":"custom","action":"trial","start_after":1,"referring":{"fixed":7}}]}
            """
        );
        await api.Sale("o1", "10", "dora");
        var sale = await api.Sale("o2", "10", "carl");
        var first = (await api.Post("/v1/customers/carl/actions", Trial)).Is(201);
        return (api, sale, first, (await api.Post("/v1/customers/carl/actions", Trial)).Is(201));
    }

    private Break? Verified(
        ApiClient api,
        bool isChanged = false,
        Func<string, string>? change = null,
        Func<string, string>? rules = null
    )
    {
        using var snapshot = Server.Database.OpenSnapshot();
        var head = snapshot.Rows<HeadRow>(HeadRow.Select).First(row => row.ProgramId == api.Program.ProgramId);
        if (!isChanged && change is null && rules is null)
        {
            var verification = new Verification(snapshot, head, () => { });
            var found = verification.Run();
            notDecided = [.. verification.Decisions!.NotDecided.Select(pair => $"{pair.Value} {pair.Key}")];
            return found;
        }

        var program = new { program = head.ProgramId };
        var settings = snapshot
            .Rows<(long Version, string Settings)>(
                "select version, settings from program_versions where program_id = @program",
                program
            )
            .ToDictionary(
                row => row.Version,
                row => Byway.Programs.ProgramSettings.FromJson(rules is null ? row.Settings : rules(row.Settings))
            );
        if (isChanged)
        {
            settings[2] = settings[2] with { Rules = Doubled(settings[2].Rules!) };
        }

        var decisions = new Redecision(settings);
        var halves = snapshot
            .Rows<EntryPersonal>("select * from entry_personal where program_id = @program", program)
            .ToDictionary(half => half.Sequence);
        return snapshot
            .Rows<JournalEntry>("select * from journal_entries where program_id = @program order by sequence", program)
            .Select(entry =>
                decisions.Next(
                    entry,
                    EntryBody.Read(change is null ? entry.Body : change(entry.Body))!,
                    halves[entry.Sequence]
                )
            )
            .FirstOrDefault(found => found is not null);
    }

    private static Byway.Rewards.RewardRules Doubled(Byway.Rewards.RewardRules rules) =>
        new()
        {
            Rules =
            [
                .. rules.Rules.Select(rule =>
                    rule with
                    {
                        Pay = new() { Fixed = 77_000_000, Unit = "USD" },
                    }
                ),
            ],
            Levels = rules.Levels,
            Rewards =
            [
                .. rules.Rewards.Select(reward =>
                    reward with
                    {
                        Referring = new() { Fixed = 1, Unit = "USD" },
                    }
                ),
            ],
            Goals =
            [
                .. rules.Goals.Select(goal =>
                    goal with
                    {
                        Bonus = new() { Fixed = 2, Unit = "USD" },
                    }
                ),
            ],
            CountedSince = rules.CountedSince,
        };
}
