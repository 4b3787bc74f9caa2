using System.Text.Json;
using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Integrations.Chargebee;
using Byway.Integrations.Paddle;
using Byway.Integrations.Stripe;
using Byway.Tests.Integrations.Chargebee;
using Byway.Tests.Integrations.Paddle;
using Byway.Tests.Integrations.Stripe;
using Xunit;

namespace Byway.Tests.Integrations;

/// <summary>
/// JSON can name a member with half a character (<c>"\ud800"</c>), which no text can hold. Providers let merchants and
/// buyers write into events; whatever they write, the rest of the event counts as if it were not there.
/// </summary>
public sealed class HalfCharacterTests
{
    private static readonly string[] Providers = ["stripe", "paddle", "chargebee"];

    /// <summary>Providers, for theories.</summary>
    public static TheoryData<string> Names => [.. Providers];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_event_says_the_same_with_half_characters_everywhere(string name)
    {
        IBillingProvider provider = name switch
        {
            "stripe" => new StripeProvider(),
            "paddle" => new PaddleProvider(),
            _ => new ChargebeeProvider(),
        };
        var events = EventsOf(name);
        Assert.True(events.Count > 20);
        foreach (var text in events)
        {
            var (plain, halved) = (JsonElement.Parse(text), JsonElement.Parse(Halved(text)));
            Assert.Equal(provider.Read(plain), provider.Read(halved));
            Assert.Equal(provider.BuyerOf(plain), provider.BuyerOf(halved));
            Assert.Equal(Said(provider, plain), Said(provider, halved));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_event_with_half_characters_is_booked(string name)
    {
        await using var sender = await ProviderSender.Start(name);
        var api = await sender.Connect(server => server.Affiliate());
        var payment = sender.Payment;
        await sender.Tell(api, Halved(payment));
        Assert.Equal(sender.Earned, await api.Balance(unit: sender.Unit));
        var told = (await api.Get($"/v1/integrations/{name}/events")).Is(200);
        Assert.Equal("booked", told.Column("status"));

        // And it can be looked at, replayed and handed to whom it is about.
        var path = $"/v1/integrations/{name}/events/{told.Column("id")}";
        Assert.Contains("ud800", (await api.Get(path)).Is(200).Text, StringComparison.Ordinal);
        (await api.Post(path + "/replay")).Is(200);
        await sender.Tell(api);
        Assert.Equal("noted", (await api.Get(path)).Is(200)["data.status"]);
        var customer = (await api.Get("/v1/customers")).Is(200).Column("key");
        Assert.Contains("ud800", (await api.Get($"/v1/customers/{customer}/export")).Is(200).Text);
        await sender.Server.BooksAreWhole();
    }

    [Fact]
    public void The_halves_are_there()
    {
        var halved = JsonElement.Parse(Halved("""{"a":{"b":1}}"""));
        Assert.Throws<InvalidOperationException>(() => halved.TryGetProperty("a", out _));
        Assert.Equal(1, JsonMembers.Find(JsonMembers.Find(halved, "a"), "b").GetInt32());
        Assert.Equal(JsonValueKind.Undefined, JsonMembers.Find(halved, "c").ValueKind);
    }

    private static string Said(IBillingProvider provider, JsonElement body) =>
        JsonSerializer.Serialize(provider.Translate(body).Cast<object>());

    private static IReadOnlyList<string> EventsOf(string name) =>
        name switch
        {
            "stripe" => [.. EventFile.Names.Select(each => EventFile.Read(each).ToJsonString())],
            "paddle" => [.. PaddleEvents.Names.Select(PaddleEvents.Text)],
            _ => [.. Told.Names.Select(Told.Text)],
        };

    /// <summary>The same JSON with such members in front and at the end of every object.</summary>
    private static string Halved(string text)
    {
        var root = JsonNode.Parse(text)!;
        foreach (var one in Objects(root).ToList())
        {
            one.Insert(0, "\u0001first", 1);
            one["\u0001last"] = JsonNode.Parse("""{"x":["y"]}""");
        }

        // As text, for no library writes it.
        return root.ToJsonString()
            .Replace("\\u0001first", "\\ud800", StringComparison.Ordinal)
            .Replace("\\u0001last", "\\udc00", StringComparison.Ordinal);
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(member => Objects(member.Value)).Prepend(one),
            JsonArray many => many.SelectMany(Objects),
            _ => [],
        };
}
