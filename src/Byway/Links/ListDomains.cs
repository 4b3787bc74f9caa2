using Byway.Http;

namespace Byway.Links;

/// <summary>
/// <c>GET /v1/partner_referral_links:domains</c>, <c>GET /v1/customer_referral_links:domains</c> and <c>GET
/// /v1/domains</c>: where links can lead. The website comes first, whatever the order.
/// </summary>
public static class ListDomains
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("listDomains", "List the domains that links can lead to.")
    {
        More = "The program's website comes first and has no id.",
        Query = Page.Notes,
        Answer = AnswerNote.Whole("A page of domains.", typeof(PageView<DomainView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    // Beyond every number: the website stands before the newest domain.
    private const long WebsiteNumber = 1_000_000_000_000;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var all = (await Sites.Of(call)).Views();
        var ordered = page.IsNewestFirst ? all : [.. all.Reverse()];
        var rows = ordered
            .Where(view => page.After is not { } after || IsBehind(NumberOf(view), after, page.IsNewestFirst))
            .Skip((int)Math.Min(page.Skip, int.MaxValue))
            .Take((int)page.Take)
            .ToList();
        return Answer.Whole(page.Answer(call, rows, NumberOf, rows), WireJson.Relaxed.DomainPage);
    }

    private static long NumberOf(DomainView view) => view.Id ?? WebsiteNumber;

    private static bool IsBehind(long number, long after, bool isNewestFirst) =>
        isNewestFirst ? number < after : number > after;
}
