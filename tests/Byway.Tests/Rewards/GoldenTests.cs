using System.Text.Json;
using Byway.Http;
using Byway.Programs;
using Byway.Rates;
using Byway.Rewards;
using Byway.Tests.Tidy;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Rewards;

/// <summary>
/// <c>golden.jsonl</c>: one line a case, rules as merchants write them, a sale, sign-up or action, and what it earns. Every
/// bound stands there from both sides, to the second and to the micro.
/// </summary>
public sealed class GoldenTests
{
    private const string Noon = "2026-01-15T12:00:00.000000Z";

    private static readonly IReadOnlyList<string> Lines = File.ReadAllLines(
        Path.Combine(SourceTree.Root, "tests", "Byway.Tests", "Rewards", "golden.jsonl")
    );

    [Fact]
    public void Every_case_earns_what_the_table_says()
    {
        var wrong = new List<string>();
        foreach (var line in Lines)
        {
            using var parsed = JsonDocument.Parse(line);
            var (name, expected) = (Text(parsed.RootElement, "case")!, Text(parsed.RootElement, "expect")!);
            if (Earned(parsed.RootElement) is var earned && earned != expected)
            {
                wrong.Add($"{name}: {earned}, not {expected}");
            }
        }

        Complaints(wrong);
    }

    [Fact]
    public void The_table_is_long_enough_and_names_each_case_once()
    {
        Assert.True(Lines.Count >= 200);
        Assert.Equal(
            Lines.Count,
            Lines.Select(line => line[..line.IndexOf("\", \"", StringComparison.Ordinal)]).Distinct().Count()
        );
    }

    [Fact]
    public void A_case_that_is_a_micro_off_is_caught()
    {
        var line = Lines.First(line => line.Contains("30 % of 99.99", StringComparison.Ordinal));
        using var parsed = JsonDocument.Parse(line.Replace("99.99\"}", "99.990004\"}", StringComparison.Ordinal));
        Assert.NotEqual(Text(parsed.RootElement, "expect"), Earned(parsed.RootElement));
    }

    private static void Complaints(List<string> wrong) => Assert.True(wrong.Count == 0, string.Join('\n', wrong));

    private static string Earned(JsonElement line)
    {
        var check = new Check();
        var settings = SettingsFields.Over(
            new(check, line.TryGetProperty("settings", out var changed) ? changed : default),
            new() { Name = "Test", Website = "https://shop.example" }
        );
        var facts = FactsOf(line.GetProperty("sale"), settings);
        // What can only be in one type of program is read as of that type.
        var isAffiliate = !line.GetProperty("rules").GetRawText().Contains("\"referred\"", StringComparison.Ordinal);
        var rules = RulesFields.Of(new(check, line.GetProperty("rules")), settings.Currency, isAffiliate);
        if (check.HasFaults)
        {
            return $"refused: {System.Text.Encoding.UTF8.GetString(check.Refusal().Body.Span)}";
        }

        var rates = line.TryGetProperty("rates", out var table)
            ? RatesFields.Of(new(check, table), settings.Currency)
            : null;
        if (check.HasFaults)
        {
            return $"refused: {System.Text.Encoding.UTF8.GetString(check.Refusal().Body.Span)}";
        }

        facts = facts with { Settings = settings with { Rules = rules, Rates = rates } };
        var sale = line.GetProperty("sale");
        var verdict =
            sale.TryGetProperty("sign_up", out _) ? RewardRule.DecideSignUp(facts)
            : sale.TryGetProperty("done", out _) ? RewardRule.DecideAction(facts)
            : RewardRule.Decide(facts);
        return string.Join("; ", [verdict.Code, .. verdict.Rewards.Select(TextOf)]);
    }

