using System.Text.Json.Nodes;
using Byway.Journal;
using Microsoft.OpenApi;

namespace Byway.Http;

/// <summary>Byway's own headers, as the API's document describes them.</summary>
public static class ApiHeaders
{
    /// <summary>The header that says an answer is the first one again.</summary>
    public const string Replay = "Byway-Replay";

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
                new() { Type = JsonSchemaType.String, Examples = ["ent_00000000b4m2k9x1q"] }
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
            Header(
                "How many entries the change made; sent when it made more than one.",
                new() { Type = JsonSchemaType.Integer }
            )
        ),
        (
            Replay,
            Header(
                "`true` when this is the first answer again and nothing was written.",
                new() { Type = JsonSchemaType.String, Enum = ["true"] }
            )
        ),
        ("ETag", Header("The settings' version.", new() { Type = JsonSchemaType.String, Examples = ["\"3\""] })),
        ("Retry-After", Header("Seconds to wait before a repeat.", new() { Type = JsonSchemaType.Integer })),
    ];

    private static OpenApiHeader Header(string says, OpenApiSchema schema) =>
        new() { Description = says, Schema = schema };
}
