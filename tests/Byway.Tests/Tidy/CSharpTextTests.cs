using Xunit;

namespace Byway.Tests.Tidy;

public sealed class CSharpTextTests
{
    [Theory]
    [InlineData("a // b\nc", "a \nc")]
    [InlineData("a /* b\nb */ c", "a \n c")]
    [InlineData("a \"b // b\" c", "a  c")]
    [InlineData("a \"b \\\" b\" c", "a  c")]
    [InlineData("a $\"b {b} b\" c", "a  c")]
    [InlineData("a @\"b \"\" \\\" c", "a  c")]
    [InlineData("a \"\"\"b \"b\" \n b\"\"\" c", "a \n c")]
    [InlineData("a $$\"\"\"b {{b}} b\"\"\" c", "a  c")]
    [InlineData("a '\"' c '\\'' d '\\u0000' e", "a  c  d  e")]
    [InlineData("a \"https://b\"; c", "a ; c")]
    public void Comments_and_strings_go_and_the_rest_stays(string text, string expected) =>
        Assert.Equal(expected, CSharpText.WithoutCommentsAndStrings(text));

    [Fact]
    public void The_tree_is_found_and_not_empty()
    {
        Assert.Contains(SourceTree.Files, file => file.Path == "Byway.slnx");
        Assert.Contains(SourceTree.Files, file => file.Path == "do");
        Assert.Contains(SourceTree.Files, file => file.Path == ".ci/run");
        Assert.Contains(SourceTree.Server, file => file.Path == "src/Byway/Program.cs");
        Assert.Contains(SourceTree.CSharp, file => file.Name == "CSharpTextTests.cs");
        Assert.DoesNotContain(SourceTree.Files, file => file.Path.Contains("/obj/", StringComparison.Ordinal));
    }
}
