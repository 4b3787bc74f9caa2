namespace Byway.Tests.Fuzz;

/// <summary>Chance that can be repeated: the same seed throws the same. SplitMix64.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    /// <summary>True in so many of a hundred throws.</summary>
    public bool Happens(int percent) => Below(100) < percent;

    /// <summary>One of several.</summary>
    public T From<T>(IReadOnlyList<T> several) => several[Below(several.Count)];

    /// <summary>One of several.</summary>
    public T OneOf<T>(params T[] several) => several[Below(several.Length)];

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
