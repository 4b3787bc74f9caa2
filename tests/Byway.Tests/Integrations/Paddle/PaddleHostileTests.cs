using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Integrations.Paddle;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Integrations.Paddle;

/// <summary>
/// Events from which anything is missing, and in which anything is anything else: the translation never throws, says
/// something or notes why not, and what it says can be booked.
/// </summary>
public sealed class PaddleHostileTests
{
    // Replaced in the text after it was written, for no library writes it.
    private const string LoneSurrogate = "a lone surrogate";

    private static readonly string[] Instead =
    [
        "null",
        "true",
        "\"\"",
        "\"\\u0000\"",
        "\"x\\u0000y\"",
        "-1",
        "1e400",
        "0.5",
        "99999999999999999999999999999999",
        $"\"{new string('9', 500)}\"",
        $"\"{new string('x', 5_000)}\"",
        $"\"{LoneSurrogate}\"",
        "[]",
        "{}",
        "[null,1,\"x\",[[]],{}]",
        "{\"id\":{},\"total\":[],\"code\":null}",
    ];

    [Theory]
    [InlineData("01")]
    [InlineData("02")]
    [InlineData("03")]
    [InlineData("11")]
    [InlineData("12")]
    [InlineData("30")]
    [InlineData("32")]
    [InlineData("34")]
    [InlineData("53")]
    [InlineData("60")]
    [InlineData("61")]
    public void Whatever_is_missing_or_something_else_it_never_throws(string name)
    {
        var text = PaddleEvents.Text(name);
        var paths = PathsOf(JsonNode.Parse(text)!).ToList();
        Assert.True(paths.Count > 10);
        var tried = 0;
        foreach (var path in paths)
        {
            foreach (var instead in Instead.Append(null))
            {
                var changed = Changed(text, path, instead);
                Check(changed, isTypeChanged: path is ["event_type"]);
                tried++;
            }
        }

        Assert.Equal(paths.Count * (Instead.Length + 1), tried);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("\"transaction.completed\"")]
    [InlineData("""{"event_type":"transaction.completed"}""")]
    [InlineData("""{"event_id":"evt_1","event_type":"transaction.completed","data":[]}""")]
    [InlineData("""{"event_id":7,"event_type":"transaction.completed","occurred_at":"yesterday"}""")]
    public void What_is_no_event_has_no_head(string text)
    {
        Assert.Null(new PaddleProvider().Read(PaddleEvents.Parse(text)));
        Check(text, isTypeChanged: true);
    }

