using System.Globalization;
using System.Text.Json.Nodes;
using Byway.Values;
using Microsoft.OpenApi;

namespace Byway.Http;

/// <summary>Field notes as JSON schemas: the strict form of what the readers take leniently.</summary>
public static class FieldSchemas
{
    // Keys sent as numbers, and whole numbers in answers: what every JSON reader holds exactly.
    internal const string Least = "-9007199254740991";
    internal const string Greatest = "9007199254740991";

    /// <summary>An object with these fields.</summary>
    /// <param name="fields">The fields.</param>
    public static OpenApiSchema ObjectOf(IReadOnlyList<FieldNote> fields) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Properties = fields.ToDictionary(field => field.Name, field => (IOpenApiSchema)Of(field)),
            Required = fields.Where(field => field.IsRequired).Select(field => field.Name).ToHashSet(),
        };

    /// <summary>One field.</summary>
    /// <param name="field">The field.</param>
    public static OpenApiSchema Of(FieldNote field)
    {
        var schema = field.Form switch
        {
            FieldForm.Key => new OpenApiSchema
            {
                Type = JsonSchemaType.String | JsonSchemaType.Integer,
                MaxLength = field.Longest,
                Format = "int64",
                Minimum = Least,
                Maximum = Greatest,
            },
            FieldForm.Amount => new()
            {
                Type = JsonSchemaType.Number,
                Minimum = "0",
                Maximum = (Micros.Largest / Micros.PerWhole).ToString(CultureInfo.InvariantCulture),
            },
            FieldForm.Whole => new()
            {
                Type = JsonSchemaType.Integer,
                Format = "int64",
                Minimum = field.Bounds!.Value.Least.ToString(CultureInfo.InvariantCulture),
                Maximum = field.Bounds.Value.Most.ToString(CultureInfo.InvariantCulture),
            },
            FieldForm.Flag => new() { Type = JsonSchemaType.Boolean },
            FieldForm.Time => new()
            {
                Type = JsonSchemaType.String,
                Format = "date-time",
                MaxLength = 64,
            },
            FieldForm.Word => new()
            {
                Type = JsonSchemaType.String,
                Enum = [.. field.Words.Select(word => (JsonNode)word)],
            },
            FieldForm.Texts => new()
            {
                Type = JsonSchemaType.Array | JsonSchemaType.String | JsonSchemaType.Integer,
                MaxItems = field.Most,
                MaxLength = field.Longest,
                Format = "int64",
                Minimum = Least,
                Maximum = Greatest,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.String | JsonSchemaType.Integer,
                    MaxLength = field.Longest,
                    Format = "int64",
                    Minimum = Least,
                    Maximum = Greatest,
                },
            },
            FieldForm.Free => new() { Type = JsonSchemaType.Object },
            FieldForm.Object => ObjectOf(field.Members),
            FieldForm.Objects => new()
            {
                Type = JsonSchemaType.Array,
                MaxItems = field.Most,
                Items = ObjectOf(field.Members),
            },
            _ => new() { Type = JsonSchemaType.String, MaxLength = field.Longest },
        };
        schema.Description = SaysOf(field);
        schema.Examples = ExampleOf(field) is { } example ? [example] : null;
        schema.Default = field.Default is null ? null : JsonNode.Parse(field.Default);
        return schema;
    }

    /// <summary>What a field means, with its other spellings.</summary>
    /// <param name="field">The field.</param>
    public static string SaysOf(FieldNote field) =>
        field.Also.Count == 0
            ? field.Says
            : $"{field.Says} Also read as {string.Join(" or ", field.Also.Select(name => $"`{name}`"))}.";

    private static JsonNode? ExampleOf(FieldNote field) =>
        field switch
        {
            { Example: null } => null,
            { Form: FieldForm.Key or FieldForm.Text or FieldForm.Time or FieldForm.Word } => field.Example,
            _ => JsonNode.Parse(field.Example),
        };
}
