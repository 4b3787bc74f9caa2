using System.Security.Cryptography;

namespace Byway.Values;

/// <summary>The tenant: a program's internal number, first in every key.</summary>
/// <param name="Number">1, 2, 3 …</param>
public readonly record struct ProgramId(long Number)
{
    /// <inheritdoc/>
    public override string ToString() => Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// Makes and reads identifiers: prefixed, lower case, no look-alike letters (Crockford's base 32 alphabet).
/// </summary>
public static class Ids
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const string UpperLettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyz" + UpperLettersAndDigits;
    private const int SequenceLength = 9;
    private const int NonceLength = 8;

    /// <summary>
    /// A journal entry's id: its sequence number (so ids sort in order and are found by key), then 40 random bits of
    /// its turn.
    /// </summary>
    /// <param name="sequence">The entry's sequence number in its program.</param>
    /// <param name="turnNonce">Random per turn; only its low 40 bits count.</param>
    public static string Entry(long sequence, long turnNonce) =>
        string.Create(
            4 + SequenceLength + NonceLength,
            (sequence, turnNonce),
            static (to, from) =>
            {
                "ent_".CopyTo(to);
                Encode(from.sequence, to.Slice(4, SequenceLength));
                Encode(from.turnNonce, to.Slice(4 + SequenceLength, NonceLength));
            }
        );

    /// <summary>The sequence number inside an entry id, or null when the text is no entry id.</summary>
    /// <param name="entryId">For example <c>ent_00000000b4m2k9x1q</c>.</param>
    public static long? SequenceOf(string entryId)
    {
        if (
            entryId.Length != 4 + SequenceLength + NonceLength
            || !entryId.StartsWith("ent_", StringComparison.Ordinal)
        )
        {
            return null;
        }

        long sequence = 0;
        foreach (var c in entryId.AsSpan(4, SequenceLength))
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            sequence = (sequence << 5) | (long)digit;
        }

        return sequence;
    }

    /// <summary>A new id for a thing the merchant gave none: prefix, 48 bits of time, 80 random bits.</summary>
    /// <param name="prefix">For example <c>par_</c>.</param>
    /// <param name="nowMicros">Unix microseconds.</param>
    public static string New(string prefix, long nowMicros)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return string.Concat(
            prefix,
            Encoded(nowMicros / 1000, 10),
            Encoded(BitConverter.ToInt64(random), 8),
            Encoded(BitConverter.ToInt64(random[8..]), 8)
        );
    }

    /// <summary>The least id that <see cref="New"/> makes from a point in time on.</summary>
    /// <param name="prefix">For example <c>clk_</c>.</param>
    /// <param name="micros">Unix microseconds.</param>
    public static string Floor(string prefix, long micros) =>
        string.Concat(prefix, Encoded(micros / 1000, 10), new string(Alphabet[0], 16));

    /// <summary>A short random public key for links, 8 characters.</summary>
    public static string ReferralKey() => RandomNumberGenerator.GetString(Alphabet, 8);

    /// <summary>A program's public id, 8 capital letters and digits.</summary>
    public static string PublicId() => RandomNumberGenerator.GetString(UpperLettersAndDigits, 8);

    /// <summary>A key for a customer whom the merchant has not named yet, 12 letters and digits.</summary>
    public static string CustomerKey() => RandomNumberGenerator.GetString(LettersAndDigits, 12);

    /// <summary>Random text of the alphabet; 5 bits a character.</summary>
    /// <param name="length">How many characters.</param>
    public static string Secret(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    private static string Encoded(long value, int length) =>
        string.Create(length, value, static (to, from) => Encode(from, to));

    private static void Encode(long value, Span<char> to)
    {
        for (var at = to.Length - 1; at >= 0; at--)
        {
            to[at] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
    }
}
