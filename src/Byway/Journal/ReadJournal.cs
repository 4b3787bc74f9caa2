using Byway.Http;
using Byway.Storage;
using Byway.Values;

namespace Byway.Journal;

/// <summary>
/// <c>GET /v1/journal?after=N&amp;limit=…</c> and <c>GET /v1/journal/{id}</c>: what happened, in order, and why.
/// </summary>
public static class ReadJournal
{
    /// <summary>What the API's document says about the list.</summary>
    public static readonly RouteNote ListNote = new("listJournal", "Read what happened in the program, oldest first.")
    {
        More =
            "Sequence numbers have no gaps: ask again with `after` set to the answer's `next`, and nothing is missed.",
        Query =
        [
            FieldNote
                .Whole("after", "The sequence number after which to begin.", 0, LastSequence, "120")
                .Otherwise("0"),
            FieldNote.Whole("limit", "The most entries.", 1, Page.LargestLimit, "100").Otherwise("100"),
        ],
        Answer = AnswerNote.Whole("A part of the journal.", typeof(JournalPageView)),
        Refusals = [RefusalCode.InvalidFields],
    };

    /// <summary>What the API's document says about one entry.</summary>
    public static readonly RouteNote OneNote = new("getJournalEntry", "Get a journal entry and why it came out so.")
    {
        Path = FieldNote.Text("id", "The entry's id, as the header `Byway-Entry` gave it.", "ent_00000000b4m2k9x1q"),
        Answer = AnswerNote.One(200, "The entry with its decision.", typeof(EntryView)),
        Refusals = [RefusalCode.NotFound],
    };

    private const long LastSequence = long.MaxValue / Micros.PerWhole;

    /// <summary>Answers a part of the journal.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> List(ApiCall call)
    {
        // Shape
        var after = call.Fields.Whole("after", 0, LastSequence) ?? 0;
        var limit = call.Fields.Whole("limit", 1, Page.LargestLimit) ?? 100;
        if (call.Check.HasFaults)
        {
            return call.Check.Refusal();
        }

        // Facts
        var program = call.Program.ProgramId;
        var entries = await call.Database.List(
            JournalEntry.Table,
            "where program_id = @ProgramId and sequence > @after order by sequence limit @take",
            new
            {
                call.Program.ProgramId,
                after,
                take = limit + 1,
            }
        );
        var hasMore = entries.Count > limit;
        var page = entries.Take((int)limit).ToList();
        return Answer.Whole(
            new JournalPageView
            {
                Data = await EntryViews.Of(call.Database, program, page),
                Next = page.Count == 0 ? after : page[^1].Sequence,
                HasMore = hasMore,
            },
            WireJson.Relaxed.JournalPageView
        );
    }

    /// <summary>Answers one entry.</summary>
    /// <param name="call">The call.</param>
    public static async Task<Answer> One(ApiCall call)
    {
        var id = call.PathKey("id");
        if (Ids.SequenceOf(id) is not { } sequence)
        {
            return Answer.NotFound("Journal entry");
        }

        var program = call.Program.ProgramId;
        var entry = await call.Database.First(
            JournalEntry.Table,
            "where program_id = @ProgramId and sequence = @sequence",
            new { call.Program.ProgramId, sequence }
        );
        return entry is null || entry.Id != id
            ? Answer.NotFound("Journal entry")
            : Answer.Of(
                (await EntryViews.Explained(call.Database, call.Server.Settings, program, [entry]))[0],
                WireJson.Relaxed.EntryView
            );
    }
}
