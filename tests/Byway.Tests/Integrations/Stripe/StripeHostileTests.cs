using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Integrations.Stripe;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>
/// Whatever is missing or wrong in an event: it is translated, to facts that Byway can count or to a sentence, and
/// nothing is thrown.
/// </summary>
public sealed class StripeHostileTests
{
    private static readonly string[] Wrong =
    [
        "null",
        "true",
        "-1",
        "0.5",
        "1e300",
        "9223372036854775807",
        "99999999999999999999999999",
        "\"\"",
        "\"x\"",
        "\"\\ud800\"",
        "\"a\\u0000b\"",
        "[]",
        "{}",
        "[null,1,{},[[]]]",
        """{"object":"list","data":[null,{"id":7}]}""",
    ];

    private static readonly StripeProvider Provider = new();

    /// <summary>The events, for theories.</summary>
    public static TheoryData<string> Names => [.. EventFile.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_that_is_missing_or_of_another_kind_is_thrown_over(string name)
    {
        var tried = 0;
        foreach (var path in Paths(EventFile.Read(name), []))
        {
            var without = EventFile.Read(name);
            var parent = path.Take(path.Count - 1).Aggregate((JsonNode)without, Step);
            Remove(parent, path[^1]);
            Holds(without, name);
            foreach (var wrong in Wrong)
            {
                Holds(without, name, path, wrong);
                tried++;
            }
        }

        Assert.True(tried > 50, $"{tried}");
    }

    private static void Holds(JsonObject without, string name, List<object>? path = null, string? wrong = null)
    {
        // Half of a surrogate pair and the like can stand in JSON, and in no .NET text: so it is put in as text.
        var text = without.ToJsonString();
        if (path is not null)
        {
            var with = EventFile.Read(name);
            var parent = path.Take(path.Count - 1).Aggregate((JsonNode)with, Step);
            Put(parent, path[^1], "\u0001here");
            text = with.ToJsonString().Replace("\"\\u0001here\"", wrong, StringComparison.Ordinal);
        }

        var body = JsonElement.Parse(text);
        Provider.Read(body);
        foreach (var fact in Provider.Translate(body))
        {
            Countable(fact, text);
        }
    }

    private static void Countable(BillingFact fact, string text)
    {
        var isGood = fact switch
        {
            BillingSale sale => sale.Key.Length > 0
                && sale.Ids.Count > 0
                && sale.Unit.Length == 3
                && sale.GrossAmount is >= 0 and <= Micros.Largest
                && sale.TaxAmount is >= 0 and <= Micros.Largest
                && sale.ShippingAmount is >= 0 and <= Micros.Largest
                && sale.DiscountAmount is >= 0 and <= Micros.Largest,
            BillingRefund refund => refund is { Amount: >= 0 and <= Micros.Largest, Of.Count: > 0, Key.Length: > 0 },
            BillingRefundTotal total => total is { Total: >= 0 and <= Micros.Largest, Of.Count: > 0 },
            BillingDispute dispute => dispute
                is { Amount: >= 0 and <= Micros.Largest, Of.Count: > 0, Key.Length: > 0 },
            BillingLink link => link.Ids.Count > 1,
            BillingCode code => code.Id.Length > 0 && code.PercentOff is null or (> 0 and <= 1_000_000),
            BillingNote note => note.Sentence.Length > 0,
            _ => fact is BillingSignUp,
        };
        Assert.True(isGood && fact.OccurredAt >= 0, $"{fact}\n{text}");
    }

    private static IEnumerable<List<object>> Paths(JsonNode? node, List<object> path)
    {
        IEnumerable<(object Step, JsonNode? Node)> members = node switch
        {
            JsonObject one => one.Select(member => ((object)member.Key, member.Value)),
            JsonArray many => many.Select((member, at) => ((object)at, member)),
            _ => [],
        };
        foreach (var (step, member) in members)
        {
            List<object> deeper = [.. path, step];
            yield return deeper;
            foreach (var further in Paths(member, deeper))
            {
                yield return further;
            }
        }
    }

    private static JsonNode Step(JsonNode node, object step) =>
        step is string name ? node.AsObject()[name]! : node.AsArray()[(int)step]!;

    private static void Remove(JsonNode node, object step)
    {
        if (step is string name)
        {
            node.AsObject().Remove(name);
        }
        else
        {
            node.AsArray().RemoveAt((int)step);
        }
    }

    private static void Put(JsonNode node, object step, string value)
    {
        if (step is string name)
        {
            node.AsObject()[name] = value;
        }
        else
        {
            node.AsArray()[(int)step] = value;
        }
    }
}
