using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Byway.Programs;
using Byway.Values;

namespace Byway.Journal;

/// <summary>
/// A request, normalised: flat field paths to texts, so that <c>99.990</c> and <c>"99.99"</c> are the same request.
/// What may differ in a repeat
/// (<c>created_at</c>, <c>options</c>, <c>tags</c>) stands apart and is not compared.
/// </summary>
public sealed class RequestText
{
    /// <summary>The stored request of a change that nobody described: a job's, or an action without fields.</summary>
    public const string Nothing = "{\"compared\":{}}";

    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<(string Path, string Value)> compared = [];
    private readonly List<(string Path, string Value)> apart = [];

    private string? hash;

    /// <summary>The request as JSON: <c>{"compared":{…},"apart":{…}}</c>.</summary>
    public string Json => Write(compared, apart);

    /// <summary>Adds a field that a repeat must have alike.</summary>
    /// <param name="path">The field's path.</param>
    /// <param name="value">Its normalised value; null is absent.</param>
    public RequestText Add(string path, string? value)
    {
        if (value is not null)
        {
            compared.Add((path, value));
        }

        return this;
    }

    /// <summary>Adds an amount that a repeat must have alike.</summary>
    /// <param name="path">The field's path.</param>
    /// <param name="micros">Micros; null is absent.</param>
    public RequestText Amount(string path, long? micros) =>
        Add(path, micros is { } value ? Micros.ToText(value) : null);

    /// <summary>Adds a field that a repeat may have otherwise.</summary>
    /// <param name="path">The field's path.</param>
    /// <param name="value">Its value; null is absent.</param>
    public RequestText Apart(string path, string? value)
    {
        if (value is not null)
        {
            apart.Add((path, value));
        }

        return this;
    }

    /// <summary>The same request without what it says about some things; its hash is that of the whole.</summary>
    /// <param name="names">First parts of paths, such as <c>customer</c>.</param>
    public RequestText Without(params IReadOnlyList<string> names)
    {
        var rest = new RequestText();
        rest.compared.AddRange(compared.Where(field => !names.Any(name => field.Path.Split('.').Contains(name))));
        rest.apart.AddRange(apart.Where(field => !names.Any(name => field.Path.Split('.').Contains(name))));
        return rest;
    }

    /// <summary>The hash of what must be alike.</summary>
    /// <param name="program">Whose request.</param>
    public string Hash(ReferralProgram program) => hash ??= KeyHash.Of(program, "request", Write(compared, []));

    /// <summary>The paths in which a stored request differs from this one, in order.</summary>
    /// <param name="stored">The stored <see cref="Json"/>.</param>
    public IReadOnlyList<string> DifferencesFrom(string stored)
    {
        using var document = JsonDocument.Parse(stored);
        var before = document
            .RootElement.GetProperty("compared"u8)
            .EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);
        var now = compared.ToDictionary(field => field.Path, field => field.Value, StringComparer.Ordinal);
        return
        [
            .. before
                .Keys.Union(now.Keys, StringComparer.Ordinal)
                .Where(path => before.GetValueOrDefault(path) != now.GetValueOrDefault(path))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Write(List<(string Path, string Value)> compared, List<(string Path, string Value)> apart)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        Write(json, "compared", compared);
        if (apart.Count > 0)
        {
            Write(json, "apart", apart);
        }

        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string name, List<(string Path, string Value)> fields)
    {
        json.WriteStartObject(name);
        foreach (var (path, value) in fields)
        {
            json.WriteString(path, value);
        }

        json.WriteEndObject();
    }
}
