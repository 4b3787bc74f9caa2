namespace Byway.Http;

/// <summary>
/// Collects the faults of a request's shape, each under its field's path, and turns them into one 422.
/// </summary>
/// <param name="asked">Told the path of each field that is asked for, so that a test can compare the paths with the
/// API's document; null for nobody.</param>
public sealed class Check(Action<string>? asked = null)
{
    private Dictionary<string, List<string>>? faults;

    /// <summary>Who is told the path of each field that is asked for.</summary>
    public Action<string>? Asked { get; } = asked;

    /// <summary>True when something is wrong.</summary>
    public bool HasFaults => faults is not null;

    /// <summary>Notes a fault.</summary>
    /// <param name="path">The field's path.</param>
    /// <param name="sentence">What is wrong.</param>
    public void Fault(string path, string sentence)
    {
        faults ??= new(StringComparer.Ordinal);
        if (!faults.TryGetValue(path, out var sentences))
        {
            faults[path] = sentences = [];
        }

        sentences.Add(sentence);
    }

    /// <summary>Hands its faults on.</summary>
    /// <param name="other">Gets them.</param>
    public void CopyTo(Check other)
    {
        foreach (var (path, sentence) in (faults ?? []).SelectMany(f => f.Value, (f, text) => (f.Key, text)))
        {
            other.Fault(path, sentence);
        }
    }

    /// <summary>The 422 that names every fault; its message is the first one's sentence.</summary>
    public Answer Refusal() => Answer.Refuse(RefusalCode.InvalidFields, faults!.First().Value[0], faults);
}
