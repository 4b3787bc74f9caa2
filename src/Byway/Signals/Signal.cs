using Byway.Journal;

namespace Byway.Signals;

/// <summary>A sign that what was earned may not be honest: it holds a reward for the owner, never drops it.</summary>
/// <param name="Name">One of <see cref="SignalName"/>.</param>
/// <param name="Note">What was seen, in words and without personal data.</param>
/// <param name="Seen">The figure that was seen, where there is one.</param>
/// <param name="Limit">What it was compared with: the setting's figure.</param>
public sealed record Signal(string Name, string Note, long? Seen = null, long? Limit = null)
{
    /// <summary>A browser reported it, and nobody vouches for that.</summary>
    public static readonly Signal OfBrowser = new(SignalName.Unverified, "reported by a browser");

    /// <summary>What evidence about signals begins with.</summary>
    public const string Field = "signal.";

    /// <summary>The signal as evidence of a decision.</summary>
    /// <param name="isHolding">False when there was nothing to hold: the reward was paid elsewhere already.</param>
    public Evidence ToEvidence(bool isHolding) =>
        new(Field + Name, isHolding ? DecisionCode.HeldForReview : "noted", Note: Note) { Seen = Seen, Limit = Limit };

    /// <summary>The names of the signals that hold what a decision earned, comma-separated; null for none.</summary>
    /// <param name="evidence">The decision's evidence.</param>
    public static string? HoldingIn(IReadOnlyList<Evidence>? evidence)
    {
        var names = (evidence ?? [])
            .Where(each =>
                each.Verdict == DecisionCode.HeldForReview && each.Field.StartsWith(Field, StringComparison.Ordinal)
            )
            .Select(each => each.Field[Field.Length..])
            .ToList();
        return names.Count == 0 ? null : string.Join(',', names);
    }
}

/// <summary>The signals. The texts are stored and stable.</summary>
public static class SignalName
{
    /// <summary>Buyer and referrer have addresses of one company.</summary>
    public const string SameCompany = "same_company";

    /// <summary>The buyer's address is of a provider of throw-away mailboxes.</summary>
    public const string DisposableEmail = "disposable_email";

    /// <summary>The customer came by a paid ad.</summary>
    public const string PaidClick = "paid_click";

    /// <summary>Too many of the referrer's sales were taken back.</summary>
    public const string RefundRate = "refund_rate";

    /// <summary>Too many sign-ups of the referrer in the window.</summary>
    public const string SignUpVelocity = "sign_up_velocity";

    /// <summary>Too many sales of the referrer in the window.</summary>
    public const string SaleVelocity = "sale_velocity";

    /// <summary>Two sales of the customer follow each other too closely.</summary>
    public const string RapidSales = "rapid_sales";

    /// <summary>A browser reported it, and nobody vouches for that. No setting switches it off.</summary>
    public const string Unverified = "unverified";

    /// <summary>All of them, in the order in which they are looked at.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Unverified,
        SameCompany,
        DisposableEmail,
        PaidClick,
        RefundRate,
        SignUpVelocity,
        SaleVelocity,
        RapidSales,
    ];
}
