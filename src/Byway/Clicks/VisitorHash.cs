using Byway.Programs;

namespace Byway.Clicks;

/// <summary>A visitor as callers name one, so that clicks can be found by it and not read from it.</summary>
public static class VisitorHash
{
    /// <summary>The most characters of a name.</summary>
    public const int LongestName = 191;

    /// <summary>The hash.</summary>
    /// <param name="program">Whose visitor.</param>
    /// <param name="name">The name, such as a session's id.</param>
    public static string Of(ReferralProgram program, string name) => KeyHash.Of(program, "visitor", name);
}
