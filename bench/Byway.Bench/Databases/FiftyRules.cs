using System.Text.Json;

namespace Byway.Bench.Databases;

/// <summary>
/// The reward rules of the measured program: 50 of every kind, each asked for each sale, none of which matches, so
/// that the default pays as before. Ten read running totals, all time or rolling, which each sale then keeps.
/// </summary>
internal static class FiftyRules
{
    private const int OfEachKind = 10;

    /// <summary>The body of <c>PUT /v1/program/rules</c>.</summary>
    public static string Json { get; } = JsonSerializer.Serialize(new { rules = Rules() });

    /// <summary>The body that removes them.</summary>
    public const string None = """{"rules":[]}""";

    private static List<object> Rules()
    {
        var rules = new List<object>();
        for (var number = 1; number <= OfEachKind; number++)
        {
            rules.Add(Of($"Tag {number}", new { partner_tag = new[] { $"tag-{number}" } }));
            rules.Add(Of($"Product {number}", new { product_id = new[] { $"product-{number}" } }));
            rules.Add(
                Of($"Amount {number}", new { amount_from = 1000 * number, amount_until = (1000 * number) + 500 })
            );
            rules.Add(Of($"Plan {number}", new { metadata = new { plan = $"plan-{number}" } }));
            rules.Add(Of($"Tier {number}", new { running = new[] { Total(number) } }));
        }

        return rules;
    }

    private static object Of(string name, object conditions) =>
        new
        {
            name,
            conditions,
            percent = 30,
        };

    // No bench sells as much.
    private static object Total(int number) =>
        (number % 3) switch
        {
            0 => new { of = "customers", from = 1_000_000 - number },
            1 => (object)
                new
                {
                    of = "revenue",
                    window_days = 30,
                    from = 1_000_000_000_000L - number,
                },
            _ => new
            {
                of = "sales",
                window_days = 365,
                from = 500_000_000 - number,
            },
        };
}
