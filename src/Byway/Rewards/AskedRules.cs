using System.Globalization;
using Byway.Journal;

namespace Byway.Rewards;

/// <summary>
/// Which rules were asked and what came of it. Neighbours with one verdict are one line, so that a long list of rules
/// makes no long entries.
/// </summary>
public sealed class AskedRules
{
    private static readonly string[] RuleNames = [.. Enumerable.Range(0, 300).Select(at => Made("rule", at))];

    private readonly List<Evidence> list = [];
    private string? part;
    private int from;
    private int until;
    private string verdict = "";
    private ComparedFact fact;

    /// <summary>What was noted so far.</summary>
    public IReadOnlyList<Evidence> List
    {
        get
        {
            End();
            return list;
        }
    }

    /// <summary>How evidence and arithmetic name a rule: <c>rule 3</c>.</summary>
    /// <param name="part"><c>rule</c>, <c>reward</c> or <c>goal</c>.</param>
    /// <param name="number">Counted from 1.</param>
    public static string NameOf(string part, int number) =>
        part == "rule" && number < RuleNames.Length ? RuleNames[number] : Made(part, number);

    /// <summary>How evidence names neighbouring rules: <c>rules 4 to 9</c>.</summary>
    /// <param name="part"><c>rule</c> or <c>reward</c>.</param>
    /// <param name="from">The first, counted from 1.</param>
    /// <param name="until">The last.</param>
    public static string NameOf(string part, int from, int until) =>
        from == until ? NameOf(part, from) : string.Create(CultureInfo.InvariantCulture, $"{part}s {from} to {until}");

    /// <summary>The rules that evidence names; null when it names none.</summary>
    /// <param name="field">Its field: <c>rule 3</c>, <c>rules 4 to 9</c>.</param>
    public static (string Part, int From, int Until)? RangeOf(string field)
    {
        var part =
            field.StartsWith("rule", StringComparison.Ordinal) ? "rule"
            : field.StartsWith("reward", StringComparison.Ordinal) ? "reward"
            : null;
        if (part is null)
        {
            return null;
        }

        var numbers = field.AsSpan(part.Length);
        if (numbers is [' ', ..] && IsNumber(numbers[1..], out var one))
        {
            return (part, one, one);
        }

        var to = numbers.IndexOf(" to ", StringComparison.Ordinal);
        return
            numbers is ['s', ' ', ..]
            && to >= 2
            && IsNumber(numbers[2..to], out var from)
            && IsNumber(numbers[(to + 4)..], out var until)
            && from < until
            ? (part, from, until)
            : null;
    }

    /// <summary>Notes what came of asking a rule.</summary>
    /// <param name="part"><c>rule</c> or <c>reward</c>.</param>
    /// <param name="number">Counted from 1.</param>
    /// <param name="verdict">What came of it.</param>
    /// <param name="fact">The number that was compared, where there is one to keep.</param>
    public void Note(string part, int number, string verdict, ComparedFact fact = default)
    {
        if (this.part == part && until == number - 1 && this.verdict == verdict && this.fact == fact)
        {
            until = number;
            return;
        }

        End();
        this.part = part;
        from = until = number;
        this.verdict = verdict;
        this.fact = fact;
    }

    private void End()
    {
        if (part is not null)
        {
            list.Add(
                new(
                    NameOf(part, from, until),
                    verdict,
                    Note: fact.Total is { } total ? ComparedFact.NameOf(total) : null
                )
                {
                    Fact = fact.Value,
                }
            );
            part = null;
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && text[0] != '0';

    private static string Made(string part, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{part} {number}");
}
