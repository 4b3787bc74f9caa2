using System.Globalization;
using System.Text.Json.Nodes;
using Byway.Journal;
using Microsoft.OpenApi;

namespace Byway.Http;

/// <summary>Byway's own headers, as the API's document describes them.</summary>
public static class ApiHeaders
{
    /// <summary>The header that says an answer is the first one again.</summary>
    public const string Replay = "Byway-Replay";

    /// <summary>The header that says how much of the rate is left.</summary>
    public const string Rate = "RateLimit";

    /// <summary>The header that says what the rate is.</summary>
    public const string RatePolicy = "RateLimit-Policy";

    /// <summary>What every answer to a valid API key says about its rate.</summary>
    public static readonly IReadOnlyList<string> OfRates = [Rate];

    /// <summary>The request header that makes any POST repeatable.</summary>
    public static readonly FieldNote IdempotencyKey = FieldNote.Text(
        "Idempotency-Key",
        "Makes this POST repeatable for 30 days: the same key, path and body get the first 2xx again, byte for byte; "
            + "another body is refused.",
        "0190a4c2-7b1e-7c3a-9f3e-2f6a1f0c8b11"
    );

    /// <summary>What an accepted change answers with.</summary>
    public static readonly IReadOnlyList<string> OfChanges = ["Byway-Entry", "Byway-Decision", "Byway-Entry-Count"];

    /// <summary>Every header of answers, by name.</summary>
    public static readonly IReadOnlyList<(string Name, OpenApiHeader Header)> Answered =
    [
        (
            "Byway-Entry",
            Header(
                "The journal entry of the change, the last if it made several; `GET /v1/journal/{id}` explains it.",
                new()
                {
                    Type = JsonSchemaType.String,
                    MaxLength = 40,
                    Examples = ["ent_00000000b4m2k9x1q"],
                }
            )
        ),
        (
            "Byway-Decision",
            Header(
                "Why the change came out as it did: that entry's decision code.",
                new() { Type = JsonSchemaType.String, Enum = [.. DecisionCode.All.Select(code => (JsonNode)code)] }
            )
        ),
        (
            "Byway-Entry-Count",
            Header("How many entries the change made; sent when it made more than one.", Count(1, 2000))
        ),
        (
            Replay,
            Header(
                "`true` when this is the first answer again and nothing was written.",
                new() { Type = JsonSchemaType.String, Enum = ["true"] }
            )
        ),
        ("ETag", Header("The settings' version.", Text("\"3\""))),
        ("Retry-After", Header("Seconds to wait before a repeat.", Count(1, 60))),
        (
            Rate,
            Header(
                "How many requests (`r`) this API key may make at once, and in how many seconds (`t`) the full quota "
                    + "is there again. Absent where the server sets no limit.",
                Text("\"key\";r=3999;t=1")
            )
        ),
        (
            RatePolicy,
            Header(
                "How many requests (`q`) an API key may make in how many seconds (`w`).",
                Text("\"key\";q=4000;w=2")
            )
        ),
    ];

    private static OpenApiSchema Text(string example) =>
        new()
        {
            Type = JsonSchemaType.String,
            MaxLength = 100,
            Examples = [example],
        };

    private static OpenApiSchema Count(int least, int most) =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = least.ToString(CultureInfo.InvariantCulture),
            Maximum = most.ToString(CultureInfo.InvariantCulture),
        };

    private static OpenApiHeader Header(string says, OpenApiSchema schema) =>
        new() { Description = says, Schema = schema };
}
