using System.Globalization;
using System.Text.Json.Nodes;
using Byway.Programs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Byway.Http;

/// <summary>
/// Writes routes into the API's document, with the parameters, headers and refusals that all of them have.
/// </summary>
/// <param name="document">The document.</param>
/// <param name="context">Knows the views.</param>
internal sealed class RouteWriter(OpenApiDocument document, OpenApiDocumentTransformerContext context)
{
    private const string Json = "application/json";

    private readonly ViewSchemas schemas = new(document, context);

    /// <summary>Adds a route.</summary>
    /// <param name="endpoint">Where it is mapped.</param>
    public async Task Add(RouteEndpoint endpoint)
    {
        var route = endpoint.Metadata.GetMetadata<ApiRoute>();
        if ((route is null ? endpoint.Metadata.GetMetadata<RouteNote>() : SharedNote.Of(route)) is not { } note)
        {
            return;
        }

        var method = endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Single();
        var path = endpoint.RoutePattern.RawText!;
        var operation = new OpenApiOperation
        {
            OperationId = note.Id,
            Summary = note.Summary,
            Description = DescriptionOf(note),
            Deprecated = note.IsFormer,
            Tags = TagsOf(route),
            Parameters = [.. Parameters(note, route, method)],
            RequestBody = BodyOf(note),
            Responses = await ResponsesOf(note, route, method),
            Security = route is null ? [] : [new() { [new("bearer", document)] = [] }],
        };
        if (!document.Paths.TryGetValue(path, out var item))
        {
            document.Paths[path] = item = new OpenApiPathItem { Operations = [] };
        }

        item.Operations![new(method)] = operation;
    }

    private static string DescriptionOf(RouteNote note)
    {
        var former = note.IsFormer ? "A former path, for clients that still call it." : null;
        var parts = new[] { former, note.More }.OfType<string>();
        return string.Join(' ', parts) is { Length: > 0 } text ? text : note.Summary;
    }

    private HashSet<OpenApiTagReference> TagsOf(ApiRoute? route)
    {
        // The folder of the slice is the noun it is about.
        var names = route?.Variants.Select(slice => slice.Handler.Method.DeclaringType!.Namespace!.Split('.')[1]);
        var tags = new HashSet<OpenApiTagReference>();
        foreach (var name in names?.Distinct(StringComparer.Ordinal) ?? ["Server"])
        {
            document.Tags!.Add(new() { Name = name });
            tags.Add(new(name, document));
        }

        return tags;
    }

    private static IEnumerable<IOpenApiParameter> Parameters(RouteNote note, ApiRoute? route, string method)
    {
        if (note.Path is { } path)
        {
            yield return Parameter(path, ParameterLocation.Path);
        }

        foreach (var field in note.AlsoInPath)
        {
            yield return Parameter(field, ParameterLocation.Path);
        }

        foreach (var field in note.Query)
        {
            yield return Parameter(field, ParameterLocation.Query);
        }

        foreach (var field in note.Headers)
        {
            yield return Parameter(field, ParameterLocation.Header);
        }

        if (route is not null && HttpMethods.IsPost(method))
        {
            yield return Parameter(ApiHeaders.IdempotencyKey, ParameterLocation.Header);
        }
    }

    private static OpenApiParameter Parameter(FieldNote field, ParameterLocation place)
    {
        var schema = FieldSchemas.Of(field);
        schema.Description = null;
        if (field.Form == FieldForm.Key)
        {
            schema.Type = JsonSchemaType.String;
        }

        return new()
        {
            Name = field.Name,
            In = place,
            Description = FieldSchemas.SaysOf(field),
            Required = place == ParameterLocation.Path || field.IsRequired,
            Schema = schema,
        };
    }

    private OpenApiRequestBody? BodyOf(RouteNote note)
    {
        if (note.Body.Count == 0)
        {
            return null;
        }

        var name = $"{char.ToUpperInvariant(note.Id[0])}{note.Id[1..]}".Replace(
            "Formerly",
            "",
            StringComparison.Ordinal
        );
        if (document.Components?.Schemas?.ContainsKey($"{name}Request") != true)
        {
            document.AddComponent($"{name}Request", (IOpenApiSchema)FieldSchemas.ObjectOf(note.Body));
        }

        return new() { Required = true, Content = ContentOf(new OpenApiSchemaReference($"{name}Request", document)) };
    }

