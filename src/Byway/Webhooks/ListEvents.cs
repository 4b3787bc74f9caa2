using Byway.Http;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>
/// <c>GET /v1/events?after=N&amp;limit=…&amp;event=…</c>: what webhooks send, for receivers who would rather read.
/// </summary>
public static class ListEvents
{
    /// <summary>What the API's document says about it.</summary>
    public static readonly RouteNote Note = new("listEvents", "Read the program's events, oldest first.")
    {
        More =
            "The same events with the same ids as webhooks send. Ask again with `after` set to the answer's `next` "
            + "while `has_more` is true, and later again: nothing is missed. The events of one journal entry stay "
            + "together, so a page may have somewhat more than `limit`; with `event` it may have fewer, or none.",
        Query =
        [
            FieldNote
                .Whole("after", "The sequence number after which to begin.", 0, LastSequence, "120")
                .Otherwise("0"),
            FieldNote.Whole("limit", "About how many events.", 1, Page.LargestLimit, "100").Otherwise("100"),
            FieldNote.Text("event", "Only this event.", "transaction.created"),
        ],
        Answer = AnswerNote.Whole("A part of the events.", typeof(EventPageView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    private const long LastSequence = long.MaxValue / Micros.PerWhole;

    // One call looks at so many entries at most, whoever it is looking for.
    private const int MostEntries = 2000;

    /// <summary>Answers the route.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> Handle(ApiCall call)
    {
        // Shape
        var after = call.Fields.Whole("after", 0, LastSequence) ?? 0;
        var limit = call.Fields.Whole("limit", 1, Page.LargestLimit) ?? 100;
        var name = call.Fields.Text("event");
        if (name is not null && !EventNames.Of(call.Program.Type).Contains(name, StringComparer.Ordinal))
        {
            call.Fields.Fault("event", WebhookFields.NoSuchEvent(name, call.Program.Type));
        }

        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var reader = call.Http.RequestServices.GetRequiredService<EventReader>();
        var wanted = name is null ? null : new HashSet<string>(StringComparer.Ordinal) { name };
        var events = new List<ProgramEvent>();
        var (next, hasMore) = (after, true);
        for (var looked = 0L; hasMore && events.Count < limit && looked < MostEntries; looked += limit)
        {
            var page = await reader.Read(call.Program, next, limit, wanted);
            (next, hasMore) = (page.Through, page.HasMore);
            foreach (var entry in page.Events.GroupBy(told => told.Sequence))
            {
                events.AddRange(entry);
                if (events.Count >= limit)
                {
                    hasMore |= entry.Key < next;
                    next = entry.Key;
                    break;
                }
            }
        }

        return Answer.Whole(
            new EventPageView
            {
                Data = [.. events.Select(EventView.Of)],
                Next = next,
                HasMore = hasMore,
            },
            WireJson.Relaxed.EventPageView
        );
    }
}
