using Byway.Webhooks;
using Xunit;

namespace Byway.Tests.Webhooks;

/// <summary>
/// Promise W1: requests are signed as compatible receivers verify them, and by Standard Webhooks 1.0, verified by
/// implementations that are not ours; a change of a single bit is rejected.
/// </summary>
public sealed class SignatureTests
{
    [Fact]
    public async Task Others_verify_what_we_sign_and_reject_every_single_bit_change()
    {
        await using var server = await TestServer.Start(new() { WebhookAllow = ["127.0.0.0/8"] });
        // The library compares the timestamp with the real time.
        server.Clock.Now = TimeProvider.System.GetUtcNow();
        await using var receiver = await Receiver.Start();
        var api = await server.Affiliate();
        var made = await api.Subscribe(receiver.Url);
        var secret = (await api.Post($"/v1/webhooks/{made["data.key"]}/rotate-secret")).Is(200)["data.secret"]!;
        await api.Referrer("änna", "anna@example.com");
        await api.SignUp("carl", "änna");
        await api.Sale("s1", "99.99", "carl");
        await server.Deliver();

        var signature = made["data.signature"]!;
        var verdicts = NodeVerifier.Verify(receiver.All, signature, [secret], flip: true);

        Assert.Equal(5, verdicts.Count);
        Assert.All(verdicts, verdict => Assert.True(verdict.Accepted[0] && verdict.Plain));
        Assert.All(verdicts, verdict => Assert.True(verdict.Changed > 1000));
        Assert.All(verdicts, verdict => Assert.Equal(0, verdict.Forged));
        // The control: signed without the id, as a sender might that has not read the standard.
        var one = receiver.All[0];
        var timestamp = long.Parse(
            one.Headers["webhook-timestamp"],
            System.Globalization.CultureInfo.InvariantCulture
        );
        var broken = one with
        {
            Headers = new Dictionary<string, string>(one.Headers, StringComparer.OrdinalIgnoreCase)
            {
                ["webhook-signature"] = Signature.Standard([secret], "", timestamp, one.Body),
                ["Signature"] = Signature.Plain(signature, [.. one.Body, (byte)'\n']),
            },
        };
        var caught = Assert.Single(NodeVerifier.Verify([broken], signature, [secret]));
        Assert.False(caught.Accepted[0] || caught.Plain);
    }

    [Fact]
    public void The_standards_own_example_comes_out_as_it_says()
    {
        const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        const string Body = """{"test": 2432232314}""";
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            Signature.Standard(
                [Secret],
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                System.Text.Encoding.UTF8.GetBytes(Body)
            )
        );
    }
}
