using System.Text.Json.Serialization;

namespace Byway.Signals;

/// <summary>
/// What a program looks at before a reward is payable. Everything is off until its owner says otherwise, and what is
/// off costs nothing. A part of the settings' versions.
/// </summary>
public sealed record FraudSettings
{
    /// <summary>Nothing is looked at.</summary>
    public static readonly FraudSettings None = new();

    /// <summary>True to hold what buyers from the referrer's company bring.</summary>
    public bool HoldsSameCompany { get; init; }

    /// <summary>True to hold what buyers with a disposable address bring.</summary>
    public bool HoldsDisposableEmail { get; init; }

    /// <summary>Which click ids hold: <c>off</c>, <c>ads</c> or <c>all</c>.</summary>
    public string PaidClicks { get; init; } = "off";

    /// <summary>The share of sales taken back from which on rewards are held, in percent × 10⁶; 0 for never.</summary>
    public long RefundPercentMicros { get; init; }

    /// <summary>So many sales must have been reported before that share says anything.</summary>
    public long RefundSales { get; init; } = 10;

    /// <summary>The most sign-ups of one referrer in a window; 0 for any number.</summary>
    public long SignUps { get; init; }

    /// <summary>The most sales of one referrer in a window; 0 for any number.</summary>
    public long Sales { get; init; }

    /// <summary>Days of the window, today included.</summary>
    public long WindowDays { get; init; } = 1;

    /// <summary>The seconds that have to lie between two sales of one customer; 0 for none.</summary>
    public long SaleSeconds { get; init; }

    /// <summary>More disposable domains: sorted, comma-separated.</summary>
    public string DisposableDomains { get; init; } = "";

    /// <summary>More free-mail domains: sorted, comma-separated.</summary>
    public string FreeMailDomains { get; init; } = "";

    /// <summary>The version from which referrers are counted without a gap; 0 while nobody is.</summary>
    public long CountedSince { get; init; }

    /// <summary>True when what referrers bring has to be counted.</summary>
    [JsonIgnore]
    public bool IsCounting => RefundPercentMicros > 0 || SignUps > 0 || Sales > 0;

    /// <summary>True when click ids are looked for.</summary>
    [JsonIgnore]
    public bool ReadsClicks => PaidClicks != "off";

    /// <summary>
    /// The same with the version from which referrers are counted: that of before while they go on being counted over
    /// the same window; else they are counted anew.
    /// </summary>
    /// <param name="before">The settings until now.</param>
    /// <param name="version">The version these settings will be.</param>
    public FraudSettings Since(FraudSettings? before, long version) =>
        this with
        {
            CountedSince =
                !IsCounting ? 0
                : before is { IsCounting: true } && before.WindowDays == WindowDays ? before.CountedSince
                : version,
        };
}
