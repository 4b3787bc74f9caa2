using System.Text.Json.Nodes;
using Byway.Http;

namespace Byway.Cli;

/// <summary>Answers of slices, as commands need them.</summary>
public static class Answers
{
    /// <summary>A refusal with its sentence, and the faults of every field where there are several.</summary>
    /// <param name="answer">Not a success.</param>
    public static Outcome Refused(Answer answer)
    {
        var body = JsonNode.Parse(answer.Body.Span)!;
        var faults = body["errors"]
            ?.AsObject()
            .SelectMany(field => field.Value!.AsArray())
            .Select(fault => (string)fault!);
        return Outcome.Refuse(faults is null ? (string)body["message"]! : string.Join(' ', faults.Distinct()));
    }

    /// <summary>The resource in an answer's envelope.</summary>
    /// <param name="answer">A success.</param>
    public static JsonObject Resource(Answer answer) =>
        JsonNode.Parse(answer.Body.Span)!["data"]!.DeepClone().AsObject();
}
