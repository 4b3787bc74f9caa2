using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Byway.Http;

/// <summary>
/// A request's body, read strictly: at most <see cref="LargestBytes"/>, valid UTF-8, valid JSON without duplicate
/// members or lone surrogates, an object
/// (or <c>[]</c> or nothing, which is how some clients say "no parameters").
/// </summary>
public sealed class RequestBody : IDisposable
{
    /// <summary>The largest body accepted: 1 MB.</summary>
    public const int LargestBytes = 1_000_000;

    private const int DeepestLevel = 32;

    private readonly JsonDocument? document;

    private RequestBody(ReadOnlyMemory<byte> raw, JsonDocument? document, Answer? refusal)
    {
        Raw = raw;
        this.document = document;
        Refusal = refusal;
    }

    /// <summary>The bytes as sent.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>Why the body cannot be read; null when it can.</summary>
    public Answer? Refusal { get; }

    /// <summary>The object, or an undefined element when there is none.</summary>
    public JsonElement Root => document?.RootElement is { ValueKind: JsonValueKind.Object } root ? root : default;

    /// <summary>Reads the body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="largest">The most bytes.</param>
    /// <param name="isForeign">As in <see cref="Parse"/>.</param>
    public static async Task<RequestBody> Read(HttpRequest request, int largest = LargestBytes, bool isForeign = false)
    {
        if (request.ContentLength > largest)
        {
            return TooLarge(largest);
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > largest)
            {
                reader.AdvanceTo(read.Buffer.End);
                return TooLarge(largest);
            }

            if (read.IsCompleted)
            {
                var raw = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return Parse(raw, isForeign);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Parses bytes as a body.</summary>
    /// <param name="raw">The bytes.</param>
    /// <param name="isForeign">
    /// True for what another service writes, which cannot be asked to write it otherwise: half characters and members
    /// of the same name may stand in it, and its reader takes what it cannot read as absent.
    /// </param>
    public static RequestBody Parse(ReadOnlyMemory<byte> raw, bool isForeign = false)
    {
        if (raw.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return new(raw, null, null);
        }

        if (!Utf8.IsValid(raw.Span))
        {
            return Unreadable(raw, "The body is not valid UTF-8.");
        }

        try
        {
            if (!isForeign && raw.Span.IndexOf("\\u"u8) >= 0 && HasLoneSurrogate(raw.Span))
            {
                return Unreadable(
                    raw,
                    "The body contains half of a surrogate pair (\\ud800 to \\udfff alone), which is no character."
                );
            }

            var document = JsonDocument.Parse(
                raw,
                new() { AllowDuplicateProperties = isForeign, MaxDepth = DeepestLevel }
            );
            var root = document.RootElement;
            return
                root.ValueKind == JsonValueKind.Object
                || (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 0)
                ? new(raw, document, null)
                : Unreadable(raw, "The body must be a JSON object.");
        }
        catch (JsonException fault)
        {
            return Unreadable(raw, SentenceOf(fault));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => document?.Dispose();

    private static string SentenceOf(JsonException fault) =>
        fault.Message.Contains("uplicate", StringComparison.Ordinal)
            ? "The body has two members of the same name in one object."
        : fault.Message.Contains("depth", StringComparison.Ordinal)
            ? $"The body is nested deeper than {DeepestLevel} levels."
        : $"The body is not valid JSON (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}).";

    private static bool HasLoneSurrogate(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw, new() { MaxDepth = DeepestLevel });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static RequestBody TooLarge(int largest) =>
        new(default, null, Answer.Refuse(RefusalCode.BodyTooLarge, $"The body is larger than {largest} bytes."));

    private static RequestBody Unreadable(ReadOnlyMemory<byte> raw, string sentence) =>
        new(raw, null, Answer.Refuse(RefusalCode.UnreadableBody, sentence));
}
