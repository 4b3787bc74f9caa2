namespace Byway.Journal;

/// <summary>
/// The tables that no journal tells of, and why: a rebuild leaves them empty and says so. A table that is neither here
/// nor in the journal nor follows from it is a defect, and a test says so.
/// </summary>
public static class LeftOut
{
    private const string Clicks = "landings change no program; what sign-ups made of them stands in their entries";

    /// <summary>Why each is left out, by the table's name.</summary>
    public static readonly IReadOnlyDictionary<string, string> Tables = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["api_keys"] = "credentials are no part of the journal; make new API keys",
        ["click_days"] = Clicks,
        ["click_erasures"] = Clicks,
        ["click_salts"] = Clicks,
        ["click_visitors"] = Clicks,
        ["clicks"] = Clicks,
        ["idempotency_keys"] = "answers kept for repeats of an Idempotency-Key, 30 days",
        ["integration_secrets"] = "credentials are no part of the journal; connect billing providers again",
        ["mails"] = "mail on its way out",
        ["portal_sessions"] = "credentials are no part of the journal; people sign in again",
        ["provider_events"] = "what billing providers sent; what followed from it is told by entries",
        ["sign_in_links"] = "credentials are no part of the journal; people ask for new links",
        ["webhook_cursors"] = "how far deliveries are",
        ["webhook_deliveries"] = "attempts at delivering events, which follow from entries",
        ["webhook_secrets"] = "credentials are no part of the journal; give webhooks new secrets",
    };

    /// <summary>The tables that are made of the journal without standing in it row by row.</summary>
    public static readonly IReadOnlyList<string> Derived =
    [
        "balances",
        "entry_personal",
        "journal_entries",
        "postings",
        "program_heads",
        "programs",
        "totals",
    ];
}
