namespace Byway.Storage;

/// <summary>What becomes of a personal column once its person is erased.</summary>
public sealed record PersonalText
{
    /// <summary>Nothing is left.</summary>
    public static readonly PersonalText Gone = new();

    /// <summary>An empty text, where there must be one.</summary>
    public static readonly PersonalText Empty = new() { Text = "" };

    /// <summary>A shell that says no more than that somebody was erased, and which number it had.</summary>
    public static readonly PersonalText Shell = new() { Text = ShellStart, HasNumber = true };

    /// <summary>An empty JSON object.</summary>
    public static readonly PersonalText EmptyObject = new() { Text = "{}" };

    /// <summary>
    /// It stays: a hash without the text it was made of, or the merchant's own name of a thing. An e-mail address of
    /// the person in it does not stay.
    /// </summary>
    public static readonly PersonalText Stays = new() { IsKept = true };

    private const string ShellStart = "erased-";

    /// <summary>What stands there afterwards; null for nothing.</summary>
    public string? Text { get; private init; }

    /// <summary>True when the row's number follows.</summary>
    public bool HasNumber { get; private init; }

    /// <summary>True when it stays as it is.</summary>
    public bool IsKept { get; private init; }

    /// <summary>The shell of a person.</summary>
    /// <param name="number">Its number.</param>
    public static string ShellOf(long number) => Shell.Of(number)!;

    /// <summary>What stands there afterwards.</summary>
    /// <param name="number">The row's number.</param>
    public string? Of(long number) =>
        HasNumber ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Text}{number}") : Text;

    /// <summary>The same as SQL.</summary>
    public string Sql =>
        Text is null ? "null"
        : HasNumber ? $"'{Text}' || number"
        : $"'{Text}'";
}

/// <summary>Whose rows of a table are.</summary>
/// <param name="Column">The column with the person's number; null when only the condition tells.</param>
/// <param name="Condition">Finds the rows of <c>{people}</c>.</param>
/// <param name="Also">What else is set when they are erased.</param>
public sealed record Ownership(string? Column, string Condition, string? Also);
