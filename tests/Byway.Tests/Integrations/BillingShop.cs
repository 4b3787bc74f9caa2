using Byway.Integrations;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Integrations;

/// <summary>A merchant whose billing provider tells the server what happens.</summary>
public static class BillingShop
{
    /// <summary>What events are signed with.</summary>
    public const string Secret = "whsec_of_the_test_provider";

    /// <summary>A program with partner "anna" (or the referring customer) whose provider is connected.</summary>
    public static async Task<ApiClient> Connected(this Task<ApiClient> program, string more = "")
    {
        var api = await program;
        await api.Referrer("anna");
        return await api.Connect(more);
    }

    /// <summary>Connects the provider.</summary>
    public static async Task<ApiClient> Connect(this ApiClient api, string more = "")
    {
        (await api.Put("/v1/integrations/test", $$"""{"webhook_secrets":["{{Secret}}"]{{more}}}""")).Is(200);
        return api;
    }

    /// <summary>An event's body with one or more facts.</summary>
    public static string EventBody(this ApiClient api, string id, params string[] facts) =>
        $$"""
            {"id":"{{id}}","type":"told","at":{{UtcMicros.Now(api.Server.Clock)}},"facts":[{{string.Join(
                ',',
                facts
            )}}]}
            """;

    /// <summary>Sends a body as the provider.</summary>
    public static Task<Reply> SendEvent(this ApiClient api, string body, string? signature = null) =>
        api.Send(
            "POST",
            $"/integrations/test/{api.Program.PublicId}/webhook",
            body,
            ("Test-Signature", signature ?? TestProvider.Sign(body, Secret)),
            ("Authorization", "")
        );

    /// <summary>Books what has arrived.</summary>
    public static async Task Book(this TestServer server)
    {
        ((BookEvents)server.Parts.GetService(typeof(BookEvents))!).Wake();
        await server.RunJob<BookEvents>();
    }

    /// <summary>Sends an event and lets it be booked; answers what the API says of it.</summary>
    public static async Task<Reply> Tell(this ApiClient api, string id, params string[] facts)
    {
        (await api.SendEvent(api.EventBody(id, facts))).Is(200);
        await api.Server.Book();
        return await api.Event(id);
    }

    /// <summary>What the API says of an event.</summary>
    public static async Task<Reply> Event(this ApiClient api, string id) =>
        (await api.Get($"/v1/integrations/test/events/{id}")).Is(200);

    /// <summary>Asserts what became of an event, and hands it on.</summary>
    public static Reply Became(this Reply told, string status)
    {
        Assert.True(told["data.status"] == status, $"{told["data.status"]} instead of {status}: {told.Text}");
        return told;
    }
}