    private async Task<OpenApiResponses> ResponsesOf(RouteNote note, ApiRoute? route, string method)
    {
        var isChange = route?.Needs == ApiScope.Write;
        var responses = new OpenApiResponses();
        foreach (var answers in note.OtherAnswers.Prepend(note.Answer).GroupBy(answer => answer.Status))
        {
            var schemas = new List<IOpenApiSchema>();
            foreach (var answer in answers)
            {
                schemas.Add(await SchemaOf(answer));
            }

            responses[answers.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(' ', answers.Select(answer => answer.Says).Distinct(StringComparer.Ordinal)),
                Headers = HeadersOf([
                    .. route is null ? [] : ApiHeaders.OfRates,
                    .. isChange ? ApiHeaders.OfChanges : [],
                    .. isChange && HttpMethods.IsPost(method) ? [ApiHeaders.Replay] : Array.Empty<string>(),
                    .. answers.Any(answer => answer.HasETag) ? ["ETag"] : Array.Empty<string>(),
                ]),
                Content = ContentOf(schemas.Count == 1 ? schemas[0] : new OpenApiSchema { AnyOf = schemas }),
            };
            if (answers.Any(answer => answer.IsAlsoCsv))
            {
                responses[answers.Key.ToString(CultureInfo.InvariantCulture)].Content!["text/csv"] = new();
            }
        }

        var refusals = note.Refusals.Concat(route is null ? [] : CommonRefusals(route, method)).Distinct();
        foreach (var group in refusals.GroupBy(code => code.Status).OrderBy(group => group.Key))
        {
            responses[group.Key.ToString(CultureInfo.InvariantCulture)] = RefusedWith(
                group.Key,
                [.. group],
                hasRate: route is not null && group.Key is < 500 and not StatusCodes.Status401Unauthorized
            );
        }

        return responses;
    }

    private OpenApiResponseReference RefusedWith(int status, List<RefusalCode> codes, bool hasRate)
    {
        var name = string.Join('.', codes.Select(code => code.Code));
        if (document.Components?.Responses?.ContainsKey(name) != true)
        {
            document.AddComponent(
                name,
                (IOpenApiResponse)
                    new OpenApiResponse
                    {
                        Description = $"{string.Join(" or ", codes.Select(code => $"`{code.Code}`"))}.",
                        Headers = HeadersOf([
                            .. hasRate ? ApiHeaders.OfRates : [],
                            .. status == 429 ? [ApiHeaders.RatePolicy] : Array.Empty<string>(),
                            .. status is 409 or 429 or 503 ? ["Retry-After"] : Array.Empty<string>(),
                        ]),
                        Content = ContentOf(new OpenApiSchemaReference("Error", document)),
                    }
            );
        }

        return new(name, document);
    }

    private static IEnumerable<RefusalCode> CommonRefusals(ApiRoute route, string method)
    {
        yield return RefusalCode.UnreadableBody;
        yield return RefusalCode.Unauthorized;
        if (route.Needs == ApiScope.Write)
        {
            yield return RefusalCode.ScopeMissing;
            yield return RefusalCode.Overloaded;
        }

        if (route.Programs != For.All)
        {
            yield return RefusalCode.WrongProgramType;
        }

        if (HttpMethods.IsPost(method))
        {
            yield return RefusalCode.IdempotencyKeyReused;
            yield return RefusalCode.IdempotencyKeyInFlight;
        }

        yield return RefusalCode.BodyTooLarge;
        yield return RefusalCode.TooManyRequests;
        yield return RefusalCode.InternalError;
        yield return RefusalCode.DatabaseUnavailable;
    }

    private async Task<IOpenApiSchema> SchemaOf(AnswerNote answer)
    {
        var views = new List<IOpenApiSchema>();
        foreach (var view in answer.Views)
        {
            views.Add(await schemas.Of(view));
        }

        var one = views.Count == 1 ? views[0] : new OpenApiSchema { AnyOf = views };
        return answer.Form switch
        {
            AnswerForm.Done => Enveloped(null),
            AnswerForm.One => Enveloped(one),
            AnswerForm.OneOrMany => Enveloped(
                new OpenApiSchema
                {
                    AnyOf =
                    [
                        .. views,
                        new OpenApiSchema
                        {
                            Type = JsonSchemaType.Array,
                            MaxItems = ViewSchemas.MostItems,
                            Items = one,
                        },
                    ],
                }
            ),
            _ => one,
        };
    }

    private static OpenApiSchema Enveloped(IOpenApiSchema? data)
    {
        var status = ApiDocument.StatusOf(1, "Always 1.");
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "status" },
            Properties = new Dictionary<string, IOpenApiSchema>(),
        };
        if (data is not null)
        {
            schema.Required.Add("data");
            schema.Properties["data"] = data;
        }

        schema.Properties["status"] = status;
        return schema;
    }

    private static Dictionary<string, OpenApiMediaType> ContentOf(IOpenApiSchema schema) =>
        new() { [Json] = new() { Schema = schema } };

    private Dictionary<string, IOpenApiHeader>? HeadersOf(IReadOnlyList<string> names) =>
        names.Count == 0
            ? null
            : names.ToDictionary(name => name, name => (IOpenApiHeader)new OpenApiHeaderReference(name, document));
}
