using Byway.Backups;
using Byway.Http;
using Byway.Programs;
using Byway.Turns;

namespace Byway.Integrations;

/// <summary>
/// Books what a provider's export tells of past payments. Doing it again, or beside the events of the same payments,
/// counts nothing twice.
/// </summary>
/// <param name="turns">Books it.</param>
/// <param name="program">The program.</param>
/// <param name="provider">The provider.</param>
public sealed class Backfill(TurnQueue turns, ReferralProgram program, IBillingProvider provider)
{
    private const int LinesAtOnce = 200;
    private const int MostFaultsTold = 100;

    private readonly SortedDictionary<string, long> statuses = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> amounts = new(StringComparer.Ordinal);
    private readonly List<(long Line, string Sentence)> faults = [];

    /// <summary>How many lines came to what.</summary>
    public IReadOnlyDictionary<string, long> Statuses => statuses;

    /// <summary>How many facts of each kind there were.</summary>
    public IReadOnlyDictionary<string, long> Kinds => kinds;

    /// <summary>What was charged, in micros, by unit.</summary>
    public IReadOnlyDictionary<string, long> Amounts => amounts;

    /// <summary>What could not be read or booked, by line; the first hundred.</summary>
    public IReadOnlyList<(long Line, string Sentence)> Faults => faults;

    /// <summary>How many lines could not be read or booked.</summary>
    public long FaultCount { get; private set; }

    /// <summary>Books a file, or only looks at it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isDry">True to look only.</param>
    /// <param name="steps">Is told how far it is.</param>
    public async Task Run(string file, bool isDry, Steps steps)
    {
        var total = 0L;
        await foreach (var _ in File.ReadLinesAsync(file))
        {
            total++;
        }

        steps.Begin(isDry ? "Reading" : "Booking", total);
        using var export = new StreamReader(file);
        foreach (var lines in provider.ReadExport(export, Path.GetFileName(file)).Chunk(LinesAtOnce))
        {
            var booked = await Task.WhenAll(lines.Select(line => Take(line, isDry)));
            for (var at = 0; at < lines.Length; at++)
            {
                Count(lines[at], booked[at]);
                steps.Step();
            }
        }
    }

    private async Task<FactOutcome?> Take(ExportedLine line, bool isDry)
    {
        if (isDry || line.Fault is not null)
        {
            return null;
        }

        var change = new BookLine(ReceiveEvent.CallerOf(program, provider.Name), provider, line.Facts);
        var answer = await turns.Take(change);
        return answer.IsSuccess
            ? change.Outcome
            : new(EventStatus.Refused, System.Text.Encoding.UTF8.GetString(answer.Body.Span));
    }

    private void Count(ExportedLine line, FactOutcome? outcome)
    {
        foreach (var fact in line.Facts)
        {
            Add(kinds, FactView.Of(fact).Kind, 1);
            if (fact is BillingSale sale)
            {
                Add(amounts, sale.Unit, sale.GrossAmount);
            }
        }

        if (outcome is not null)
        {
            Add(statuses, outcome.Status, 1);
        }

        if ((line.Fault ?? (outcome?.Status == EventStatus.Refused ? outcome.Sentence : null)) is { } sentence)
        {
            FaultCount++;
            if (faults.Count < MostFaultsTold)
            {
                faults.Add((line.Number, sentence));
            }
        }
    }

    private static void Add(SortedDictionary<string, long> sums, string key, long amount) =>
        sums[key] = sums.GetValueOrDefault(key) + amount;

    /// <summary>One line.</summary>
    private sealed class BookLine(Caller caller, IBillingProvider provider, IReadOnlyList<BillingFact> facts)
        : Change(caller)
    {
        public FactOutcome Outcome { get; private set; } = FactOutcome.Noted("");

        public override Answer Take(Turn turn)
        {
            if (turn.Settings.Integrations?.FirstOrDefault(each => each.Provider == provider.Name) is not { } settings)
            {
                return Answer.NotFound("Integration");
            }

            var book = new BillingBook(turn, Caller, provider, settings, 0);
            var outcomes = facts.Select(book.Take).ToList();
            Outcome =
                EventStatus
                    .All.Select(status => outcomes.Find(outcome => outcome.Status == status))
                    .FirstOrDefault(outcome => outcome is not null)
                ?? FactOutcome.Noted("It says nothing.");
            return Answer.Done;
        }
    }
}
