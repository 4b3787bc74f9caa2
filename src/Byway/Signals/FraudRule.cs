using System.Globalization;
using Byway.Values;

namespace Byway.Signals;

/// <summary>
/// Which signals a sale or sign-up gives. Pure. Each bound is said here once, so that a stored signal can be compared
/// again with the figure it saw.
/// </summary>
public static class FraudRule
{
    /// <summary>The signals, in the order of <see cref="SignalName.All"/>.</summary>
    /// <param name="settings">The thresholds in force.</param>
    /// <param name="facts">What is known.</param>
    public static IReadOnlyList<Signal> SignalsOf(FraudSettings settings, FraudFacts facts)
    {
        var signals = new List<Signal>();
        if (settings.HoldsSameCompany && IsSameCompany(settings, facts))
        {
            signals.Add(new(SignalName.SameCompany, "buyer and referrer have addresses of one company"));
        }

        if (settings.HoldsDisposableEmail && MailDomains.IsDisposable(facts.BuyerDomain, settings.DisposableDomains))
        {
            signals.Add(new(SignalName.DisposableEmail, "the buyer's address is of a throw-away mailbox"));
        }

        if (facts.ClickId is { } click && ClickIds.Holds(click, settings.PaidClicks))
        {
            signals.Add(new(SignalName.PaidClick, $"{click} came along"));
        }

        if (facts.SalesBefore >= Math.Max(settings.RefundSales, 1))
        {
            Compare(signals, settings, SignalName.RefundRate, RefundRate(facts), TextOfRefunds(facts));
        }

        Compare(
            signals,
            settings,
            SignalName.SignUpVelocity,
            facts.SignUps,
            Text(facts.SignUps, "sign-ups", settings)
        );
        Compare(signals, settings, SignalName.SaleVelocity, facts.Sales, Text(facts.Sales, "sales", settings));
        if (facts.SinceLastSale is { } since)
        {
            Compare(
                signals,
                settings,
                SignalName.RapidSales,
                since,
                $"{Micros.ToText(since)} seconds between two sales of the customer"
            );
        }

        return signals;
    }

    /// <summary>True when a figure is beyond what the setting allows.</summary>
    /// <param name="name">One of <see cref="SignalName"/>.</param>
    /// <param name="seen">The figure.</param>
    /// <param name="limit">The setting's; 0 when it is off.</param>
    public static bool IsBeyond(string name, long seen, long limit) =>
        limit > 0
        && name switch
        {
            SignalName.RefundRate => seen >= limit,
            SignalName.RapidSales => seen < limit,
            _ => seen > limit,
        };

    /// <summary>What a signal's figure is compared with; null for signals without a figure.</summary>
    /// <param name="name">One of <see cref="SignalName"/>.</param>
    /// <param name="settings">The settings.</param>
    public static long? LimitOf(string name, FraudSettings settings) =>
        name switch
        {
            SignalName.RefundRate => settings.RefundPercentMicros,
            SignalName.SignUpVelocity => settings.SignUps,
            SignalName.SaleVelocity => settings.Sales,
            SignalName.RapidSales => settings.SaleSeconds * Micros.PerWhole,
            _ => null,
        };

    /// <summary>True when a signal is looked at.</summary>
    /// <param name="name">One of <see cref="SignalName"/>.</param>
    /// <param name="settings">The settings.</param>
    public static bool IsOn(string name, FraudSettings settings) =>
        name switch
        {
            SignalName.Unverified => true,
            SignalName.SameCompany => settings.HoldsSameCompany,
            SignalName.DisposableEmail => settings.HoldsDisposableEmail,
            SignalName.PaidClick => settings.ReadsClicks,
            _ => LimitOf(name, settings) > 0,
        };

    private static void Compare(List<Signal> signals, FraudSettings settings, string name, long seen, string note)
    {
        var limit = LimitOf(name, settings)!.Value;
        if (IsBeyond(name, seen, limit))
        {
            signals.Add(new(name, note, seen, limit));
        }
    }

    private static bool IsSameCompany(FraudSettings settings, FraudFacts facts) =>
        facts.BuyerDomain is { } domain
        && domain == facts.ReferrerDomain
        && !MailDomains.IsFreeMail(domain, settings.FreeMailDomains)
        && !MailDomains.IsDisposable(domain, settings.DisposableDomains);

    /// <summary>In percent × 10⁶, rounded down: a rate just below the threshold is below it.</summary>
    private static long RefundRate(FraudFacts facts) =>
        (long)((Int128)facts.TakenBackBefore * 100 * Micros.PerWhole / facts.SalesBefore);

    private static string TextOfRefunds(FraudFacts facts) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{facts.TakenBackBefore} of {facts.SalesBefore} sales of the referrer were taken back"
        );

    private static string Text(long seen, string what, FraudSettings settings) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{seen} {what} of the referrer in {settings.WindowDays} {(settings.WindowDays == 1 ? "day" : "days")}"
        );
}
