using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Byway.Integrations;
using Byway.Integrations.Paddle;
using Byway.Tests.Webhooks;
using Byway.Values;
using Xunit;

namespace Byway.Tests.Integrations.Paddle;

/// <summary>
/// <c>Paddle-Signature</c>: what Paddle's own library and Node's HMAC sign and accept, we accept and sign; whatever
/// differs by a bit is refused.
/// </summary>
public sealed class PaddleSignatureTests
{
    private const string Secret = "pdl_ntfset_01kaxxtestdestination00001_Zr3NoRealSecretJustForTheTests0";
    private const string OldSecret = "pdl_ntfset_01kaxxtestdestination00001_AnOlderSecretThatIsRotatedOut00";
    private const long Now = 1_795_376_000;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"event_id":"evt_01kaxx","event_type":"transaction.completed","data":{"custom_data":{"name":"Änna 🦊"}}}"""
    );

    private sealed record NodeVerdict(bool Accepted, int Changed, int Forged);

    private sealed record NodeAnswer(IReadOnlyList<NodeVerdict> Verdicts, IReadOnlyList<string> Headers);

    [Fact]
    public void Paddles_library_accepts_our_signature_and_rejects_every_single_bit_change()
    {
        // The library compares the timestamp with the real time, and takes five seconds.
        var now = UtcMicros.Now(TimeProvider.System) / UtcMicros.PerSecond;
        var good = PaddleSignature.Sign(Secret, now, Body);
        var answer = Ask(
            [
                (good, Body),
                (PaddleSignature.Sign(OldSecret, now, Body), Body),
                // The control: signed without the timestamp.
                (
                    $"ts={now};h1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Body))}",
                    Body
                ),
            ],
            [],
            flip: true
        );

        Assert.Equal([true, false, false], answer.Verdicts.Select(verdict => verdict.Accepted));
        Assert.Equal(Body.Length * 8, answer.Verdicts[0].Changed);
        Assert.Equal(0, answer.Verdicts.Sum(verdict => verdict.Forged));
    }

    [Fact]
    public void We_accept_what_others_sign()
    {
        var answer = Ask([], [(Now, Body), (Now, []), (Now + 1, Body)], flip: false);

        Assert.Equal(PaddleSignature.Sign(Secret, Now, Body), answer.Headers[0]);
        Assert.Null(Refuse(answer.Headers[0], Body));
        Assert.Null(Refuse(answer.Headers[1], []));
        Assert.Null(Refuse(answer.Headers[2], Body));
        Assert.NotNull(Refuse(answer.Headers[0], []));
    }

    [Fact]
    public void Every_single_bit_change_of_body_and_header_is_refused()
    {
        var header = PaddleSignature.Sign(Secret, Now, Body);
        Assert.Null(Refuse(header, Body));
        foreach (var changed in SingleBitChanges(Body))
        {
            Assert.NotNull(Refuse(header, changed));
        }

        foreach (var changed in SingleBitChanges(Encoding.Latin1.GetBytes(header)))
        {
            Assert.NotNull(Refuse(Encoding.Latin1.GetString(changed), Body));
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(86_400, false)]
    [InlineData(-86_400, false)]
    public void The_timestamp_is_five_minutes_from_our_clock_at_most(long apart, bool taken) =>
        Assert.Equal(taken, Refuse(PaddleSignature.Sign(Secret, Now + apart, Body), Body) is null);

    [Fact]
    public void Either_side_may_rotate_the_secret()
    {
        var header = PaddleSignature.Sign(OldSecret, Now, Body);
        Assert.NotNull(Refuse(header, Body, [Secret]));
        Assert.Null(Refuse(header, Body, [Secret, OldSecret]));
        Assert.NotNull(Refuse(header, Body, []));

        // Paddle signs with both while it rotates; its order says nothing.
        var newer = PaddleSignature.Sign(Secret, Now, Body)[^64..];
        var older = header[^64..];
        Assert.Null(Refuse($"ts={Now};h1={newer};h1={older}", Body, [Secret]));
        Assert.Null(Refuse($"ts={Now};h1={older};h1={newer}", Body, [Secret]));
        Assert.Null(Refuse($"ts={Now};h2=new;h1={older}; h1={newer}", Body, [Secret]));
        Assert.NotNull(Refuse($"ts={Now};h1={older};h1={older}", Body, [Secret]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ts=;h1=")]
    [InlineData("ts=1795376000")]
    [InlineData("h1={h1}")]
    [InlineData("ts=1795376000;h1=")]
    [InlineData("ts=1795376000;h1=zz")]
    [InlineData("ts=1795376000;h1={h1}00")]
    [InlineData("ts=1795376000,h1={h1}")]
    [InlineData("ts=1795376000;H1={h1}")]
    [InlineData("ts=+1795376000;h1={h1}")]
    [InlineData("ts=-1795376000;h1={h1}")]
    [InlineData("ts=01795376000;h1={h1}")]
    [InlineData("ts=1795376000.0;h1={h1}")]
    [InlineData("ts=99999999999999999999999999;h1={h1}")]
    [InlineData("ts=1795376000;ts=1795376000;h1={h1}")]
    [InlineData("t=1795376000,v1={h1}")]
    [InlineData("ts=1795376000;h1={H1}")]
    public void A_header_of_another_form_is_refused_with_a_sentence(string? header)
    {
        var h1 = PaddleSignature.Sign(Secret, Now, Body)[^64..];
        var sentence = Refuse(
            header
                ?.Replace("{h1}", h1, StringComparison.Ordinal)
                .Replace("{H1}", h1.ToUpperInvariant(), StringComparison.Ordinal),
            Body
        );
        Assert.NotNull(sentence);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(h1, sentence, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_header_full_of_signatures_costs_no_time()
    {
        var wrong = string.Concat(Enumerable.Repeat($";h1={new string('0', 64)}", 100_000));
        Assert.NotNull(Refuse($"ts={Now}{wrong};h1={PaddleSignature.Sign(Secret, Now, Body)[^64..]}", Body));
    }

    private static string? Refuse(string? header, byte[] body, IReadOnlyList<string>? secrets = null) =>
        new PaddleProvider().Refuse(
            new ArrivingEvent(body, name => name == "Paddle-Signature" ? header : null),
            secrets ?? [Secret],
            Now * UtcMicros.PerSecond
        );

    private static IEnumerable<byte[]> SingleBitChanges(byte[] bytes)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return changed;
        }
    }

    private static NodeAnswer Ask(
        (string Header, byte[] Body)[] requests,
        (long Timestamp, byte[] Body)[] sign,
        bool flip
    ) =>
        JsonSerializer.Deserialize<NodeAnswer>(
            NodeVerifier.Script(
                "paddle.mjs",
                JsonSerializer.Serialize(
                    new
                    {
                        secret = Secret,
                        flip,
                        requests = requests.Select(one => new { header = one.Header, body = one.Body }),
                        sign = sign.Select(one => new { timestamp = one.Timestamp, body = one.Body }),
                    },
                    Web
                )
            ),
            Web
        )!;
}
