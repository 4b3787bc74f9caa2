namespace Byway.Bench;

/// <summary>What to measure and for how long.</summary>
internal sealed record BenchOptions
{
    /// <summary>The most sales that can be loaded: their keys' hashes are spread over so many places.</summary>
    public const long MostRows = 16_000_000;

    /// <summary>What <c>--only</c> understands.</summary>
    public static readonly string[] Names =
    [
        "sqlite",
        "postgres",
        "plain",
        "single-sqlite",
        "single-postgres",
        "batch",
        "hot",
        "rows",
        "start",
        "disk",
        "webhooks",
    ];

    /// <summary>True for short runs with little data.</summary>
    public required bool IsQuick { get; init; }

    /// <summary>Length of a measurement.</summary>
    public required int Seconds { get; init; }

    /// <summary>How often each is measured.</summary>
    public required int Rounds { get; init; }

    /// <summary>Sales present in the measurement with many rows; 0 leaves it out.</summary>
    public required long Rows { get; init; }

    /// <summary>Some of <see cref="Names"/>.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>A file for the result as Markdown.</summary>
    public string? Markdown { get; init; }

    /// <summary>Customers whose sales are sent, and as many of the one hot partner.</summary>
    public int Customers => IsQuick ? 1_000 : 10_000;

    /// <summary>Length of a server's warm-up.</summary>
    public int WarmUpSeconds => IsQuick ? 1 : 5;

    /// <summary>Sales whose events wait to be sent.</summary>
    public int WebhookSales => IsQuick ? 500 : 5_000;

    /// <summary>How often a server is started to see how long that takes.</summary>
    public int Starts => IsQuick ? 3 : 5;

    /// <summary>True when something is asked for.</summary>
    /// <param name="names">Some of <see cref="Names"/>; one is enough.</param>
    public bool Has(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Only.Contains(name))
            {
                return true;
            }
        }

        return false;
    }
}
