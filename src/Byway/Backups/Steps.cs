namespace Byway.Backups;

/// <summary>Tells how far a long piece of work is, now and then, and ends it when it shall stop.</summary>
/// <param name="report">Takes what is done, how much of it, and of how much.</param>
/// <param name="stopping">Ends the work.</param>
public sealed class Steps(Action<string, long, long> report, CancellationToken stopping = default)
{
    private const int StepsBetweenReports = 1000;

    private string text = "";
    private long total;
    private long done;

    /// <summary>Nobody is told.</summary>
    public static Steps Untold => new((_, _, _) => { });

    /// <summary>Begins a part of the work.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="steps">How many steps it has.</param>
    public void Begin(string what, long steps)
    {
        (text, total, done) = (what, steps, 0);
        report(text, 0, total);
    }

    /// <summary>A step is done.</summary>
    public void Step()
    {
        if (++done % StepsBetweenReports == 0)
        {
            stopping.ThrowIfCancellationRequested();
            report(text, Math.Min(done, total), total);
        }
    }
}
