using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Byway.Http;

/// <summary>
/// Schemas of answers, one component for each view record. Names and types come from how the record is written, the
/// descriptions from its comments.
/// </summary>
/// <param name="document">Where components go.</param>
/// <param name="context">Knows the comments.</param>
internal sealed class ViewSchemas(OpenApiDocument document, OpenApiDocumentTransformerContext context)
{
    /// <summary>The most items of any list in an answer.</summary>
    public const int MostItems = 1000;

    // Far above what is written, so that a reader can set room aside: the longest are links that repeat a query.
    private const int LongestText = 65_536;

    /// <summary>
    /// A view's name in the document: <c>Partner</c> of <c>PartnerView</c>; null for what is written as a plain value.
    /// </summary>
    /// <param name="type">How the type is written.</param>
    public static string? NameOf(JsonTypeInfo type) =>
        (Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(MajorUnits)
            ? null
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("View", "", StringComparison.Ordinal);

    /// <summary>A view, as a reference to its component.</summary>
    /// <param name="type">The view record.</param>
    public async Task<IOpenApiSchema> Of(Type type)
    {
        if (PlainOf(type) is { } plain)
        {
            return plain;
        }

        var written = WireJson.Relaxed.GetTypeInfo(type)!;
        var name = NameOf(written)!;
        if (document.Components?.Schemas?.ContainsKey(name) == true)
        {
            return new OpenApiSchemaReference(name, document);
        }

        var commented = await context.GetOrCreateSchemaAsync(type);
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = commented.Description,
            // What is written unless it is null is the exception; everything else is always there.
            Required = written
                .Properties.Where(member => member.ShouldSerialize is null)
                .Select(member => member.Name)
                .ToHashSet(),
            Properties = new Dictionary<string, IOpenApiSchema>(),
        };
        // Before its members: a view may contain itself.
        document.AddComponent(name, schema);
        foreach (var member in written.Properties)
        {
            schema.Properties[member.Name] = await MemberOf(
                member.PropertyType,
                member.IsGetNullable,
                CommentOf(commented.Properties![member.Name])
            );
        }

        return new OpenApiSchemaReference(name, document);
    }

    private async Task<IOpenApiSchema> MemberOf(Type type, bool isNullable, string? says)
    {
        if (PlainOf(Nullable.GetUnderlyingType(type) ?? type) is { } plain)
        {
            plain.Type |= isNullable && plain.Type is not null ? JsonSchemaType.Null : default(JsonSchemaType);
            plain.Description = says;
            return plain;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return new OpenApiSchema
            {
                Type = isNullable ? JsonSchemaType.Array | JsonSchemaType.Null : JsonSchemaType.Array,
                MaxItems = MostItems,
                Items = await MemberOf(type.GetGenericArguments()[0], isNullable: false, says: null),
                Description = says,
            };
        }

        var view = await Of(type);
        return isNullable
            ? new OpenApiSchema
            {
                AnyOf = [view, new OpenApiSchema { Type = JsonSchemaType.Null }],
                Description = says,
            }
            : new OpenApiSchemaReference(NameOf(WireJson.Relaxed.GetTypeInfo(type)!)!, document)
            {
                Description = says,
            };
    }

    /// <summary>The member's own comment, which the library keeps aside where the member's type has one too.</summary>
    private static string? CommentOf(IOpenApiSchema member) =>
        member is OpenApiSchema { Metadata: { } aside } && aside.TryGetValue("x-ref-description", out var comment)
            ? (string?)comment
            : member.Description;

    private static OpenApiSchema? PlainOf(Type type) =>
        type == typeof(string) ? new() { Type = JsonSchemaType.String, MaxLength = LongestText }
        : type == typeof(bool) ? new() { Type = JsonSchemaType.Boolean }
        : type == typeof(MajorUnits) ? new() { Type = JsonSchemaType.Number }
        : type == typeof(long) || type == typeof(int)
            ? new()
            {
                Type = JsonSchemaType.Integer,
                Format = "int64",
                // Numbers, counts and versions; amounts are no integers.
                Minimum = "0",
                Maximum = FieldSchemas.Greatest,
            }
        : type == typeof(Dictionary<string, string>) ? new() { Type = JsonSchemaType.Object }
        : type == typeof(JsonElement) ? new()
        : null;
}
