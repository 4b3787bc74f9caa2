using System.Text;
using Byway.Integrations;
using Byway.Integrations.Chargebee;
using Xunit;

namespace Byway.Tests.Integrations.Chargebee;

/// <summary>Who may knock.</summary>
public sealed class BasicAuthorizationTests
{
    private static readonly string[] Secrets = ["byway:new-secret", "byway:old:secret"];

    /// <summary>The table: a header, and whether it lets in.</summary>
    public static TheoryData<string?, bool> Headers =>
        new()
        {
            { Basic("byway:new-secret"), true },
            { Basic("byway:old:secret"), true },
            { "basic " + Basic("byway:new-secret")[6..], true },
            { "BASIC  " + Basic("byway:new-secret")[6..] + " ", true },
            { null, false },
            { "", false },
            { "Basic", false },
            { "Basic ", false },
            { "Basic not base64!", false },
            { Basic(""), false },
            { Basic(":"), false },
            { Basic("byway"), false },
            { Basic("byway:"), false },
            { Basic("byway:new-secre"), false },
            { Basic("byway:new-secret "), false },
            { Basic("Byway:new-secret"), false },
            { Basic(":new-secret"), false },
            { Basic("byway:old"), false },
            { Basic("byway:new-secret\0"), false },
            { "Bearer " + Basic("byway:new-secret")[6..], false },
            { Basic("byway:new-secret")[6..], false },
            { "Basic byway:new-secret", false },
            { "Basic " + new string('A', 3_000), false },
        };

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_lets_in_or_not(string? header, bool letsIn) =>
        Assert.Equal(letsIn, Refuse(header, Secrets) is null);

    [Fact]
    public void The_same_headers_let_nobody_in_where_there_is_no_secret() =>
        Assert.All(Headers, row => Assert.NotNull(Refuse(row.Data.Item1, [])));

    [Theory]
    [InlineData("password-only")]
    [InlineData(":password")]
    [InlineData("user:")]
    [InlineData("")]
    public void A_secret_without_user_and_password_lets_nobody_in(string secret) =>
        Assert.NotNull(Refuse(Basic(secret), [secret]));

    [Fact]
    public void A_rotated_secret_stops_when_it_is_taken_away() =>
        Assert.NotNull(Refuse(Basic("byway:old:secret"), Secrets[..1]));

    [Fact]
    public void No_single_bit_of_the_password_may_differ()
    {
        var right = Encoding.UTF8.GetBytes("byway:new-secret");
        for (var bit = 0; bit < right.Length * 8; bit++)
        {
            var wrong = right.ToArray();
            wrong[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotNull(Refuse("Basic " + Convert.ToBase64String(wrong), Secrets));
        }
    }

    private static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));

    private static string? Refuse(string? header, IReadOnlyList<string> secrets) =>
        new ChargebeeProvider().Refuse(
            new ArrivingEvent(
                default,
                name => name.Equals("authorization", StringComparison.OrdinalIgnoreCase) ? header : null
            ),
            secrets,
            0
        );
}
