using Byway.Programs;

namespace Byway.Tests.Http;

/// <summary>
/// How each route of the API is called about a real thing of a program, for <see cref="RouteMatrixTests"/>. A new
/// route with something to name in its path, query or body needs a line here; a plain list needs none.
/// </summary>
internal static partial class RouteRows
{
    /// <summary>What stands in names and addresses of things, and must never come out for another program.</summary>
    public const string Canary = "canary-of-another-program";

    /// <summary>
    /// The rows, by method and path. <c>Named</c>: the owner's API key succeeds, another program's is told 404.
    /// <c>Within</c>: the same with 422, for a thing that a larger request names. <c>Own</c>: both succeed, each in
    /// its own program.
    /// </summary>
    public static readonly Dictionary<string, RouteRow> All = new(
        new[]
        {
            ProgramRows,
            PartnerRows,
            CustomerRows,
            TransactionRows,
            RewardRows,
            PayoutRows,
            LinkRows,
            PromotionCodeRows,
            LeadRows,
            NewsletterRows,
            WebhookRows,
            IntegrationRows,
        }.SelectMany(rows => rows),
        StringComparer.Ordinal
    );

    /// <summary>
    /// A program with one of everything, full of canaries: what the rows name, and what plain lists must not show to
    /// others.
    /// </summary>
    /// <param name="api">The program.</param>
    public static async Task Fill(ApiClient api)
    {
        await FillCoupons(api);
        await FillWebhooks(api);
        if (api.Program.Type == ProgramType.Newsletter)
        {
            await FillNewsletter(api);
            return;
        }

        await api.Referrer("anna", $"anna@{Canary}.example");
        await api.SignUp("carl", "anna", $$""","name":"{{Canary}}","email":"carl@{{Canary}}.example" """);
        await FillLinks(api);
        if (api.IsAffiliate)
        {
            await FillPayouts(api);
            await FillLeads(api);
        }

        await api.Sale("order", "100", "carl", $$""","metadata":{"note":"{{Canary}}"} """);
    }

    /// <summary>What <see cref="Fill"/> made, as lists can be asked for it.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "anna",
        "anna-id",
        $"anna@{Canary}.example",
        "carl",
        $"carl@{Canary}.example",
        "order",
        "summer",
        "WELCOME",
        "HELLO",
        "sue",
        $"sue@{Canary}.example",
    ];

    private static Task<string> Nothing(ApiClient api) => Task.FromResult("");
}
