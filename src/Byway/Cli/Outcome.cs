using System.Text.Json.Nodes;

namespace Byway.Cli;

/// <summary>How a command came out: a result, or a refusal in one sentence; and the exit code it means.</summary>
public sealed record Outcome
{
    /// <summary>It was done.</summary>
    public const int Good = 0;

    /// <summary>It could not be done, or what was checked is not right.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Misused = 2;

    private Outcome(JsonObject? result, string? refusal, int exitCode)
    {
        Result = result;
        Refusal = refusal;
        ExitCode = exitCode;
    }

    /// <summary>The result; null when refused.</summary>
    public JsonObject? Result { get; }

    /// <summary>Why it was refused; null when it was not.</summary>
    public string? Refusal { get; }

    /// <summary>0, 1 or 2.</summary>
    public int ExitCode { get; }

    /// <summary>A result.</summary>
    /// <param name="result">The one JSON document that <c>--json</c> prints.</param>
    /// <param name="isGood">False when it tells of something wrong.</param>
    public static Outcome Of(JsonObject result, bool isGood = true) => new(result, null, isGood ? Good : Failed);

    /// <summary>A refusal.</summary>
    /// <param name="sentence">Why.</param>
    /// <param name="exitCode">1, or 2 when the command line is at fault.</param>
    public static Outcome Refuse(string sentence, int exitCode = Failed) => new(null, sentence, exitCode);

    /// <summary>As a line between server and command.</summary>
    public JsonObject ToJson() =>
        Result is null
            ? new() { ["refusal"] = Refusal, ["exit"] = ExitCode }
            : new() { ["result"] = Result, ["exit"] = ExitCode };

    /// <summary>From such a line; null when the line is something else.</summary>
    /// <param name="line">The line.</param>
    public static Outcome? FromJson(JsonObject line)
    {
        var exitCode = (int?)line["exit"] ?? Failed;
        return line["result"] is JsonObject result ? new(result.DeepClone().AsObject(), null, exitCode)
            : (string?)line["refusal"] is { } refusal ? new(null, refusal, exitCode)
            : null;
    }
}
