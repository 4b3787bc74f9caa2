using System.Globalization;
using Xunit;

namespace Byway.Tests.Signals;

/// <summary>Thresholds are settings like any others, and what they count is kept as if it were counted anew.</summary>
public sealed class FraudSettingsTests(TestServer server) : ServerTests(server)
{
    [Theory]
    [InlineData("fraud_same_company", "true", "true")]
    [InlineData("fraud_disposable_email", "1", "true")]
    [InlineData("fraud_paid_clicks", "\"ads\"", "ads")]
    [InlineData("fraud_refund_percent", "12.5", "12.5")]
    [InlineData("fraud_refund_percent", "100", "100")]
    [InlineData("fraud_refund_sales", "1", "1")]
    [InlineData("fraud_sign_ups", "\"50\"", "50")]
    [InlineData("fraud_sales", "1000000", "1000000")]
    [InlineData("fraud_window_days", "366", "366")]
    [InlineData("fraud_sale_seconds", "2592000", "2592000")]
    [InlineData(
        "fraud_disposable_domains",
        """["B.example","a.example","b.example"]""",
        """["a.example","b.example"]"""
    )]
    [InlineData("fraud_free_mail_domains", "\"b.example, a.example\"", """["a.example","b.example"]""")]
    public async Task A_threshold_is_set_read_and_set_again_without_a_version(string name, string value, string shown)
    {
        var api = await Server.Affiliate();
        var body = $$"""{"{{name}}":{{value}}}""";
        Assert.Equal(shown, (await api.Put("/v1/program/settings", body)).Is(200)[$"data.{name}"]);
        Assert.Equal(shown, (await api.Get("/v1/program/settings"))[$"data.{name}"]);
        Assert.Equal("2", (await api.Put("/v1/program/settings", body)).Is(200)["data.version"]);
        Assert.Equal(shown, (await api.Put("/v1/program/settings", """{"name":"New"}"""))[$"data.{name}"]);
    }

    [Theory]
    [InlineData("fraud_same_company", "\"perhaps\"")]
    [InlineData("fraud_paid_clicks", "\"some\"")]
    [InlineData("fraud_refund_percent", "100.000001")]
    [InlineData("fraud_refund_percent", "-1")]
    [InlineData("fraud_refund_sales", "0")]
    [InlineData("fraud_sign_ups", "-1")]
    [InlineData("fraud_sales", "1.5")]
    [InlineData("fraud_window_days", "0")]
    [InlineData("fraud_window_days", "367")]
    [InlineData("fraud_sale_seconds", "2592001")]
    [InlineData("fraud_disposable_domains", """["nodot"]""")]
    [InlineData("fraud_free_mail_domains", """["a@b.example"]""")]
    public async Task What_is_no_threshold_is_refused(string name, string value)
    {
        var api = await Server.Affiliate();
        (await api.Put("/v1/program/settings", $$"""{"{{name}}":{{value}}}""")).IsRefused(422, "invalid_fields", name);
    }

