using Xunit;

namespace Byway.Tests.Tidy;

/// <summary>What a tidy test found, shown whole: the runner would cut a long list short.</summary>
public static class Complaints
{
    public static void AssertNone(IEnumerable<string> complaints)
    {
        var found = complaints.ToList();
        if (found.Count > 0)
        {
            Assert.Fail(string.Join('\n', found));
        }
    }
}
