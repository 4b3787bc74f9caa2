namespace Byway.Bench.Report;

/// <summary>What was promised, what was measured, and whether that is enough.</summary>
/// <param name="Name">P1 and so on.</param>
/// <param name="Text">The promise.</param>
/// <param name="Measured">The figures.</param>
/// <param name="IsKept">Whether they are enough.</param>
internal sealed record Promise(string Name, string Text, string Measured, bool IsKept)
{
    /// <summary>PASS or MISS.</summary>
    public string Verdict => IsKept ? "PASS" : "MISS";
}
