using System.Text;
using System.Text.Json;
using Byway.Integrations;
using Byway.Integrations.Stripe;
using Byway.Tests.Webhooks;
using Xunit;

namespace Byway.Tests.Integrations.Stripe;

/// <summary>
/// <c>Stripe-Signature</c>, against Stripe's own library: what it signs is accepted, what ours signs it accepts, and
/// anything else is refused by both.
/// </summary>
public sealed class StripeSignatureTests
{
    private const long Now = 1_764_590_400;
    private const string Secret = "whsec_3v9mNotASecretButLongEnoughToLookLikeOne";
    private const string Next = "whsec_Zk27AnotherOneThatIsNoSecretEither0000000";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    // Not ASCII, so that nobody signs characters instead of bytes.
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"id":"evt_1","object":"event","name":"Gauß €"}"""
    );

    private sealed record Verdict(IReadOnlyList<string> Made, IReadOnlyList<bool> Accepted, int Forged);

    [Fact]
    public void Stripes_library_and_ours_accept_each_other()
    {
        var ours = $"t={Now},v1={StripeSignature.Sign(Secret, $"{Now}", Body)}";
        var wrong = $"t={Now},v1={StripeSignature.Sign(Secret, $"{Now}", [.. Body, (byte)'\n'])}";
        var theirs = Theirs([Secret, Next], [ours, wrong]);

        Assert.Equal(ours, theirs.Made[0]);
        Assert.Null(Refuse(theirs.Made[0], Body));
        Assert.Null(Refuse(theirs.Made[1], Body, [Next, Secret]));
        // The control: the second header is signed, but not for this body.
        Assert.Equal([true, false], theirs.Accepted);
        Assert.Equal(0, theirs.Forged);
        Assert.NotNull(Refuse(wrong, Body));
    }

    [Fact]
    public void Every_single_bit_change_is_refused()
    {
        var header = Theirs([Secret], []).Made[0];
        Assert.Null(Refuse(header, Body));
        for (var bit = 0; bit < Body.Length * 8; bit++)
        {
            var changed = Body.ToArray();
            changed[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.NotNull(Refuse(header, changed));
        }

        var bytes = Encoding.Latin1.GetBytes(header);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit >> 3] ^= (byte)(1 << (bit & 7));
            var text = Encoding.Latin1.GetString(changed);
            Assert.True(Refuse(text, Body) is not null, text);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(86_400, false)]
    public void A_timestamp_may_be_five_minutes_away_in_either_direction(long seconds, bool isGood)
    {
        var stamp = $"{Now + seconds}";
        var header = $"t={stamp},v1={StripeSignature.Sign(Secret, stamp, Body)}";
        Assert.Equal(isGood, Refuse(header, Body) is null);
    }

    [Fact]
    public void While_a_secret_is_rotated_any_signature_and_any_secret_will_do()
    {
        var old = StripeSignature.Sign(Secret, $"{Now}", Body);
        var young = StripeSignature.Sign(Next, $"{Now}", Body);
        Assert.Null(Refuse($"t={Now},v1={young},v1={old}", Body));
        Assert.Null(Refuse($"t={Now},v1={old},v1={young}", Body, [Next]));
        Assert.Null(Refuse($"t={Now},v1={old}", Body, [Next, Secret]));
        Assert.Null(Refuse($"t={Now}, v1={old}, v0={young}", Body));
        Assert.NotNull(Refuse($"t={Now},v1={old}", Body, [Next]));
        Assert.NotNull(Refuse($"t={Now},v1={old}", Body, []));
        Assert.NotNull(Refuse($"t={Now},v0={old}", Body));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t=1764590400")]
    [InlineData("v1=00")]
    [InlineData("t=,v1=00")]
    [InlineData("t=x,v1=00")]
    [InlineData("t=-1764590400,v1=00")]
    [InlineData("t=1764590400,t=1764590400,v1=00")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("t=1764590400,v1=")]
    [InlineData("t=1764590400,v1=é€\0")]
    [InlineData(",,,===")]
    public void What_is_no_header_is_refused_with_a_sentence(string? header) =>
        Assert.EndsWith(".", Refuse(header, Body), StringComparison.Ordinal);

    [Fact]
    public void An_empty_secret_signs_nothing()
    {
        var header = $"t={Now},v1={StripeSignature.Sign("", $"{Now}", Body)}";
        Assert.NotNull(Refuse(header, Body, [""]));
    }

    [Fact]
    public void The_provider_reads_the_header_by_its_name()
    {
        var header = $"t={Now},v1={StripeSignature.Sign(Secret, $"{Now}", Body)}";
        var provider = new StripeProvider();
        Assert.Null(provider.Refuse(Arriving("Stripe-Signature"), [Secret], Now * 1_000_000));
        Assert.NotNull(provider.Refuse(Arriving("Signature"), [Secret], Now * 1_000_000));

        ArrivingEvent Arriving(string name) => new(Body, asked => asked == name ? header : null);
    }

    private static string? Refuse(string? header, byte[] body, IReadOnlyList<string>? secrets = null) =>
        StripeSignature.Refuse(header, body, secrets ?? [Secret], Now * 1_000_000);

    private static Verdict Theirs(string[] signWith, string[] headers) =>
        JsonSerializer.Deserialize<Verdict>(
            NodeVerifier.Script(
                "stripe.mjs",
                JsonSerializer.Serialize(
                    new
                    {
                        now = Now * 1000,
                        timestamp = Now,
                        body = Convert.ToBase64String(Body),
                        signWith,
                        secret = Secret,
                        headers,
                    },
                    Web
                )
            ),
            Web
        )!;
}