    [Fact]
    public async Task A_list_of_domains_is_cleared_and_settings_as_by_default_are_stored_as_before()
    {
        var api = await Server.Affiliate();
        await api.Put("/v1/program/settings", """{"fraud_disposable_domains":["a.example"],"fraud_sales":5}""");
        var off = await api.Put("/v1/program/settings", """{"fraud_disposable_domains":[],"fraud_sales":0}""");
        Assert.Equal("[]", off["data.fraud_disposable_domains"]);
        var stored = await Server.Query<string>(
            "select settings from program_versions where program_id = @ProgramId order by version",
            new { api.Program.ProgramId }
        );
        Assert.Equal(stored[0], stored[^1]);
        Assert.DoesNotContain("fraud", stored[0], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothTypes))]
    public async Task What_was_before_the_threshold_counts_from_the_first_sale_on(string type)
    {
        var api = await Server.NewProgram(type);
        await api.Referrer("anna");
        await api.SignUp("carl", "anna");
        for (var number = 1; number <= 3; number++)
        {
            await api.Sale($"o{number}", "10", "carl");
        }

        (await api.Put("/v1/program/settings", """{"fraud_sales":3}""")).Is(200);
        await api.Sale("o4", "10", "carl");
        Assert.Equal("sale_velocity", (await api.Get("/v1/rewards/4"))["data.signals.0"]);
        (await api.Put("/v1/program/settings", """{"fraud_sales":0}""")).Is(200);
        await api.Sale("o5", "10", "carl");
        Assert.Equal("false", (await api.Get("/v1/rewards/5"))["data.held_by_signals"]);
        // Nobody counted in the meantime; it is counted anew.
        (await api.Put("/v1/program/settings", """{"fraud_sales":5}""")).Is(200);
        await api.Sale("o6", "10", "carl");
        Assert.Equal("sale_velocity", (await api.Get("/v1/rewards/6"))["data.signals.0"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_kept_as_it_runs_is_what_the_sales_come_to(int seed)
    {
        var dice = new Random(seed);
        var api = await Server.Affiliate(s =>
            s with
            {
                Fraud = new()
                {
                    Sales = 4,
                    SignUps = 3,
                    RefundPercentMicros = 1,
                    WindowDays = 3,
                },
            }
        );
        await api.Referrer("anna");
        await api.Referrer("otto");
        for (var step = 0; step < 120; step++)
        {
            var number = dice.Next(1, 30);
            _ = dice.Next(8) switch
            {
                0 => await api.Post("/v1/customers", api.SignUpBody($"c{number}", number % 2 == 0 ? "anna" : "otto")),
                1 => await api.Post($"/v1/transactions/o{dice.Next(step + 1)}/archive"),
                2 => await api.Post($"/v1/transactions/o{dice.Next(step + 1)}/revoke-archive"),
                3 => await api.Delete($"/v1/transactions/o{dice.Next(step + 1)}"),
                4 => await api.Post(
                    $"/v1/transactions/o{dice.Next(step + 1)}/refunds",
                    $$"""{"key":"r{{step}}","amount":1}"""
                ),
                _ => await api.Post("/v1/transactions", api.SaleBody($"o{step}", "10", $"c{number}", Past(dice))),
            };
            Server.Clock.Advance(TimeSpan.FromHours(dice.Next(6)));
        }

        // One more of each, so that their windows are as of today.
        await api.SignUp("last-anna", "anna");
        await api.SignUp("last-otto", "otto");
        var today = Server.Clock.Now.ToUnixTimeSeconds() / 86400;
        var kept = await Server.Query<(long, long, long, long, long)>(
            "select owner, sign_ups, sales, all_sales, taken_back from signal_counts "
                + "where program_id = @ProgramId order by owner",
            new { api.Program.ProgramId }
        );
        var counted = await Server.Query<(long, long, long, long, long)>(
            Counted,
            new { api.Program.ProgramId, today }
        );
        Assert.Equal(2, kept.Count);
        Assert.Equal(counted, kept);
        Assert.Contains(kept, row => row.Item3 > 0 && row.Item5 > 0);
    }

    // What the window of three days and all time hold, asked of the sales themselves.
    private const string Counted = """
        select p.number,
            (select count(*) from customers c where c.program_id = p.program_id and c.referred_by = p.number
                and c.bound_at / 86400000000 > @today - 3),
            (select count(*) from transactions t where t.program_id = p.program_id and t.referred_by = p.number
                and t.created_at / 86400000000 > @today - 3),
            (select count(*) from transactions t where t.program_id = p.program_id and t.referred_by = p.number),
            (select count(*) from transactions t where t.program_id = p.program_id and t.referred_by = p.number
                and (t.refunded_amount > 0 or t.archived_at is not null or t.deleted_at is not null))
        from partners p where p.program_id = @ProgramId order by p.number
        """;

    private string Past(Random dice) =>
        dice.Next(3) > 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $$""","created_at":"{{Server.Clock.Now.AddHours(-dice.Next(150)):yyyy-MM-dd'T'HH:mm:ss'Z'}}" """
            );
}
