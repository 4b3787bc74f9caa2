using System.Globalization;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Byway.Http;
using Byway.Storage;
using Byway.Values;

namespace Byway.Persons;

/// <summary>
/// <c>GET /v1/customers/{key}/export</c> and the same for partners, leads and subscribers: one JSON document with
/// everything that is stored about somebody. Rows are written as they are read, out of one picture of the database.
/// </summary>
public static class ExportPerson
{
    // About as much as a reader takes at once.
    private const int FlushBytes = 32_768;

    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What the API's document says about a route of it.</summary>
    /// <param name="id">The operation's name.</param>
    /// <param name="noun">Whom it exports.</param>
    /// <param name="path">What stands in the path.</param>
    public static RouteNote Note(string id, string noun, FieldNote path) =>
        new(id, $"Get everything that is stored about a {noun}, as one document.")
        {
            More =
                "Profile, keys and links, binding, sales, rewards, balances with every posting, payouts, mails, "
                + "sessions (without secrets), and the journal entries that hold something of the person. The answer "
                + "is streamed and may be long. Whoever was erased is not found.",
            Path = path,
            Answer = AnswerNote.One(200, "The document.", typeof(ExportView)),
            Refusals = [RefusalCode.NotFound],
        };

    /// <summary>The handler of a route of it.</summary>
    /// <param name="kind">Whom it exports.</param>
    public static Handler Handle(PersonKind kind) => call => Handle(call, kind);

    private static async Task<Answer> Handle(ApiCall call, PersonKind kind)
    {
        if (
            await PersonFinder.Find(call, kind) is not { } person
            || await PersonFinder.IsErased(call.Database, call.Program.ProgramId, person)
        )
        {
            return Answer.NotFound(kind.ToString());
        }

        var noun = NounOf(kind);
        var number = person.ToString(CultureInfo.InvariantCulture);
        return Answer.File(
            $"{noun}-{number}.json",
            (pipe, cancelled) => Task.Run(() => Write(call, kind, person, pipe, cancelled), cancelled)
        );
    }

    private static string NounOf(PersonKind kind) => kind.ToString().ToLowerInvariant();

    private static async Task Write(
        ApiCall call,
        PersonKind kind,
        long person,
        PipeWriter pipe,
        CancellationToken cancelled
    )
    {
        using var snapshot = call.Database.OpenSnapshot();
        var search = new PersonSearch(new SnapshotRows(snapshot), call.Program.ProgramId);
        var records = search.Records(person, kind);
        await using var json = new Utf8JsonWriter(pipe, Writing);
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        json.WriteString("exported_at"u8, UtcMicros.ToText(UtcMicros.Now(call.Server.Clock)));
        json.WriteString("kind"u8, NounOf(kind));
        json.WriteNumber("number"u8, person);
        json.WriteStartArray("sections"u8);
        foreach (var (name, sql) in PersonSections.All)
        {
            var isAny = false;
            foreach (
                IDictionary<string, object?> row in records.SelectMany(record =>
                    snapshot.Rows<dynamic>(sql, new { program = call.Program.ProgramId, person = record })
                )
            )
            {
                if (!isAny)
                {
                    json.WriteStartObject();
                    json.WriteString("name"u8, name);
                    json.WriteStartArray("rows"u8);
                    isAny = true;
                }

                WriteRow(json, row);
                if (json.BytesPending > FlushBytes)
                {
                    await json.FlushAsync(cancelled);
                    await pipe.FlushAsync(cancelled);
                }
            }

            if (isAny)
            {
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNumber("status"u8, 1);
        json.WriteEndObject();
        await json.FlushAsync(cancelled);
        await pipe.FlushAsync(cancelled);
    }

    private static void WriteRow(Utf8JsonWriter json, IDictionary<string, object?> row)
    {
        json.WriteStartObject();
        foreach (var (column, value) in row)
        {
            json.WritePropertyName(column);
            switch (value)
            {
                case null or DBNull:
                    json.WriteNullValue();
                    break;
                case long number when IsTime(column):
                    json.WriteStringValue(UtcMicros.ToText(number));
                    break;
                case long number when IsAmount(column):
                    json.WriteRawValue(Micros.ToText(number));
                    break;
                case long number:
                    json.WriteNumberValue(number);
                    break;
                default:
                    WriteText(json, value.ToString()!);
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        if (text is ['{', .., '}'] or ['[', .., ']'])
        {
            try
            {
                if (text.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
                {
                    // Perhaps half a character, which can be handed on and not be read.
                    json.WriteRawValue(text);
                    return;
                }

                using var document = JsonDocument.Parse(text);
                document.RootElement.WriteTo(json);
                return;
            }
            catch (JsonException)
            {
                // A name may begin like that.
            }
        }

        json.WriteStringValue(text);
    }

    private static bool IsTime(string column) =>
        column.EndsWith("_at", StringComparison.Ordinal) || column is "held_until";

    private static bool IsAmount(string column) =>
        column.EndsWith("amount", StringComparison.Ordinal) || column is "balance_after" or "given_reward";
}
