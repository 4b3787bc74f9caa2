using Byway.Http;
using Byway.Storage;
using Byway.Values;

namespace Byway.Newsletters;

/// <summary>
/// <c>GET /v1/subscribers</c>, <c>GET /v1/subscribers:search</c> and <c>GET /v1/subscribers/{id}</c>. With a slash at
/// the end and an id or e-mail in the body the list is one subscriber, which is how a widely used client asks.
/// </summary>
public static class ListSubscribers
{
    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listSubscribers", "List the subscribers, newest first.")
    {
        More = "With a slash at the end and `id` or `email` given, it is that one subscriber.",
        Query =
        [
            FieldNote.OneOf("refer_status", "Only those somebody referred, or nobody.", "referred", "non_referred"),
            .. Page.Notes,
        ],
        Answer = AnswerNote.Whole("A page of subscribers.", typeof(PageView<SubscriberView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about the search.</summary>
    public static readonly RouteNote SearchNote = new(
        "searchSubscribers",
        "Search subscribers by parts of what is known."
    )
    {
        More = Storage.Search.Says,
        Query =
        [
            FieldNote.Text("email", "A part of the e-mail.", "example.com"),
            FieldNote.Text("id", "A part of the id.", "sub_"),
            FieldNote.Text("name", "A part of the name.", "bro"),
            .. Page.Notes,
        ],
        Answer = AnswerNote.Whole("A page of subscribers.", typeof(PageView<SubscriberView>)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one subscriber.</summary>
    public static readonly RouteNote OneNote = new("getSubscriber", "Get a subscriber.")
    {
        Path = NamedSubscriber.PathNote,
        Answer = AnswerNote.One(200, "The subscriber.", typeof(SubscriberView)),
        Refusals = [RefusalCode.NotFound, RefusalCode.InvalidFields],
    };

    /// <summary>Answers the list.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        if (call.Http.Request.Path.Value!.EndsWith('/') && !NamedSubscriber.Of(call.Fields).IsEmpty)
        {
            return await One(call);
        }

        // Shape
        var status = call.Fields.OneOf("refer_status", "referred", "non_referred");
        var page = Page.Of(call.Fields);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var condition = status switch
        {
            "referred" => " and referred_by is not null",
            "non_referred" => " and referred_by is null",
            _ => "",
        };
        var found = await call.Database.List(
            Subscriber.Table,
            $"where program_id = @ProgramId and deleted_at is null{condition}{page.Tail()}",
            new
            {
                call.Program.ProgramId,
                page.After,
                page.Take,
                page.Skip,
            }
        );
        return await PageOf(call, page, found);
    }

    /// <summary>Answers the search.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Search(ApiCall call)
    {
        // Shape
        var page = Page.Of(call.Fields);
        var search = new Search("subscribers", call.Program.ProgramId)
            .Contains("email_folded", call.Fields.Text("email"))
            .Contains("id_folded", call.Fields.Text("id"))
            .Contains("name_folded", call.Fields.Text("name"));
        return call.Check.HasFaults
            ? call.Check.Refusal()
            : await PageOf(call, page, await call.Database.List(Subscriber.Table, search, page.Range));
    }

    /// <summary>Answers one subscriber.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        var named = NamedSubscriber.Of(call);
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        return await SubscriberFinder.Find(call.Database, new(call.Program.ProgramId), named) is { } found
            ? Answer.Of((await Views(call, [found]))[0], WireJson.Relaxed.SubscriberView)
            : Answer.NotFound("Subscriber");
    }

    private static async Task<Answer> PageOf(ApiCall call, Page page, IReadOnlyList<Subscriber> found) =>
        Answer.Whole(
            page.Answer(call, found, subscriber => subscriber.Number, await Views(call, found)),
            WireJson.Relaxed.SubscriberPage
        );

    private static async Task<IReadOnlyList<SubscriberView>> Views(ApiCall call, IReadOnlyList<Subscriber> found)
    {
        var settings = await call.Settings();
        var program = call.Program.ProgramId;
        var numbers = found.Select(subscriber => subscriber.Number).ToList();
        var counts = (
            await call.Database.Query<(long Owner, long Count)>(
                "select owner, cast(sum(sign_ups) as bigint) from totals where program_id = @program and "
                    + "owner in @numbers group by owner",
                new { program, numbers }
            )
        ).ToDictionary(row => row.Owner, row => row.Count);
        var reached = (
            await call.Database.List(
                ReachedMilestone.Table,
                "where program_id = @program and subscriber in @numbers",
                new { program, numbers }
            )
        ).ToLookup(row => row.Subscriber);
        var milestones =
            reached.Count == 0
                ? []
                : (
                    await call.Database.List(Milestone.Table, "where program_id = @program", new { program })
                ).ToDictionary(milestone => milestone.Number);
        return
        [
            .. found.Select(subscriber =>
                SubscriberView.Of(
                    subscriber,
                    settings,
                    counts.GetValueOrDefault(subscriber.Number),
                    reached[subscriber.Number].Select(row => (row, milestones[row.Milestone]))
                )
            ),
        ];
    }
}
