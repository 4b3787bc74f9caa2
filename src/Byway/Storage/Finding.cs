namespace Byway.Storage;

/// <summary>One thing that was looked at.</summary>
/// <param name="Check">What should be so.</param>
/// <param name="IsGood">Whether it is.</param>
/// <param name="Found">What is there.</param>
/// <param name="Advice">What to do when it is not so.</param>
public sealed record Finding(string Check, bool IsGood, string Found, string Advice);
