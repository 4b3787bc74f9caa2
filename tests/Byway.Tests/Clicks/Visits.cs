using Byway.Clicks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Byway.Tests.Clicks;

/// <summary>What visitors do: follow links.</summary>
internal static class Visits
{
    /// <summary>A browser's name of itself.</summary>
    public const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";

    /// <summary>Follows a link.</summary>
    public static async Task<Reply> Visit(
        this ApiClient api,
        string key,
        string query = "",
        params (string Name, string Value)[] headers
    ) =>
        await api.Send(
            "GET",
            $"/r/{api.Program.PublicId}/{key}{query}",
            null,
            [("Authorization", ""), ("User-Agent", Browser), .. headers]
        );

    /// <summary>Follows a link and takes the click's id out of where it leads.</summary>
    public static async Task<string> Click(
        this ApiClient api,
        string key,
        string query = "",
        params (string Name, string Value)[] headers
    )
    {
        var reply = await api.Visit(key, query, headers);
        Assert.Equal(302, reply.Status);
        return ClickId.In(reply.Header("Location")!)!;
    }

    /// <summary>A landing of a day, recorded by the backend.</summary>
    public static async Task<Reply> Recorded(ApiClient api, string key, string day) =>
        (await api.Post("/v1/clicks", $$"""{"key":"{{key}}","occurred_at":"{{day}}"}""")).Is(201);

    /// <summary>Has everything written that was recorded.</summary>
    public static Task<bool> ClicksWritten(this TestServer server) =>
        server.Parts.GetRequiredService<ClickLog>().Flush();
}
