using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Byway.Storage;
using Byway.Values;

namespace Byway.Journal;

/// <summary>
/// Turns a change into its two stored halves: the chained body without personal data, and the erasable rest.
/// </summary>
public sealed class EntryWriter : IDisposable
{
    /// <summary>The format of an entry's body.</summary>
    public const int Format = 1;

    /// <summary>The version of the rules that decided, so that a later engine can tell.</summary>
    public const string Engine = "1";

    private const int SaltBytes = 12;

    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private readonly byte[] random = new byte[SaltBytes * 256];
    private int randomUsed = SaltBytes * 256;
    private readonly Utf8JsonWriter json;

    /// <summary>A writer to be used by one thread.</summary>
    public EntryWriter() =>
        json = new(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Writes an entry.</summary>
    /// <param name="draft">What the slice says.</param>
    /// <param name="stamp">What the turn adds.</param>
    /// <param name="effects">The rows, postings and totals since the entry before.</param>
    public (JournalEntry Entry, EntryPersonal Personal) Write(EntryDraft draft, EntryStamp stamp, EntryEffects effects)
    {
        var id = Ids.Entry(stamp.Sequence, stamp.TurnNonce);
        var salt = NewSalt();
        var personal = new EntryPersonal
        {
            ProgramId = stamp.ProgramId,
            Sequence = stamp.Sequence,
            Person = draft.Person,
            Salt = salt,
            Request = draft.Request,
            Answer = Encoding.UTF8.GetString(draft.Answer.Span),
            PersonalRows = Text(() => WriteRows(effects, personal: true)),
        };
        var body = Text(() => WriteBody(id, draft, stamp, effects, PersonalHash(personal)));
        return (
            new()
            {
                ProgramId = stamp.ProgramId,
                Sequence = stamp.Sequence,
                Id = id,
                Body = body,
                Hash = ChainHash(stamp.HashBefore, body),
            },
            personal
        );
    }

    /// <summary>The salted hash of an entry's erasable half, which its body carries.</summary>
    /// <param name="personal">The erasable half.</param>
    public static string PersonalHash(EntryPersonal personal) =>
        Sha256(personal.Salt, personal.Request, personal.Answer, personal.PersonalRows);

    /// <summary>The hash of an entry in its program's chain.</summary>
    /// <param name="hashBefore">The hash of the entry before, empty for the first.</param>
    /// <param name="body">The entry's body.</param>
    public static string ChainHash(string hashBefore, string body) => Sha256(hashBefore, body);

    /// <inheritdoc/>
    public void Dispose() => json.Dispose();

    private static string Sha256(params ReadOnlySpan<string> parts)
    {
        var length = parts.Length;
        foreach (var part in parts)
        {
            length += Encoding.UTF8.GetMaxByteCount(part.Length);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var at = 0;
        foreach (var part in parts)
        {
            at += Encoding.UTF8.GetBytes(part, bytes.AsSpan(at));
            bytes[at++] = (byte)'\n';
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes.AsSpan(0, at), hash);
        ArrayPool<byte>.Shared.Return(bytes);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>
    /// A salt of its own for every entry: erasing one person must not leave a salt that serves another.
    /// </summary>
    private string NewSalt()
    {
        if (randomUsed == random.Length)
        {
            RandomNumberGenerator.Fill(random);
            randomUsed = 0;
        }

        randomUsed += SaltBytes;
        return Convert.ToHexStringLower(random, randomUsed - SaltBytes, SaltBytes);
    }

    private string Text(Action write)
    {
        buffer.ResetWrittenCount();
        json.Reset();
        write();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteBody(string id, EntryDraft draft, EntryStamp stamp, EntryEffects effects, string personalHash)
    {
        json.WriteStartObject();
        json.WriteNumber("format"u8, Format);
        json.WriteString("engine"u8, Engine);
        json.WriteString("id"u8, id);
        json.WriteNumber("sequence"u8, stamp.Sequence);
        json.WriteString("kind"u8, draft.Kind);
        json.WriteNumber("subject"u8, draft.Subject);
        if (draft.Person is { } person)
        {
            json.WriteNumber("person"u8, person);
        }

        json.WriteString("actor"u8, stamp.Actor);
        json.WriteNumber("occurred_at"u8, draft.OccurredAt ?? stamp.Now);
        json.WriteNumber("booked_at"u8, stamp.Now);
        json.WriteNumber("version"u8, stamp.Version);
        json.WriteString("personal"u8, personalHash);
        json.WritePropertyName("decision"u8);
        JsonSerializer.Serialize(json, draft.Decision, StoredJson.Default.Decision);
        json.WritePropertyName("rows"u8);
        WriteRows(effects, personal: false);
        json.WriteStartArray("postings"u8);
        foreach (var posting in effects.Postings)
        {
            json.WriteStartArray();
            json.WriteNumberValue(posting.Owner);
            json.WriteStringValue(posting.Account);
            json.WriteStringValue(posting.Unit);
            json.WriteNumberValue(posting.Amount);
            json.WriteNumberValue(posting.Reward ?? 0);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("totals"u8);
        foreach (var total in effects.Totals)
        {
            json.WriteStartArray();
            json.WriteNumberValue(total.Owner);
            json.WriteStringValue(total.Unit);
            json.WriteNumberValue(total.Day);
            json.WriteNumberValue(total.SignUps);
            json.WriteNumberValue(total.Sales);
            json.WriteNumberValue(total.SalesAmount);
            json.WriteNumberValue(total.RewardedSales);
            json.WriteNumberValue(total.RewardAmount);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Rows as <c>[["transactions",[…columns…]],…]</c>, in the order they were put.</summary>
    private void WriteRows(EntryEffects effects, bool personal)
    {
        json.WriteStartArray();
        foreach (var (table, row) in effects.Rows)
        {
            json.WriteStartArray();
            json.WriteStringValue(table.Name);
            table.WriteRow(json, row, personal);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}

/// <summary>What the turn adds to an entry.</summary>
/// <param name="ProgramId">The program.</param>
/// <param name="Sequence">The entry's number.</param>
/// <param name="TurnNonce">Random per turn.</param>
/// <param name="HashBefore">The chain so far.</param>
/// <param name="Actor">Who asked: <c>key_…</c>, <c>job:…</c>, <c>cli</c>.</param>
/// <param name="Now">The turn's time, Unix microseconds.</param>
/// <param name="Version">The settings version in force.</param>
public readonly record struct EntryStamp(
    long ProgramId,
    long Sequence,
    long TurnNonce,
    string HashBefore,
    string Actor,
    long Now,
    long Version
);

/// <summary>A leg as an entry lists it.</summary>
/// <param name="Owner">A partner or customer; 0 for the program.</param>
/// <param name="Account">The ledger account.</param>
/// <param name="Unit">Currency or own unit.</param>
/// <param name="Amount">Micros, signed.</param>
/// <param name="Reward">The reward it moves.</param>
public readonly record struct Leg(long Owner, string Account, string Unit, long Amount, long? Reward);

/// <summary>What one entry does: gathered by the turn between two entries.</summary>
public sealed class EntryEffects
{
    /// <summary>Rows in their new state.</summary>
    public List<(ITable Table, object Row)> Rows { get; } = [];

    /// <summary>Legs; they add up to zero in every unit.</summary>
    public List<Leg> Postings { get; } = [];

    /// <summary>What is added to totals.</summary>
    public List<Balances.Total> Totals { get; } = [];

    /// <summary>Adds to a total, which is listed once however often it is added to.</summary>
    /// <param name="added">What is added.</param>
    public void Count(Balances.Total added)
    {
        var at = Totals.FindIndex(total =>
            total.Owner == added.Owner && total.Day == added.Day && total.Unit == added.Unit
        );
        if (at >= 0 && Totals[at].Plus(added) is { } sum)
        {
            Totals[at] = sum;
            return;
        }

        Totals.Add(added);
    }

    /// <summary>Starts over.</summary>
    public void Clear()
    {
        Rows.Clear();
        Postings.Clear();
        Totals.Clear();
    }
}
