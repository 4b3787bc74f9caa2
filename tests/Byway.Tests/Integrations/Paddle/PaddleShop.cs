using System.Text;
using Byway.Integrations;
using Byway.Integrations.Paddle;
using Byway.Values;

namespace Byway.Tests.Integrations.Paddle;

/// <summary>A merchant who bills through Paddle: events go through real HTTP, signed, and are booked.</summary>
public static class PaddleShop
{
    /// <summary>The secret of the notification destination.</summary>
    public const string Secret = "pdl_ntfset_01kaxxtestdestination00001_Zr3NoRealSecretJustForTheTests0";

    /// <summary>Connects Paddle to a program that has the partner <c>anna</c>.</summary>
    /// <param name="program">The program.</param>
    public static async Task<ApiClient> WithPaddle(this Task<ApiClient> program)
    {
        var api = await program;
        await api.Referrer("anna", "anna@example.com");
        (await api.Put("/v1/integrations/paddle", $$"""{"webhook_secrets":["{{Secret}}"]}""")).Is(200);
        return api;
    }

    /// <summary>Sends an event as Paddle does.</summary>
    /// <param name="api">The program.</param>
    /// <param name="body">The event.</param>
    /// <param name="secret">What it is signed with.</param>
    public static Task<Reply> Paddle(this ApiClient api, string body, string secret = Secret)
    {
        var now = UtcMicros.Now(api.Server.Clock) / UtcMicros.PerSecond;
        return api.Send(
            "POST",
            $"/integrations/paddle/{api.Program.PublicId}/webhook",
            body,
            (PaddleSignature.Header, PaddleSignature.Sign(secret, now, Encoding.UTF8.GetBytes(body))),
            ("Authorization", "")
        );
    }

    /// <summary>Sends events by their names, each taken with 200, and has them booked.</summary>
    /// <param name="api">The program.</param>
    /// <param name="names">The events.</param>
    public static async Task Told(this ApiClient api, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            (await api.Paddle(PaddleEvents.Text(name))).Is(200);
        }

        ((BookEvents)api.Server.Parts.GetService(typeof(BookEvents))!).Wake();
        await api.Server.RunJob<BookEvents>();
    }
}
