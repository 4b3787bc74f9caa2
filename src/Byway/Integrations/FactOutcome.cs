namespace Byway.Integrations;

/// <summary>What came of one fact.</summary>
/// <param name="Status">One of <see cref="EventStatus"/>.</param>
/// <param name="Sentence">The same for people.</param>
/// <param name="Person">The customer it is about, as far as it is known.</param>
public sealed record FactOutcome(string Status, string Sentence, long? Person = null)
{
    /// <summary>The payment it is about; null for none.</summary>
    public long? Payment { get; init; }

    /// <summary>Something changed.</summary>
    /// <param name="sentence">What.</param>
    /// <param name="person">About whom.</param>
    public static FactOutcome Booked(string sentence, long? person = null) =>
        new(EventStatus.Booked, sentence, person);

    /// <summary>Nothing follows.</summary>
    /// <param name="sentence">Why.</param>
    /// <param name="person">About whom.</param>
    public static FactOutcome Noted(string sentence, long? person = null) => new(EventStatus.Noted, sentence, person);
}
