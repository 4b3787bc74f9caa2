namespace Byway.Http;

/// <summary>
/// Collects the faults of a request's shape, each under its field's path, and turns them into one 422.
/// </summary>
/// <param name="asked">Told the path of each field that is asked for, so that a test can compare the paths with the
/// API's document; null for nobody.</param>
public sealed class Check(Action<string>? asked = null)
{
    private Dictionary<string, List<string>>? faults;
    private List<(string Path, long At)>? ahead;

    /// <summary>Who is told the path of each field that is asked for.</summary>
    public Action<string>? Asked { get; } = asked;

    /// <summary>True when something is wrong.</summary>
    public bool HasFaults => faults is not null;

    /// <summary>
    /// Points in time that lie in the machine's future, of programs whose clock may be ahead; null for none. Their
    /// turn judges them.
    /// </summary>
    public IReadOnlyList<(string Path, long At)>? Ahead => ahead;

    /// <summary>Leaves a point in time to the turn's judgement.</summary>
    /// <param name="path">The field's path.</param>
    /// <param name="at">Unix microseconds.</param>
    public void LeaveToTurn(string path, long at) => (ahead ??= []).Add((path, at));

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
