using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Byway.Tests.Fuzz;

/// <summary>One operation of the API's document, as a caller reads it.</summary>
/// <param name="Document">The whole document.</param>
/// <param name="Method">The HTTP method, upper case.</param>
/// <param name="Path">The path with its parameters.</param>
/// <param name="Operation">What the document says.</param>
internal sealed partial record FuzzOperation(JsonElement Document, string Method, string Path, JsonElement Operation)
{
    [GeneratedRegex("`(?<code>[a-z_]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Code { get; }

    /// <summary>Every operation of a document.</summary>
    public static IReadOnlyList<FuzzOperation> All(JsonElement document) =>
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            select new FuzzOperation(document, method.Name.ToUpperInvariant(), path.Name, method.Value),
        ];

    /// <summary>Method and path.</summary>
    public string Name => $"{Method} {Path}";

    /// <summary>Its parameters in a place: <c>path</c>, <c>query</c> or <c>header</c>.</summary>
    public IEnumerable<(string Name, JsonElement Schema)> Parameters(string place) =>
        Operation.TryGetProperty("parameters", out var parameters)
            ? from parameter in parameters.EnumerateArray()
            where parameter.GetProperty("in").GetString() == place
            select (parameter.GetProperty("name").GetString()!, parameter.GetProperty("schema"))
            : [];

    /// <summary>True when the request is refused without this parameter of the query.</summary>
    public bool IsRequired(string name) =>
        Operation
            .GetProperty("parameters")
            .EnumerateArray()
            .Any(parameter =>
                parameter.GetProperty("name").GetString() == name
                && parameter.TryGetProperty("required", out var required)
                && required.GetBoolean()
            );

    /// <summary>The body's schema; null when none is read.</summary>
    public JsonElement? Body => Operation.TryGetProperty("requestBody", out var body) ? SchemaOf(body) : null;

    /// <summary>What is documented for a status; null when nothing is.</summary>
    public JsonElement? Answer(int status) =>
        Operation
            .GetProperty("responses")
            .TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response)
            ? Resolved(response)
            : null;

    /// <summary>True when the document says that it can answer with CSV.</summary>
    public bool GivesCsv =>
        Answer(200) is { } answer && answer.GetProperty("content").TryGetProperty("text/csv", out _);

    /// <summary>The schema of an answer or a body.</summary>
    public static JsonElement SchemaOf(JsonElement content) =>
        content.GetProperty("content").GetProperty("application/json").GetProperty("schema");

    /// <summary>The refusal codes that an answer's description names.</summary>
    public static IEnumerable<string> CodesOf(JsonElement response) =>
        Code.Matches(response.GetProperty("description").GetString()!).Select(found => found.Groups["code"].Value);

    /// <summary>A bound at a path such as <c>transactions.3.source</c>; null if unsaid.</summary>
    /// <param name="path">The field's path.</param>
    /// <param name="word">The schema's word for it, such as <c>maxLength</c>.</param>
    public long? BoundOf(string path, string word)
    {
        var query = Parameters("query")
            .Where(parameter => parameter.Name == path)
            .Select(parameter => parameter.Schema);
        var found = Body is { } body ? query.Append(In(body, path.Split('.'))) : query;
        return found
            .Where(schema => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(word, out _))
            .Select(schema => (long?)schema.GetProperty(word).GetInt64())
            .FirstOrDefault();
    }

    private JsonElement In(JsonElement schema, IEnumerable<string> steps)
    {
        foreach (var step in steps)
        {
            schema = Resolved(schema);
            schema =
                schema.ValueKind != JsonValueKind.Object ? default
                : schema.TryGetProperty("items", out var items) && step.All(char.IsAsciiDigit) ? items
                : schema.TryGetProperty("properties", out var members) && members.TryGetProperty(step, out var member)
                    ? member
                : default;
        }

        return schema;
    }

    /// <summary>What a reference leads to.</summary>
    public JsonElement Resolved(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            element = reference
                .GetString()!
                .Split('/')
                .Skip(1)
                .Aggregate(Document, (found, step) => found.GetProperty(step));
        }

        return element;
    }
}