    [Fact]
    public void The_check_catches_a_fact_that_cannot_be_booked()
    {
        var sale = new BillingSale
        {
            OccurredAt = 0,
            Key = "txn_1",
            Ids = [new("payment_id", "txn_1")],
            Party = new(),
            Unit = "EUR",
            GrossAmount = 1,
        };
        Bookable(sale);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Bookable(sale with { TaxAmount = 2 }));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Bookable(sale with { Ids = [] }));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Bookable(sale with { Key = "a\0b" }));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Bookable(sale with { Unit = "euro" }));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Bookable(sale with { Codes = [new string('x', 5_000)] }));
    }

    private static void Check(string text, bool isTypeChanged)
    {
        var body = PaddleEvents.Parse(text);
        var provider = new PaddleProvider();
        if (provider.Read(body) is { } head)
        {
            Key(head.Id);
            Key(head.Type);
        }

        var facts = provider.Translate(body);
        Assert.True(facts.Count > 0 || isTypeChanged, text);
        foreach (var fact in facts)
        {
            Bookable(fact);
        }

        using var file = new StringReader(text);
        Assert.All(
            provider.ReadExport(file, "events.json"),
            line => Assert.True(line.Id is null == line.Fault is not null)
        );
    }

    private static void Bookable(BillingFact fact)
    {
        Assert.True(fact.OccurredAt >= 0);
        switch (fact)
        {
            case BillingSignUp it:
                Party(it.Party);
                Assert.True(
                    it.Party.ProviderId is not null || it.Party.CustomerKey is not null || it.Party.Email is not null
                );
                break;
            case BillingSale it:
                Key(it.Key);
                Ids(it.Ids);
                Party(it.Party);
                Money(it.GrossAmount, it.Unit);
                Money(it.DiscountAmount, it.Unit);
                Assert.InRange(it.TaxAmount, 0, it.GrossAmount);
                Assert.All([.. it.Products, .. it.Codes], Key);
                break;
            case BillingRefund it:
                Key(it.Key);
                Ids(it.Of);
                Money(it.Amount ?? 0, it.Unit);
                break;
            case BillingDispute it:
                Key(it.Key);
                Ids(it.Of);
                Money(it.Amount ?? 0, it.Unit);
                break;
            case BillingCode it:
                Key(it.Id);
                Money(it.AmountOff ?? 0, it.Unit ?? "USD");
                Assert.InRange(it.PercentOff ?? 1, 1, 1_000_000);
                Assert.InRange(it.MaxRedemptions ?? 1, 0, Micros.Largest);
                Text(it.Code);
                Text(it.Name);
                Text(it.PartnerKey);
                break;
            default:
                Assert.EndsWith(".", Assert.IsType<BillingNote>(fact).Sentence, StringComparison.Ordinal);
                Text(((BillingNote)fact).Sentence);
                break;
        }
    }

    private static void Ids(IReadOnlyList<BillingId> ids)
    {
        Assert.NotEmpty(ids);
        Assert.All(ids, id => Key(id.Id));
    }

    private static void Key(string text)
    {
        Assert.NotEqual("", text);
        Assert.Null(MerchantKey.FaultOf(text));
    }

    private static void Money(long micros, string unit)
    {
        Assert.NotNull(Unit.Currency(unit));
        Assert.InRange(micros, 0, Micros.Largest);
    }

    private static void Party(BillingParty party)
    {
        foreach (var text in (string?[])[party.CustomerKey, party.ProviderId])
        {
            if (text is not null)
            {
                Key(text);
            }
        }

        Assert.All([party.Email, party.Name, party.PartnerKey, party.ReferringCustomerKey, party.ClickId], Text);
        Assert.All(party.Metadata.Keys, Key);
        Assert.All(party.Metadata.Values, Text);
    }

    private static void Text(string? text)
    {
        Assert.DoesNotContain('\0', text ?? "");
        Assert.True(text is null || text.Length is > 0 and <= 5_000);
        Assert.True(text is null || !HasHalf(text));
    }

    private static bool HasHalf(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) != text;

    private static string Changed(string text, IReadOnlyList<string> path, string? instead)
    {
        var root = JsonNode.Parse(text)!;
        var parent = root;
        foreach (var step in path.SkipLast(1))
        {
            parent = At(parent, step);
        }

        var value = instead is null ? null : JsonNode.Parse(instead);
        if (parent is JsonArray array)
        {
            var at = int.Parse(path[^1], CultureInfo.InvariantCulture);
            array.RemoveAt(at);
            if (instead is not null)
            {
                array.Insert(at, value);
            }
        }
        else
        {
            var members = parent.AsObject();
            members.Remove(path[^1]);
            if (instead is not null)
            {
                members[path[^1]] = value;
            }
        }

        return root.ToJsonString().Replace(LoneSurrogate, "\\ud83e", StringComparison.Ordinal);
    }

    private static JsonNode At(JsonNode node, string step) =>
        node is JsonArray array ? array[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!;

    private static IEnumerable<IReadOnlyList<string>> PathsOf(JsonNode? node, IReadOnlyList<string>? at = null)
    {
        at ??= [];
        var inside = node switch
        {
            JsonObject members => members.Select(member => (Step: member.Key, member.Value)),
            JsonArray items => items.Select((item, index) => (Step: $"{index}", Value: item)),
            _ => [],
        };
        return inside.SelectMany(one => PathsOf(one.Value, [.. at, one.Step]).Prepend([.. at, one.Step]));
    }
}
