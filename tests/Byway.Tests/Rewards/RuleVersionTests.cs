using Byway.Tests.Scenarios;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>Rules have versions, each stays readable, and they count from when they are set.</summary>
public sealed class RuleVersionTests(TestServer server) : ServerTests(server)
{
    private const string Path = "/v1/program/rules";

    [Fact]
    public async Task Every_version_stays_readable()
    {
        var api = await Server.Affiliate();
        var first = await api.Rules("""{"rules":[{"percent":1}]}""");
        (await api.Put("/v1/program/settings", """{"reward_percent":7}""")).Is(200);
        var second = await api.Rules("""{"rules":[{"percent":2}],"levels":[{"percent":1}]}""");
        Assert.Equal("4", second["data.version"]);

        var read = (await api.Get($"{Path}?version=2")).Is(200);
        Assert.Equal(first.Text, read.Text);
        Assert.Equal("\"2\"", read.Header("ETag"));
        Assert.Equal("1", (await api.Get($"{Path}?version=3"))["data.rules.0.percent"]);
        Assert.Equal("[]", (await api.Get($"{Path}?version=1"))["data.rules"]);
        Assert.Equal(second.Text, (await api.Get($"{Path}?version=4")).Text);
        (await api.Get($"{Path}?version=5")).IsRefused(404, "not_found");
        (await api.Get($"{Path}?version=0")).IsRefused(422, "invalid_fields", "version");

        var list = (await api.Get($"{Path}/versions")).Is(200);
        Assert.Equal("4,2", list.Column("version"));
        Assert.Equal("True,False", list.Column("in_force"));
        Assert.Equal("1,0", list.Column("levels"));
        Assert.Equal(second.Entry, list["data.0.entry"]);
        Assert.Equal("2026-01-15T12:00:00.000000Z", list["data.0.set_at"]);
        Assert.StartsWith("key_", list["data.0.set_by"], StringComparison.Ordinal);
        Assert.Equal("2", (await api.Get($"{Path}/versions?sort=asc&limit=1")).Column("version"));
        Assert.Equal("2", (await api.Get($"{Path}/versions?after=4")).Column("version"));

        var other = await Server.Affiliate();
        Assert.Equal("", (await other.Get($"{Path}/versions")).Column("version"));
        (await other.Get($"{Path}?version=2")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task What_was_read_and_changed_is_refused_when_somebody_was_faster()
    {
        var api = await Server.Affiliate();
        (await api.Put(Path, """{"version":1,"rules":[{"percent":1}]}""")).Is(200);
        var late = await api.Put(Path, """{"version":1,"rules":[{"percent":2}]}""");
        late.IsRefused(409, "version_conflict");
        Assert.Contains("version 2 is in force", late["message"], StringComparison.Ordinal);
        Assert.Equal("1", (await api.Get(Path))["data.rules.0.percent"]);
        (await api.Put(Path, """{"rules":[{"percent":2}]}""")).Is(200);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task Rules_change_nothing_that_was_decided_before(string type)
    {
        var api = await Server.NewProgram(type).WithCarl();
        await api.Rules("""{"rules":[{"name":"Old","percent":10}]}""");
        var sale = await api.Sale("o1", "100", "carl");
        var before = (await api.Get("/v1/rewards")).Text;
        await api.Rules("""{"rules":[{"name":"New","percent":90}]}""");
        Assert.Equal(before, (await api.Get("/v1/rewards")).Text);
        Assert.Equal("10", await api.Balance());
        Assert.Contains("by rule 1 'Old', version 2", await api.Sentence(sale), StringComparison.Ordinal);

        // A refund gives back what was earned then, not what would be earned now; a repeat is answered as before.
        await api.Refund("o1", "r1", "50");
        Assert.Equal("5", await api.Balance());
        Assert.True((await api.Sale("o1", "100", "carl")).IsReplay);
        (await api.Post("/v1/transactions/o1/archive")).Is(200);
        (await api.Post("/v1/transactions/o1/revoke-archive")).Is(200);
        Assert.Equal("5", await api.Balance());
        await api.Sale("o2", "100", "carl");
        Assert.Equal("95", await api.Balance());
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task A_sale_that_waited_is_decided_by_the_rules_in_force_when_its_sign_up_comes(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.Rules("""{"rules":[{"percent":10,"conditions":{"customer_days_until":5}}]}""");
        await api.Sale("o1", "100", "carl", ""","created_at":"2026-01-14T12:00:00Z" """);
        await api.Rules(
            """{"rules":[{"name":"Now","percent":40,"conditions":{"customer_days_until":5}},{"percent":90}]}"""
        );
        Server.Clock.Advance(TimeSpan.FromDays(8));
        var signUp = await api.SignUp("carl", "anna");
        Assert.Equal("2", signUp.Header("Byway-Entry-Count"));
        // By the rules of version 3, and by the sale's own time: day 0, not day 8.
        Assert.Equal("40", await api.Balance());
        Assert.Contains("by rule 1 'Now', version 3", await api.Sentence(signUp), StringComparison.Ordinal);
    }
}
