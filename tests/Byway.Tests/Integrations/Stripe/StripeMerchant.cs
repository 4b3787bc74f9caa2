using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Byway.Integrations;
using Byway.Integrations.Stripe;
using Microsoft.Extensions.DependencyInjection;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>A merchant with Stripe connected, and Stripe.</summary>
/// <param name="api">The merchant's program.</param>
public sealed class StripeMerchant(ApiClient api)
{
    /// <summary>What events are signed with.</summary>
    public const string Secret = "whsec_test_NotASecretOfAnybody";

    /// <summary>The program.</summary>
    public ApiClient Api => api;

    /// <summary>Connects Stripe to a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="more">Further members, with a comma in front.</param>
    public static async Task<StripeMerchant> Connect(Task<ApiClient> program, string more = "")
    {
        var api = await program;
        (await api.Put("/v1/integrations/stripe", $$"""{"webhook_secrets":["{{Secret}}"]{{more}}}""")).Is(200);
        return new(api);
    }

    /// <summary>Sends an event that is taken.</summary>
    /// <param name="name">Its file.</param>
    public Task Send(string name) => Send(EventFile.Read(name));

    /// <summary>Sends an event that is taken.</summary>
    /// <param name="one">The event.</param>
    public async Task Send(JsonObject one) => (await Post(Encoding.UTF8.GetBytes(one.ToJsonString()), Secret)).Is(200);

    /// <summary>Sends events that are taken, one after the other, and books them.</summary>
    /// <param name="events">The events.</param>
    public async Task SendAll(IEnumerable<JsonObject> events)
    {
        foreach (var one in events)
        {
            await Send(one);
        }

        await Book();
    }

    /// <summary>Posts a body, signed now.</summary>
    /// <param name="body">The body.</param>
    /// <param name="secret">What it is signed with.</param>
    public Task<Reply> Post(byte[] body, string secret)
    {
        var timestamp = api.Server.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return api.SendBytes(
            "POST",
            $"/integrations/stripe/{api.Program.PublicId}/webhook",
            new ByteArrayContent(body),
            (StripeSignature.Header, $"t={timestamp},v1={StripeSignature.Sign(secret, timestamp, body)}")
        );
    }

    /// <summary>Books what has arrived.</summary>
    public Task Book()
    {
        api.Server.Parts.GetRequiredService<BookEvents>().Wake();
        return api.Server.RunJob<BookEvents>();
    }

    /// <summary>What became of an event.</summary>
    /// <param name="id">Its id.</param>
    public async Task<Reply> Event(string id) => (await api.Get($"/v1/integrations/stripe/events/{id}")).Is(200);
}
