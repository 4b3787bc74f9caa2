using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Byway.Tests.Http;

/// <summary>One operation of the API's document, as a reader of the document sees it.</summary>
/// <param name="Document">The whole document.</param>
/// <param name="Path">The path with its parameters.</param>
/// <param name="Method">The HTTP method, upper case.</param>
public sealed partial record DocumentedRoute(JsonElement Document, string Path, string Method)
{
    [GeneratedRegex(
        @"Also read as (?<names>`[^`]+`(?: or `[^`]+`)*)\.$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex OtherSpellings { get; }

    /// <summary>Every operation of a document.</summary>
    public static IReadOnlyList<DocumentedRoute> All(JsonElement document) =>
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            select new DocumentedRoute(document, path.Name, method.Name.ToUpperInvariant()),
        ];

    /// <summary>Method and path, as people say it.</summary>
    public string Name => $"{Method} {Path}";

    /// <summary>The query's parameters with an example of each.</summary>
    public IReadOnlyList<(string Name, string Example)> Query =>
        [
            .. Parameters
                .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                .Select(parameter =>
                    (
                        parameter.GetProperty("name").GetString()!,
                        parameter.GetProperty("schema").GetProperty("examples")[0].ToString()
                    )
                ),
        ];

    /// <summary>
    /// The path of every field that the document knows of this route: query parameters with their other spellings, and
    /// the body's fields at every depth. A list's position is left out.
    /// </summary>
    public IReadOnlyList<string> Fields
    {
        get
        {
            var fields = new List<string>();
            foreach (
                var parameter in Parameters.Where(parameter => parameter.GetProperty("in").GetString() == "query")
            )
            {
                fields.Add(parameter.GetProperty("name").GetString()!);
                fields.AddRange(SpellingsIn(parameter));
            }

            if (Body is { } body)
            {
                AddFields(fields, body, "");
            }

            return fields;
        }
    }

    /// <summary>A body with every field the document knows, by its examples; null when there is no body.</summary>
    public JsonObject? FullBody => Body is { } body ? (JsonObject)ExampleOf(body)! : null;

    private JsonElement Operation =>
        Document.GetProperty("paths").GetProperty(Path).GetProperty(Method.ToLowerInvariant());

    private IEnumerable<JsonElement> Parameters =>
        Operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    private JsonElement? Body =>
        Operation.TryGetProperty("requestBody", out var body)
            ? Resolved(body.GetProperty("content").GetProperty("application/json").GetProperty("schema"))
            : null;

    private JsonElement Resolved(JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out var reference))
        {
            return schema;
        }

        var found = Document;
        foreach (var step in reference.GetString()!.Split('/').Skip(1))
        {
            found = found.GetProperty(step);
        }

        return found;
    }

    private static IEnumerable<JsonProperty> MembersOf(JsonElement schema) =>
        schema.TryGetProperty("properties", out var members) ? members.EnumerateObject()
        : schema.TryGetProperty("items", out var items) ? MembersOf(items)
        : [];

    private static IEnumerable<string> SpellingsIn(JsonElement described) =>
        described.TryGetProperty("description", out var says)
            ? OtherSpellings
                .Match(says.GetString()!)
                .Groups["names"]
                .Value.Split(" or ")
                .Select(name => name.Trim('`'))
                .Where(name => name.Length > 0)
            : [];

    private static void AddFields(List<string> fields, JsonElement schema, string place)
    {
        foreach (var member in MembersOf(schema))
        {
            fields.Add(place + member.Name);
            fields.AddRange(SpellingsIn(member.Value).Select(name => place + name));
            AddFields(fields, member.Value, $"{place}{member.Name}.");
        }
    }

    private static JsonNode? ExampleOf(JsonElement schema)
    {
        if (schema.TryGetProperty("examples", out var examples))
        {
            return JsonNode.Parse(examples[0].GetRawText());
        }

        var members = new JsonObject();
        foreach (var member in MembersOf(schema))
        {
            members[member.Name] = ExampleOf(member.Value);
        }

        return schema.TryGetProperty("items", out _) ? new JsonArray(members) : members;
    }
}
