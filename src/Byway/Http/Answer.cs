using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Byway.Http;

/// <summary>What a request is answered with: a status, a JSON body, and Byway's own headers.</summary>
public sealed class Answer
{
    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private Answer(int status, ReadOnlyMemory<byte> body)
    {
        Status = status;
        Body = body;
    }

    /// <summary>The bare success of actions without a result: <c>{"status":1}</c>.</summary>
    public static Answer Done => new(200, "{\"status\":1}"u8.ToArray());

    /// <summary>The file name a browser saves it under; null for none.</summary>
    public string? FileName { get; private init; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The body, UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Header <c>Byway-Entry</c>: the last journal entry of this change.</summary>
    public string? EntryId { get; set; }

    /// <summary>Header <c>Byway-Entry-Count</c>, sent when the change made more than one entry.</summary>
    public int EntryCount { get; set; }

    /// <summary>Header <c>Byway-Decision</c>: the last entry's decision code.</summary>
    public string? Decision { get; set; }

    /// <summary>Header <c>Byway-Replay: true</c>: nothing was written, this is the first answer again.</summary>
    public bool IsReplay { get; set; }

    /// <summary>Header <c>ETag</c>, for settings.</summary>
    public string? ETag { get; set; }

    /// <summary>Header <c>Retry-After</c> in seconds.</summary>
    public int? RetryAfterSeconds { get; set; }

    /// <summary>True when the body holds a secret that is shown once, so no copy may be kept for a repeat.</summary>
    public bool HasSecret { get; init; }

    /// <summary>The one exception to JSON: CSV, where it was asked for.</summary>
    public string ContentType { get; private init; } = "application/json";

    /// <summary>Writes a body that is too long to be held at once; null for <see cref="Body"/>.</summary>
    public Func<PipeWriter, CancellationToken, Task>? Writes { get; private init; }

    /// <summary>A body of another type than JSON, written as it is read.</summary>
    /// <param name="contentType">Its type.</param>
    /// <param name="writes">Writes it.</param>
    public static Answer Stream(string contentType, Func<PipeWriter, CancellationToken, Task> writes) =>
        new(200, default) { ContentType = contentType, Writes = writes };

    /// <summary>A resource that is already JSON, in the envelope <c>{"data":…,"status":1}</c>.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="resource">The resource as UTF-8 JSON.</param>
    public static Answer Resource(int status, ReadOnlySpan<byte> resource) =>
        new(status, Enveloped([resource.ToArray()], isList: false));

    /// <summary>A 200 with a resource that holds a secret shown once: no copy is kept for a repeat.</summary>
    /// <param name="resource">The resource as UTF-8 JSON.</param>
    public static Answer Secret(ReadOnlySpan<byte> resource) =>
        new(200, Enveloped([resource.ToArray()], isList: false)) { HasSecret = true };

    /// <summary>Several resources that are already JSON, in order, in the envelope.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="resources">Each as UTF-8 JSON.</param>
    public static Answer Resources(int status, IReadOnlyList<byte[]> resources) =>
        new(status, Enveloped(resources, isList: true));

    /// <summary>A view in the envelope.</summary>
    /// <param name="view">The view.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="status">The HTTP status.</param>
    public static Answer Of<T>(T view, JsonTypeInfo<T> type, int status = 200) =>
        Resource(status, JsonSerializer.SerializeToUtf8Bytes(view, type));

    /// <summary>A view that holds a secret: no repeat is answered with it again.</summary>
    /// <param name="view">The view.</param>
    /// <param name="type">How it is written.</param>
    public static Answer Secret<T>(T view, JsonTypeInfo<T> type) => new(200, Of(view, type).Body) { HasSecret = true };

    /// <summary>A body that has its own envelope.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="status">The HTTP status.</param>
    public static Answer Whole<T>(T body, JsonTypeInfo<T> type, int status = 200) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(body, type));

