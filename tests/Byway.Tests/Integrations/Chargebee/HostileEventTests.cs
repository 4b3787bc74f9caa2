using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Integrations.Chargebee;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>
/// Every value of every event replaced by everything that has no business there: nothing throws, and what comes out
/// can be booked.
/// </summary>
public sealed class HostileEventTests
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e400",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "900000000000000",
        "\"\"",
        "\" \"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"' or 1=1 --\"",
        "[]",
        "{}",
        "[null]",
        "[[[]]]",
        "[{}]",
        "{\"\\ud800\":1}",
    ];

    /// <summary>The events.</summary>
    public static TheoryData<string> Names => [.. Told.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_in_an_event_throws_and_what_it_says_can_be_booked(string name)
    {
        var text = Told.Text(name);
        foreach (var path in Paths(JsonNode.Parse(text)!, []))
        {
            foreach (var value in Values.Append(JsonSerializer.Serialize(new string('x', 5_000))))
            {
                Check(
                    Replaced(text, path, value),
                    $"{string.Join('.', path)} = {value[..Math.Min(40, value.Length)]}"
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_may_be_missing(string name)
    {
        var text = Told.Text(name);
        foreach (var path in Paths(JsonNode.Parse(text)!, []))
        {
            Check(Replaced(text, path, null), $"{string.Join('.', path)} is missing");
        }
    }

    [Fact]
    public void A_refund_of_everything_is_only_said_of_an_invoice_that_was_taken_back()
    {
        foreach (var name in Told.Names.Where(name => name != "invoice_updated_voided"))
        {
            var text = Told.Text(name);
            foreach (var path in Paths(JsonNode.Parse(text)!, []).Where(path => path[^1].Contains("amount")))
            {
                foreach (var value in Values)
                {
                    var facts = new ChargebeeProvider().Translate(JsonElement.Parse(Replaced(text, path, value)));
                    Assert.DoesNotContain(facts.OfType<BillingRefund>(), refund => refund.Amount is null);
                }
            }
        }
    }

    [Fact]
    public void The_check_catches_a_fact_that_cannot_be_booked() =>
        Assert.ThrowsAny<Exception>(() =>
            Bookable(
                new BillingRefund
                {
                    OccurredAt = 0,
                    Key = "",
                    Of = [],
                    Amount = -1,
                    Unit = "EUR",
                }
            )
        );

    private static void Check(string body, string what)
    {
        try
        {
            var provider = new ChargebeeProvider();
            var said = JsonElement.Parse(body);
            var head = provider.Read(said);
            var facts = provider.Translate(said);
            Assert.True(head is not null || facts.Count == 0, "What is no event says nothing.");
            Assert.All(facts, Bookable);
            Assert.All(
                provider.ReadExport(new StringReader(body), "events.json"),
                line => Assert.True(line.Fault is null ? line is { Id.Length: > 0 } : line.Facts.Count == 0)
            );
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(what, failure);
        }
    }

    private static void Bookable(BillingFact fact)
    {
        Assert.True(fact.OccurredAt > 0);
        switch (fact)
        {
            case BillingSale sale:
                Ids(sale.Ids, 1);
                Key(sale.Key);
                Assert.InRange(sale.GrossAmount, 0, Micros.Largest);
                Assert.InRange(sale.TaxAmount, 0, sale.GrossAmount);
                Assert.InRange(sale.DiscountAmount, 0, Micros.Largest);
                Assert.NotNull(Unit.Currency(sale.Unit));
                Assert.All(sale.Products.Concat(sale.Codes), Key);
                break;
            case BillingRefund refund:
                Ids(refund.Of, 1);
                Key(refund.Key);
                Assert.InRange(refund.Amount ?? 1, 1, Micros.Largest);
                break;
            case BillingDispute dispute:
                Ids(dispute.Of, 1);
                Key(dispute.Key);
                Assert.InRange(dispute.Amount ?? 1, 1, Micros.Largest);
                break;
            case BillingLink link:
                Ids(link.Ids, 2);
                break;
            case BillingCode code:
                Key(code.Id);
                Key(code.Code!);
                Assert.InRange(code.PercentOff ?? 0, 0, 1_000_000);
                Assert.InRange(code.AmountOff ?? 0, 0, Micros.Largest);
                break;
            case BillingNote note:
                Assert.EndsWith(".", note.Sentence, StringComparison.Ordinal);
                break;
            default:
                Assert.IsType<BillingSignUp>(fact);
                break;
        }
    }

    private static void Ids(IReadOnlyList<BillingId> ids, int least)
    {
        Assert.True(ids.Count >= least);
        Assert.All(ids, id => Key(id.Id));
        Assert.Equal(ids.Distinct(), ids);
    }

    private static void Key(string text)
    {
        Assert.NotEmpty(text);
        Assert.DoesNotContain('\0', text);
        Assert.InRange(text.Length, 1, 2 * MerchantKey.LongestLength + 20);
    }

    /// <summary>The places in a document, the whole of it left out.</summary>
    private static IEnumerable<string[]> Paths(JsonNode node, string[] at) =>
        Children(node).SelectMany(child => Paths(child.Value, [.. at, child.Name]).Prepend([.. at, child.Name]));

    private static IEnumerable<(string Name, JsonNode Value)> Children(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.Select(member => (member.Key, member.Value!)),
            JsonArray items => items.Select(
                (item, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), item!)
            ),
            _ => [],
        };

    /// <summary>A document with something else in one place; null leaves the place out.</summary>
    private static string Replaced(string text, string[] path, string? value)
    {
        const string Mark = "\u2042";
        var root = JsonNode.Parse(text)!;
        var parent = path[..^1].Aggregate(root, (node, name) => node is JsonArray ? node[Index(name)]! : node[name]!);
        if (value is not null && parent is JsonArray items)
        {
            items[Index(path[^1])] = Mark;
        }
        else if (value is not null)
        {
            parent[path[^1]] = Mark;
        }
        else if (parent is JsonArray list)
        {
            list.RemoveAt(Index(path[^1]));
        }
        else
        {
            parent.AsObject().Remove(path[^1]);
        }

        // As text, because not everything hostile is something a JsonNode can hold.
        return root.ToJsonString().Replace(JsonSerializer.Serialize(Mark), value, StringComparison.Ordinal);
    }

    private static int Index(string name) => int.Parse(name, System.Globalization.CultureInfo.InvariantCulture);
}
