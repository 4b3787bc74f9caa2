using Byway.Journal;
using Byway.Tests.Rewards;
using Byway.Tests.Scenarios;
using Xunit;

namespace Byway.Tests.Journal;

/// <summary>
/// <c>byway verify</c> over made-up programs with every kind of rule: levels, both sides, goals, rolling windows,
/// refunds, archived partners and customers, rejected rewards, rules that change on the way.
/// </summary>
public sealed class RedecidedHistoryTests(TestServer server) : ServerTests(server)
{
    [Fact]
    public async Task Every_decision_of_random_histories_comes_out_the_same_and_a_changed_version_does_not()
    {
        var (played, named, changed) = (0, 0, 0);
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
            played++;
            if (history.Rules.IsEmpty)
            {
                continue;
            }

            // The control: the first list of rules made another by hand.
            changed++;
            named += Verified(api, isChanged: true) is { What: "decision" } ? 1 : 0;
        }

        Assert.InRange(played, 20, 40);
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

    private Break? Verified(ApiClient api, bool isChanged = false, Func<string, string>? change = null)
    {
        using var snapshot = Server.Database.OpenSnapshot();
        var head = snapshot.Rows<HeadRow>(HeadRow.Select).First(row => row.ProgramId == api.Program.ProgramId);
        if (!isChanged && change is null)
        {
            return new Verification(snapshot, head, () => { }).Run();
        }

        var program = new { program = head.ProgramId };
        var settings = snapshot
            .Rows<(long Version, string Settings)>(
                "select version, settings from program_versions where program_id = @program",
                program
            )
            .ToDictionary(row => row.Version, row => Byway.Programs.ProgramSettings.FromJson(row.Settings));
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
