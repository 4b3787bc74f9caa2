namespace Byway.Docs;

/// <summary>
/// The guides in the order to read them: the list of <c>/docs/guides</c>, of every page's margin and of
/// <c>/llms.txt</c>.
/// </summary>
public static class GuideList
{
    /// <summary>A part of the list.</summary>
    /// <param name="Title">What its guides have in common.</param>
    /// <param name="Guides">They.</param>
    public sealed record Part(string Title, IReadOnlyList<Guide> Guides);

    /// <summary>All parts.</summary>
    public static IReadOnlyList<Part> Parts { get; } =
    [
        new(
            "How a sale finds its partner",
            [
                Of("choosing", "Which way to take: all of them compared, and what a blocker does to each."),
                Of("server-to-server", "A backend keeps the referral key and reports sign-ups and sales."),
                Of("browser-snippet", "A script on the pages keeps the key and reports sign-ups."),
                Of("hybrid", "The script keeps the key in a cookie; a backend reads it and reports."),
                Of("links-and-clicks", "Byway records landings: click figures, first or last click, windows."),
                Of("promotion-codes", "A code at the checkout names the partner; no link is needed."),
                Of("transaction-based", "Each payment names its partner, in a field or in its metadata."),
                Of("mobile", "Links that open an app, and the key on its way to the sign-up."),
            ]
        ),
        new(
            "Payments through a billing provider",
            [
                Of("stripe", "Stripe's events become sales, refunds and disputes by themselves."),
                Of("paddle", "Paddle's notifications become sales, refunds and disputes by themselves."),
                Of("chargebee", "Chargebee's events, fetched again from its API, become sales and refunds."),
            ]
        ),
        new(
            "Rewards and people",
            [
                Of("rules", "What a sale earns: tiers, levels, goals, both sides; tried on history first."),
                Of("currencies", "Sales in several currencies, and rewards in one of them."),
                Of("why", "The explanation of every decision, for the merchant and for the partner."),
                Of("fraud", "Which signals hold a reward, and how to approve or reject it."),
                Of("customers", "Giving a customer to another partner; making one of two records."),
                Of("sign-in-links", "Letting partners and customers into their own page."),
                Of("erasure", "Erasing a person, and exporting what is stored about one."),
            ]
        ),
        new(
            "Running it",
            [
                Of("webhooks", "Hearing of every change: subscribing, verifying, replaying, reading."),
                Of("testing", "Moving a test program's clock, so that a year takes a minute."),
                Of("running", "Installing, TLS, proxies, mail, PostgreSQL, backups, upgrades."),
                Of("moving", "Backups, restoring them, changing the database, rebuilding from the journal."),
            ]
        ),
        new(
            "Reference",
            [
                new("docs/errors.md", "Every refusal and every decision code, and what to do about it."),
                new("docs/DOMAIN.md", "What exactly Byway does with what it is told, and every setting."),
                new("docs/COMPATIBILITY.md", "The hosted service's interface, endpoint by endpoint."),
            ]
        ),
    ];

    private static Guide Of(string name, string about) => new($"docs/guides/{name}.md", about);
}
