using Byway.Http;
using Byway.Values;

namespace Byway.Signals;

/// <summary>The settings of signals as requests and the CLI name them.</summary>
public static class FraudFields
{
    private const long MostCounted = 1_000_000;
    private const long MostWindowDays = 366;
    private const long MostSeconds = 2_592_000;
    private const int LongestDomain = 253;

    /// <summary>Every one of them.</summary>
    public static readonly IReadOnlyList<FieldNote> Notes =
    [
        FieldNote.Flag("fraud_same_company", "Hold rewards of buyers with the referrer's company domain.", "true"),
        FieldNote.Flag("fraud_disposable_email", "Hold rewards of buyers with a throw-away mailbox.", "true"),
        FieldNote.OneOf(
            "fraud_paid_clicks",
            "Hold rewards of customers who came by a click id: of ads only, or of any network's link.",
            "ads",
            "all",
            "off"
        ),
        FieldNote.Amount(
            "fraud_refund_percent",
            "Hold rewards of a referrer of whose sales this share or more was taken back, in percent, 0 to 100; "
                + "0 is off.",
            "25"
        ),
        FieldNote.Whole(
            "fraud_refund_sales",
            "So many sales must have been reported before the share counts.",
            1,
            MostCounted,
            "10"
        ),
        FieldNote.Whole(
            "fraud_sign_ups",
            "Hold rewards of a referrer with more sign-ups in the window; 0 is off.",
            0,
            MostCounted,
            "50"
        ),
        FieldNote.Whole(
            "fraud_sales",
            "Hold rewards of a referrer with more sales in the window; 0 is off.",
            0,
            MostCounted,
            "100"
        ),
        FieldNote.Whole("fraud_window_days", "Days of the window, today included, UTC.", 1, MostWindowDays, "1"),
        FieldNote.Whole(
            "fraud_sale_seconds",
            "Hold the reward of a customer's sale within so many seconds of another one; 0 is off.",
            0,
            MostSeconds,
            "60"
        ),
        FieldNote.Texts(
            "fraud_disposable_domains",
            "More domains of throw-away mailboxes; `[]` clears them.",
            """["throwaway.example"]"""
        ),
        FieldNote.Texts(
            "fraud_free_mail_domains",
            "More domains where anybody has an address; `[]` clears them.",
            """["mail.example"]"""
        ),
    ];

    /// <summary>The settings with what the fields say changed; null when everything is as by default.</summary>
    /// <param name="fields">The fields; faults are noted on their check.</param>
    /// <param name="settings">The settings until now.</param>
    /// <param name="version">The version these settings will be.</param>
    public static FraudSettings? Over(Fields fields, FraudSettings? settings, long version)
    {
        var before = settings ?? FraudSettings.None;
        var after = before with
        {
            HoldsSameCompany = fields.Flag("fraud_same_company") ?? before.HoldsSameCompany,
            HoldsDisposableEmail = fields.Flag("fraud_disposable_email") ?? before.HoldsDisposableEmail,
            PaidClicks = fields.OneOf("fraud_paid_clicks", "ads", "all", "off") ?? before.PaidClicks,
            RefundPercentMicros = PercentOf(fields) ?? before.RefundPercentMicros,
            RefundSales = fields.Whole("fraud_refund_sales", 1, MostCounted) ?? before.RefundSales,
            SignUps = fields.Whole("fraud_sign_ups", 0, MostCounted) ?? before.SignUps,
            Sales = fields.Whole("fraud_sales", 0, MostCounted) ?? before.Sales,
            WindowDays = fields.Whole("fraud_window_days", 1, MostWindowDays) ?? before.WindowDays,
            SaleSeconds = fields.Whole("fraud_sale_seconds", 0, MostSeconds) ?? before.SaleSeconds,
            DisposableDomains = DomainsOf(fields, "fraud_disposable_domains") ?? before.DisposableDomains,
            FreeMailDomains = DomainsOf(fields, "fraud_free_mail_domains") ?? before.FreeMailDomains,
        };
        after = after.Since(settings, version);
        return after == FraudSettings.None ? null : after;
    }

    private static long? PercentOf(Fields fields)
    {
        if (fields.Amount("fraud_refund_percent") is not { } percent)
        {
            return null;
        }

        if (percent > 100 * Micros.PerWhole)
        {
            fields.Fault("fraud_refund_percent", "The fraud_refund_percent must be between 0 and 100.");
        }

        return percent;
    }

    /// <summary>Sorted, once each, comma-separated; a text may hold several, as the command line sends them.</summary>
    private static string? DomainsOf(Fields fields, string name)
    {
        if (fields.Texts(name) is not { } texts)
        {
            return null;
        }

        var domains = new SortedSet<string>(StringComparer.Ordinal);
        foreach (
            var domain in texts.SelectMany(text =>
                text.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            )
        )
        {
            if (domain.Length > LongestDomain || MailDomains.Of($"x@{domain}") is not { } folded)
            {
                fields.Fault(name, $"The {name} must be domains such as example.com.");
                return null;
            }

            domains.Add(folded);
        }

        return string.Join(',', domains);
    }
}
