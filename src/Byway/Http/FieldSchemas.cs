using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Byway.Http;

/// <summary>Field notes as JSON schemas: the strict form of what the readers take leniently.</summary>
public static class FieldSchemas
{
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
                MaxLength = Values.MerchantKey.LongestLength,
            },
            FieldForm.Amount => new() { Type = JsonSchemaType.Number, Minimum = "0" },
            FieldForm.Whole => new()
            {
                Type = JsonSchemaType.Integer,
                Minimum = field.Bounds!.Value.Least.ToString(CultureInfo.InvariantCulture),
                Maximum = field.Bounds.Value.Most.ToString(CultureInfo.InvariantCulture),
            },
            FieldForm.Flag => new() { Type = JsonSchemaType.Boolean },
            FieldForm.Time => new() { Type = JsonSchemaType.String, Format = "date-time" },
            FieldForm.Word => new()
            {
                Type = JsonSchemaType.String,
                Enum = [.. field.Words.Select(word => (JsonNode)word)],
            },
            FieldForm.Texts => new()
            {
                Type = JsonSchemaType.Array | JsonSchemaType.String | JsonSchemaType.Integer,
                Items = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Integer },
            },
            FieldForm.Free => new() { Type = JsonSchemaType.Object },
            FieldForm.Object => ObjectOf(field.Members),
            FieldForm.Objects => new() { Type = JsonSchemaType.Array, Items = ObjectOf(field.Members) },
            _ => new() { Type = JsonSchemaType.String },
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
