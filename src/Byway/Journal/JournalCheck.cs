namespace Byway.Journal;

/// <summary>
/// Walks one program's journal from its first entry to its last: numbers without gaps, every hash over the one before
/// and
/// the stored text, every erasable half the one its entry speaks of, every entry's postings zero in sum.
/// </summary>
public sealed class JournalCheck
{
    private long sequence;
    private string hash = "";

    // Erasing entries that halves name and that have not come yet, with the entry that named them.
    private readonly Dictionary<long, long> erasers = [];

    /// <summary>
    /// How many entries have lost a person, or all of their erasable half: nothing can be decided again from them.
    /// </summary>
    public long Erased { get; private set; }

    /// <summary>Takes the next entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="body">Its body, read; null when it cannot be.</param>
    /// <param name="personal">Its erasable half; null when it was erased.</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public Break? Next(JournalEntry entry, EntryBody? body, EntryPersonal? personal)
    {
        var place = $"entry {entry.Sequence} ({entry.Id})";
        if (entry.Sequence != sequence + 1)
        {
            return new(place, "sequence number", $"{sequence + 1}", $"{entry.Sequence}");
        }

        var expected = EntryWriter.ChainHash(hash, entry.Body);
        if (entry.Hash != expected)
        {
            return new(place, "chain hash", expected, entry.Hash);
        }

        sequence = entry.Sequence;
        hash = entry.Hash;
        if (body is null)
        {
            return new(place, "body", $"an entry of format {EntryWriter.Format}", "something else");
        }

        return Break.If(place, "id", body.Id, entry.Id)
            ?? Break.If(place, "sequence number in its body", entry.Sequence, body.Sequence)
            ?? Half(place, body, personal)
            ?? SumOf(place, body);
    }

    /// <summary>After the last entry: the head is where the journal ends.</summary>
    /// <param name="headSequence">The head's sequence number.</param>
    /// <param name="headHash">The head's hash.</param>
    public Break? End(long headSequence, string headHash) =>
        Break.If("the head", "last sequence number", sequence, headSequence)
        ?? Break.If("the head", "last chain hash", hash, headHash)
        ?? erasers
            .Select(eraser => new Break(
                $"entry {eraser.Value}",
                "what erased a person from it",
                "an entry that erases somebody",
                $"entry {eraser.Key}"
            ))
            .FirstOrDefault();

    /// <summary>
    /// A half is what the body's hash says, or an entry that erases somebody says that it is not: nothing else may
    /// change one.
    /// </summary>
    private Break? Half(string place, EntryBody body, EntryPersonal? personal)
    {
        if (body.IsErasing)
        {
            erasers.Remove(body.Sequence);
        }

        if (personal is { ErasedBy: null })
        {
            return Break.If(place, "personal half's hash", body.PersonalHash, EntryWriter.PersonalHash(personal));
        }

        Erased++;
        if (personal is { ErasedBy: { } eraser })
        {
            // The first one is told when nobody erases there.
            erasers.TryAdd(eraser, body.Sequence);
        }

        return null;
    }

    private static Break? SumOf(string place, EntryBody body)
    {
        foreach (var legs in body.Legs.GroupBy(leg => leg.Unit))
        {
            Int128 sum = 0;
            foreach (var leg in legs)
            {
                sum += leg.Amount;
            }

            if (sum != 0)
            {
                return new(place, $"sum of its postings in {legs.Key}, in micros", "0", $"{sum}");
            }
        }

        return null;
    }
}
