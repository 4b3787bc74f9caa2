using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Byway.Http;

/// <summary>
/// The API's own document, <c>/openapi.json</c>: every declared route with its <see cref="RouteNote"/>, and what holds
/// for all of them said once, here.
/// </summary>
public static class ApiDocument
{
    private const int LongestSentence = 20_000;

    private const string Introduction = """
        Sign-ups and sales, server to server. An API key opens one program; send it as a bearer token.

        **Requests.** Bodies are JSON objects in UTF-8, at most 1 MB. A field that is missing, `null` or `""` is
        absent. Numbers may be sent as text, and keys as whole numbers. Fields nobody knows are ignored. A parameter of
        the query may stand in a JSON body too, also of GET and DELETE; the query wins.

        **Answers.** The type is exactly `application/json`, the envelope `{"data":…,"status":1}`. Amounts are
        decimal numbers in major units, not rounded to cents; times are ISO 8601 in UTC with microseconds.

        **Refusals.** `{"status":0,"message":…,"code":…}`, with `errors` by field path on 422. Every code, and what
        to do about it, is explained on the page [Codes](/docs/errors). A refused request has
        written nothing.

        **Repeats.** A customer's, transaction's, refund's or credit's key makes its request repeatable: the same
        request again gets the first answer again, with `Byway-Replay: true`. `Idempotency-Key` does the same for any
        POST, for 30 days.
        """;

    /// <summary>Sets the document up.</summary>
    /// <param name="services">Where.</param>
    public static void AddApiDocument(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Relaxed);
            json.SerializerOptions.PropertyNamingPolicy = WireJson.Relaxed.Options.PropertyNamingPolicy;
            json.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        });
        services.AddOpenApi(options =>
        {
            options.CreateSchemaReferenceId = ViewSchemas.NameOf;
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, context, _) => Describe(document, context));
        });
    }

    /// <summary>Maps the document's own route.</summary>
    /// <param name="routes">Where.</param>
    public static void MapApiDocument(this IEndpointRouteBuilder routes) =>
        routes
            .MapOpenApi("/openapi.json")
            .WithMetadata(
                new RouteNote("getDocument", "Get this document.")
                {
                    Answer = AnswerNote.Whole("The document, OpenAPI 3.1.", typeof(JsonElement)),
                }
            );

    /// <summary>The envelope's <c>status</c>.</summary>
    /// <param name="value">0 or 1.</param>
    /// <param name="says">What it means.</param>
    internal static OpenApiSchema StatusOf(int value, string says) =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = value.ToString(CultureInfo.InvariantCulture),
            Maximum = value.ToString(CultureInfo.InvariantCulture),
            Description = says,
            Enum = [JsonValue.Create(value)],
        };

    private static async Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context)
    {
        document.Info = new()
        {
            Title = "Byway",
            Version = typeof(ApiDocument).Assembly.GetName().Version!.ToString(3),
            Description = Introduction.ReplaceLineEndings("\n"),
            License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [ServerOf(context.ApplicationServices.GetRequiredService<ServerOptions>())];
        document.Paths = [];
        document.Tags = new HashSet<OpenApiTag>();
        document.AddComponent(
            "bearer",
            (IOpenApiSecurityScheme)
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "The program's API key, `bw_live_…` or `bw_test_…`.",
                }
        );
        document.AddComponent("Error", ErrorSchema());
        foreach (var (name, header) in ApiHeaders.Answered)
        {
            document.AddComponent(name, (IOpenApiHeader)header);
        }

        var writer = new RouteWriter(document, context);
        foreach (var endpoint in context.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints)
        {
            if (endpoint is RouteEndpoint route)
            {
                await writer.Add(route);
            }
        }
    }

    private static OpenApiServer ServerOf(ServerOptions options) =>
        new()
        {
            Url = options.PublicUrl ?? "/",
            Description = "This server: production, with live and test programs.",
            Extensions = new Dictionary<string, IOpenApiExtension>
            {
                // For merchants' backends, not only for those who run the server.
                ["x-internal"] = new JsonNodeExtension(JsonValue.Create(false)),
            },
        };

    private static IOpenApiSchema ErrorSchema() =>
        new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Why a request was refused; the same form for every status and every path.",
            Required = new HashSet<string> { "status", "message", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["status"] = StatusOf(0, "Always 0."),
                ["message"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    MaxLength = LongestSentence,
                    Description = "Why, as a sentence.",
                    Examples = ["The key is required."],
                },
                ["code"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description = "Why, as a stable code.",
                    Enum = [.. RefusalCode.All.Select(code => (JsonNode)code.Code)],
                },
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "On 422: sentences by the path of the field they are about.",
                    AdditionalProperties = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Array,
                        MaxItems = ViewSchemas.MostItems,
                        Items = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = LongestSentence },
                    },
                    Examples = [JsonNode.Parse("""{"customer.key":["The key is required."]}""")!],
                },
            },
        };
}
