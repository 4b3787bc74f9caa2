using Byway.Values;
using Xunit;

namespace Byway.Tests.Values;

public sealed class EmailTests
{
    [Theory]
    [InlineData("a@example.com", true)]
    [InlineData("a.b+c@sub.example.co", true)]
    [InlineData("ü@exämple.com", true)]
    [InlineData("'@example.com", true)]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("@example.com", false)]
    [InlineData("a@", false)]
    [InlineData("a@b", false)]
    [InlineData("a@b.", false)]
    [InlineData("a@.b", false)]
    [InlineData("a@-b.c", false)]
    [InlineData("a@b..c", false)]
    [InlineData("a@b@example.com", false)]
    [InlineData("a b@example.com", false)]
    [InlineData("a@exam ple.com", false)]
    [InlineData("a\n@example.com", false)]
    [InlineData("a\0@example.com", false)]
    public void An_address_is_told_from_other_text(string text, bool isAddress) =>
        Assert.Equal(isAddress, Email.IsAddress(text));

    [Fact]
    public void An_address_has_a_greatest_length()
    {
        var local = new string('a', 64);
        Assert.True(Email.IsAddress($"{local}@{new string('b', 185)}.com"));
        Assert.False(Email.IsAddress($"{local}@{new string('b', 186)}.com"));
        Assert.False(Email.IsAddress($"{local}a@example.com"));
    }

    [Theory]
    [InlineData(" Anna@Example.COM ", "anna@example.com")]
    [InlineData("no address", "no address")]
    [InlineData("ÄNNA@EXAMPLE.COM", "änna@example.com")]
    public void Equal_addresses_fold_alike(string text, string folded) => Assert.Equal(folded, Email.Folded(text));

    [Theory]
    [InlineData("anna+shop@example.com", "anna@example.com")]
    [InlineData("anna+a+b@example.com", "anna@example.com")]
    [InlineData("+anna@example.com", "+anna@example.com")]
    [InlineData("an.na@example.com", "an.na@example.com")]
    [InlineData("A.n.n.a+x@GMail.com", "anna@gmail.com")]
    [InlineData("anna@googlemail.com", "anna@gmail.com")]
    [InlineData("@example.com", "@example.com")]
    [InlineData("no address", "no address")]
    public void One_persons_addresses_meet(string text, string normalised) =>
        Assert.Equal(normalised, Email.Normalised(text));
}