    private static string TextOf(EarnedReward reward) =>
        reward.Rule
        + (reward.Side == RewardSide.Level ? $" level {reward.Level}" : "")
        + (reward.Side == RewardSide.Referred ? " referred" : "")
        + $" {Micros.ToText(reward.Amount)} {reward.Unit}"
        + (reward.Rate is { } rate ? $" at {rate.Text}" : "")
        + (reward.IsRoundedUp ? " rounded" : "")
        + (reward.IsCapped ? " capped" : "")
        + (reward.HeldUntil is { } until ? $" until {UtcMicros.ToText(until)}" : "");

    private static RewardFacts FactsOf(JsonElement sale, ProgramSettings settings)
    {
        var now = Time(sale, "now", Noon);
        return new()
        {
            Settings = settings,
            Now = now,
            OccurredAt = Time(sale, "at", UtcMicros.ToText(now)),
            Amount = Amount(sale, "amount") ?? 0,
            Unit = Text(sale, "unit") ?? "USD",
            IsCustomerKnown = Flag(sale, "known", true),
            IsCustomerProvisional = Flag(sale, "provisional", false),
            IsReferred = Flag(sale, "referred", true),
            IsReferrerActive = Flag(sale, "active", true),
            IsSelfReferral = Flag(sale, "self_referral", false),
            BoundAt = Time(sale, "bound_at", Noon),
            RewardedSalesBefore = Amount(sale, "rewarded_sales") / Micros.PerWhole ?? 0,
            IsRewardable = Flag(sale, "rewardable", true),
            GivenReward = Amount(sale, "reward"),
            IsAlreadyPaid = Flag(sale, "rewarded", false),
            Above = [.. List(sale, "above").Select((above, at) => new UpperPartner(at, above == "True"))],
            ReferrerId = Text(sale, "partner"),
            ReferrerTags = List(sale, "partner_tags"),
            ReferrerSince = Time(sale, "partner_since", Noon),
            CustomerTags = List(sale, "customer_tags"),
            CustomerSince = Time(sale, "customer_since", Noon),
            CustomerSalesBefore = Amount(sale, "customer_sales") / Micros.PerWhole ?? 0,
            ProductIds = List(sale, "product_id"),
            ProductTypes = List(sale, "product_type"),
            Action = Text(sale, "done") ?? Text(sale, "action"),
            ActionsBefore = Amount(sale, "done_before") / Micros.PerWhole ?? 0,
            ReferredActionsBefore = Amount(sale, "referred_before") / Micros.PerWhole ?? 0,
            LinkKeys = List(sale, "link"),
            PromotionCode = Text(sale, "promotion_code"),
            Metadata = MetadataText.Of(
                sale.TryGetProperty("metadata", out var metadata) ? metadata.GetRawText() : null
            ),
            Running = RunningOf(sale),
        };
    }

    private static Dictionary<RunningTotal, long> RunningOf(JsonElement sale)
    {
        var running = new Dictionary<RunningTotal, long>();
        if (sale.TryGetProperty("running", out var totals))
        {
            foreach (var total in totals.EnumerateArray())
            {
                var of = Text(total, "of")!;
                var isRevenue = of == RunningKind.Revenue;
                var days = (Amount(total, "window_days") ?? 0) / Micros.PerWhole;
                running[new(of, isRevenue ? Text(total, "unit") ?? "USD" : "", days)] =
                    Amount(total, "value")!.Value / (isRevenue ? 1 : Micros.PerWhole);
            }
        }

        return running;
    }

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static bool Flag(JsonElement from, string name, bool otherwise) =>
        from.TryGetProperty(name, out var value) ? value.GetBoolean() : otherwise;

    private static IReadOnlyList<string> List(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) ? [.. value.EnumerateArray().Select(item => item.ToString())] : [];

    private static long Time(JsonElement from, string name, string otherwise) =>
        UtcMicros.Read(Text(from, name) ?? otherwise)!.Value;

    private static long? Amount(JsonElement from, string name) =>
        Text(from, name) is { } text && Micros.Read(text, out var micros) == MicrosRead.Read ? micros : null;
}
