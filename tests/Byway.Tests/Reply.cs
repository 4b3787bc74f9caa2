using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Byway.Tests;

/// <summary>What the server answered: status, headers, and the body as text and as JSON.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">All headers, the content's too; several of one name are joined by a comma.</param>
/// <param name="Text">The body as it came.</param>
public sealed record Reply(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    private JsonElement? json;

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => json ??= JsonDocument.Parse(Text).RootElement;

    /// <summary>The exact content type.</summary>
    public string? ContentType => Header("Content-Type");

    /// <summary>Header <c>Byway-Decision</c>.</summary>
    public string? Decision => Header("Byway-Decision");

    /// <summary>Header <c>Byway-Entry</c>.</summary>
    public string? Entry => Header("Byway-Entry");

    /// <summary>Whether it says that it is the first answer again.</summary>
    public bool IsReplay => Header("Byway-Replay") == "true";

    /// <summary>The refusal's code.</summary>
    public string? Code => this["code"];

    /// <summary>The paths of the fields at fault, sorted.</summary>
    public IReadOnlyList<string> Faults =>
        Json.TryGetProperty("errors", out var errors)
            ? [.. errors.EnumerateObject().Select(fault => fault.Name).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>
    /// The value at a path such as <c>data.rewards.0.amount</c>: a text as it is, anything else as its JSON, null when
    /// nothing is there.
    /// </summary>
    public string? this[string path] =>
        At(path) is not { } found ? null
        : found.ValueKind == JsonValueKind.String ? found.GetString()
        : found.GetRawText();

    /// <summary>A header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The first sentence about a field.</summary>
    public string? Fault(string path) =>
        Json.TryGetProperty("errors", out var errors) && errors.TryGetProperty(path, out var sentences)
            ? sentences[0].GetString()
            : null;

    /// <summary>The names of the members of the object at a path, sorted and comma-separated.</summary>
    public string Members(string path) =>
        string.Join(
            ",",
            At(path)!.Value.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)
        );

    /// <summary>One member of every item of the list at a path, comma-separated.</summary>
    public string Column(string member, string path = "data") =>
        string.Join(",", At(path)!.Value.EnumerateArray().Select(item => item.GetProperty(member).ToString()));

    /// <summary>How many items the list at a path has.</summary>
    public int Count(string path = "data") => At(path)!.Value.GetArrayLength();

    /// <summary>Asserts the status and hands itself on.</summary>
    public Reply Is(int status)
    {
        Assert.True(Status == status, $"{Status} instead of {status}: {Text}");
        return this;
    }

    /// <summary>Asserts a refusal and hands itself on.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The stable code.</param>
    /// <param name="faults">The paths of the fields at fault, exactly.</param>
    public Reply IsRefused(int status, string code, params string[] faults)
    {
        Assert.True(Status == status && Code == code, $"{Status} {Code} instead of {status} {code}: {Text}");
        Assert.Equal(faults.Order(StringComparer.Ordinal), Faults);
        return this;
    }

    private JsonElement? At(string path)
    {
        var found = Json;
        foreach (var step in path.Split('.'))
        {
            if (
                found.ValueKind == JsonValueKind.Array
                && int.TryParse(step, CultureInfo.InvariantCulture, out var index)
            )
            {
                if (index >= found.GetArrayLength())
                {
                    return null;
                }

                found = found[index];
            }
            else if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(step, out found))
            {
                return null;
            }
        }

        return found;
    }
}
