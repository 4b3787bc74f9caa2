using Byway.Customers;
using Byway.Http;
using Byway.Links;
using Byway.Partners;
using Byway.Values;

namespace Byway.Clicks;

/// <summary>
/// <c>GET /v1/partner_referral_links/{id}/stats</c> and the same of refer-a-friend customers: what a link has brought.
/// Landings come out of sums by day, sign-ups and sales out of the customers who came by the link.
/// </summary>
public static class GetLinkStats
{
    /// <summary>What the API's document says about a partner's.</summary>
    public static readonly RouteNote Note = new("getPartnerLinkStats", "Get what a partner's link has brought.")
    {
        More =
            "Landings count on their own day, sign-ups on the day of the binding, sales on the day they occurred. "
            + "A landing is counted within a second.",
        Path = FoundLink.PathNote,
        Query =
        [
            FieldNote.Time("from", "The first day, UTC; the beginning when absent.") with
            {
                Example = "2026-01-01",
            },
            FieldNote.Time("to", "The last day, UTC, which is in it; now when absent.") with
            {
                Example = "2026-03-31",
            },
        ],
        Answer = AnswerNote.One(200, "What it has brought.", typeof(LinkStatsView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about a customer's.</summary>
    public static readonly RouteNote FriendNote = Note with
    {
        Id = "getCustomerLinkStats",
        Summary = "Get what a referring customer's link has brought.",
    };

    /// <summary>The sign-ups by a link.</summary>
    public const string SignUpsSql =
        "select count(*) from customers where program_id = @Program and came_by = @Link "
        + "and bound_at >= @From and bound_at < @Until";

    /// <summary>The sales of those who came by a link.</summary>
    public const string SalesSql =
        "select t.unit, count(*), cast(sum(t.amount / 1000000) as bigint), cast(sum(t.amount % 1000000) as bigint), "
        + "cast(sum(t.refunded_amount / 1000000) as bigint), cast(sum(t.refunded_amount % 1000000) as bigint) "
        + "from customers c join transactions t on t.program_id = c.program_id and t.customer_number = c.number "
        + "where c.program_id = @Program and c.came_by = @Link and t.referred_by in @Owners "
        + "and t.archived_at is null and t.deleted_at is null and t.created_at >= @From and t.created_at < @Until "
        + "group by t.unit order by t.unit";

    private const int MostDays = 366;
    private const long LastDay = 3_000_000;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var from = (call.Fields.Time("from") ?? 0) / UtcMicros.PerDay;
        var until = call.Fields.Time("to") is { } to ? (to / UtcMicros.PerDay) + 1 : LastDay;
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var known = await call.Server.Clicks.Links(call.Program);
        if (await known.Find(call.PathKey("id")) is not { } target)
        {
            return Answer.NotFound("Referral link");
        }

        var wanted = new
        {
            Program = call.Program.ProgramId,
            Owners = call.IsAffiliate
                ? [target.Owner]
                : await MergedCustomer.Numbers(call.Database, call.Program.ProgramId, target.Owner),
            target.Link,
            FromDay = from,
            UntilDay = until,
            From = from * UtcMicros.PerDay,
            Until = until * UtcMicros.PerDay,
        };
        var days = await call.Database.Query<DayRow>(
            "select day, clicks, visitors, bots, prefetches from click_days where program_id = @Program "
                + "and owner in @Owners and link = @Link and day >= @FromDay and day < @UntilDay order by day desc",
            wanted
        );
        var signUps = (await call.Database.Query<long>(SignUpsSql, wanted))[0];
        var sales = await call.Database.Query<(string, long, long, long, long, long)>(SalesSql, wanted);
        return Answer.Of(ViewOf(target.Key, days, signUps, sales), WireJson.Relaxed.LinkStatsView);
    }

    private static LinkStatsView ViewOf(
        string key,
        List<DayRow> days,
        long signUps,
        List<(string Unit, long Count, long Whole, long Part, long RefundedWhole, long RefundedPart)> sales
    ) =>
        new()
        {
            Key = key,
            Clicks = days.Sum(day => day.Clicks),
            Visitors = days.Sum(day => day.Visitors),
            Bots = days.Sum(day => day.Bots),
            Prefetches = days.Sum(day => day.Prefetches),
            Signups = signUps,
            SalesCount = sales.Sum(sum => sum.Count),
            Revenue =
            [
                .. sales.Select(sum => new MoneyView(
                    sum.Unit,
                    new(
                        Micros.Shown(
                            ((Int128)(sum.Whole - sum.RefundedWhole) * Micros.PerWhole) + sum.Part - sum.RefundedPart
                        )
                    )
                )),
            ],
            Days =
            [
                .. days.Take(MostDays)
                    .Select(day => new LinkDayView
                    {
                        Day = UtcMicros.ToDay(day.Day * UtcMicros.PerDay),
                        Clicks = day.Clicks,
                        Visitors = day.Visitors,
                        Bots = day.Bots,
                        Prefetches = day.Prefetches,
                    }),
            ],
        };

    private sealed record DayRow(long Day, long Clicks, long Visitors, long Bots, long Prefetches);
}
