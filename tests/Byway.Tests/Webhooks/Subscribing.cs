using System.Text.Json;
using Byway.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Byway.Tests.Webhooks;

/// <summary>What tests of webhooks do again and again.</summary>
public static class Subscribing
{
    /// <summary>Subscribes; all events of the program's type when none is named.</summary>
    public static async Task<Reply> Subscribe(this ApiClient api, string url, params string[] events)
    {
        var names = events.Length == 0 ? EventNames.Of(api.Program.Type) : events;
        var body = $$"""{"name":"hook","url":"{{url}}","events":{{JsonSerializer.Serialize(names)}}}""";
        return (await api.Post("/v1/webhooks", body)).Is(201);
    }

    /// <summary>Sends everything that is due now.</summary>
    public static Task Deliver(this TestServer server) => server.Parts.GetRequiredService<SendWebhooks>().RunOnce();

    /// <summary>All events there are to read, page by page.</summary>
    public static async Task<IReadOnlyList<JsonElement>> Events(this ApiClient api, string query = "", int limit = 250)
    {
        var events = new List<JsonElement>();
        var after = "0";
        while (true)
        {
            var page = (await api.Get($"/v1/events?after={after}&limit={limit}{query}")).Is(200);
            events.AddRange(page.Json.GetProperty("data").EnumerateArray());
            after = page["next"]!;
            if (page["has_more"] == "false")
            {
                return events;
            }
        }
    }

    /// <summary>The names of events, comma-separated.</summary>
    public static string Names(this IEnumerable<JsonElement> events) =>
        string.Join(",", events.Select(told => told.GetProperty("event").GetString()));
}