    /// <summary>A body that is written as it is read, and saved by browsers as a file.</summary>
    /// <param name="fileName">The file's name: Latin letters, digits, <c>-</c> and <c>.</c>.</param>
    /// <param name="write">Writes all of it, its envelope too.</param>
    public static Answer File(string fileName, Func<PipeWriter, CancellationToken, Task> write) =>
        new(200, default) { Writes = write, FileName = fileName };

    /// <summary>A stored body, byte for byte.</summary>
    /// <param name="status">The stored status.</param>
    /// <param name="body">The stored body.</param>
    public static Answer Stored(int status, string body) =>
        new(status, Encoding.UTF8.GetBytes(body)) { IsReplay = true };

    /// <summary>A refusal.</summary>
    /// <param name="code">Why, as a stable code; it brings the HTTP status.</param>
    /// <param name="message">Why, as a sentence.</param>
    /// <param name="errors">The faults by field path.</param>
    public static Answer Refuse(
        RefusalCode code,
        string message,
        IReadOnlyDictionary<string, List<string>>? errors = null
    )
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteNumber("status"u8, 0);
            json.WriteString("message"u8, message);
            json.WriteString("code"u8, code.Code);
            if (errors is not null)
            {
                json.WriteStartObject("errors"u8);
                foreach (var (path, sentences) in errors)
                {
                    json.WriteStartArray(path);
                    sentences.ForEach(json.WriteStringValue);
                    json.WriteEndArray();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return new(code.Status, buffer.ToArray());
    }

    /// <summary>A 422 about one field.</summary>
    /// <param name="path">The field's path, such as <c>customer.key</c>.</param>
    /// <param name="sentence">What is wrong with it.</param>
    /// <param name="code">The code, when it is not the general one.</param>
    public static Answer Fault(string path, string sentence, RefusalCode? code = null) =>
        Refuse(
            code ?? RefusalCode.InvalidFields,
            sentence,
            new Dictionary<string, List<string>> { [path] = [sentence] }
        );

    /// <summary>A 404 for a named thing.</summary>
    /// <param name="noun">Capitalised, such as <c>Transaction</c>.</param>
    public static Answer NotFound(string noun) => Refuse(RefusalCode.NotFound, $"{noun} not found");

    /// <summary>
    /// Sends it. JSON is exactly <c>application/json</c>: compatible clients do not decode anything else.
    /// </summary>
    /// <param name="http">The exchange.</param>
    public Task Send(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        var headers = response.Headers;
        headers.ContentType = ContentType;
        headers.ContentLength = Writes is null ? Body.Length : null;
        headers.ContentDisposition = FileName is null ? default : $"attachment; filename=\"{FileName}\"";
        headers.CacheControl = "no-store";
        Header(headers, "Byway-Entry", EntryId);
        Header(headers, "Byway-Decision", Decision);
        Header(
            headers,
            "Byway-Entry-Count",
            EntryCount > 1 ? EntryCount.ToString(CultureInfo.InvariantCulture) : null
        );
        Header(headers, "Byway-Replay", IsReplay ? "true" : null);
        Header(headers, "ETag", ETag);
        Header(headers, "Retry-After", RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture));
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask
            : Writes is not null ? Writes(response.BodyWriter, http.RequestAborted)
            : response.Body.WriteAsync(Body, http.RequestAborted).AsTask();
    }

    private static void Header(IHeaderDictionary headers, string name, string? value)
    {
        if (value is not null)
        {
            headers[name] = value;
        }
    }

    private static byte[] Enveloped(IReadOnlyList<byte[]> resources, bool isList)
    {
        var start = isList ? "{\"data\":["u8 : "{\"data\":"u8;
        var end = isList ? "],\"status\":1}"u8 : ",\"status\":1}"u8;
        var body = new byte[
            start.Length + end.Length + resources.Sum(resource => resource.Length) + Math.Max(0, resources.Count - 1)
        ];
        start.CopyTo(body);
        var at = start.Length;
        for (var index = 0; index < resources.Count; index++)
        {
            if (index > 0)
            {
                body[at++] = (byte)',';
            }

            resources[index].CopyTo(body, at);
            at += resources[index].Length;
        }

        end.CopyTo(body.AsSpan(at));
        return body;
    }
}
