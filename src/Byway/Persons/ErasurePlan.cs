using System.Text.Json;
using Byway.Http;
using Byway.Journal;
using Byway.Storage;

namespace Byway.Persons;

/// <summary>
/// What is to be erased, as it was found beside the turns. What came after that is looked for within the turn.
/// </summary>
public sealed class ErasurePlan
{
    /// <summary>The person.</summary>
    public required long Person { get; init; }

    /// <summary>The person, and the records and leads that are the same person.</summary>
    public required IReadOnlyList<long> People { get; init; }

    /// <summary>Who it is.</summary>
    public required PersonTexts Texts { get; init; }

    /// <summary>The last entry that was looked at.</summary>
    public required long Through { get; init; }

    /// <summary>When the looking began; Unix microseconds.</summary>
    public required long Since { get; init; }

    /// <summary>Other entries in which the person is named.</summary>
    public required IReadOnlyList<long> Mentions { get; init; }

    /// <summary>Stored answers in which the person is named.</summary>
    public required IReadOnlyList<string> Answers { get; init; }

    /// <summary>Stored answers to requests about the person.</summary>
    public required IReadOnlyList<string> OwnAnswers { get; init; }

    /// <summary>Hashes of the merchant keys the person has or had.</summary>
    public required IReadOnlyList<string> Claims { get; init; }

    /// <summary>Looks for a person.</summary>
    /// <param name="call">The call.</param>
    /// <param name="kind">What kind of person.</param>
    /// <param name="person">The number.</param>
    public static ErasurePlan Of(ApiCall call, PersonKind kind, long person)
    {
        using var snapshot = call.Database.OpenSnapshot();
        var search = new PersonSearch(new SnapshotRows(snapshot), call.Program.ProgramId);
        // A minute of grace, for another server's clock.
        var since = Values.UtcMicros.Now(call.Server.Clock) - (60 * Values.UtcMicros.PerSecond);
        var through = search.LastEntry();
        var texts = new PersonTexts(person);
        var records = search.Records(person, kind);
        search.Read(texts, records);
        var people = search.People(records, kind, texts.Emails);
        if (people.Count > records.Count)
        {
            search.Read(texts, people);
        }

        return new()
        {
            Person = person,
            People = people,
            Texts = texts,
            Through = through,
            Since = since,
            Mentions = search.Mentions(texts, 0),
            Answers = search.Answers(texts, 0),
            OwnAnswers = search.OwnAnswers(people, 0),
            Claims = [.. people.SelectMany(number => ClaimsOf(snapshot, call.Program.ProgramId, number))],
        };
    }

    /// <summary>Every merchant key it has or had: the entries that claimed one are about the person.</summary>
    private static List<string> ClaimsOf(Snapshot snapshot, long program, long person)
    {
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var rows in snapshot.Rows<string>(
                "select personal_rows from entry_personal where program_id = @program and person = @person",
                new { program, person }
            )
        )
        {
            foreach (var row in JsonElement.Parse(rows).EnumerateArray())
            {
                if (row[0].ValueEquals("claims"u8))
                {
                    hashes.Add(row[1][0].GetString()!);
                }
            }
        }

        return [.. hashes];
    }
}
