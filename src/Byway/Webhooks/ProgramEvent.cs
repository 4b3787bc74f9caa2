using System.Globalization;
using System.Text.Json;
using Byway.Http;
using Byway.Values;

namespace Byway.Webhooks;

/// <summary>An event, as it is told to the outside.</summary>
/// <param name="EntryId">The entry it is derived from.</param>
/// <param name="Sequence">That entry's number.</param>
/// <param name="Index">0, 1, 2 … within the entry.</param>
/// <param name="Name">One of <see cref="EventNames"/>.</param>
/// <param name="CreatedAt">When the entry was booked.</param>
/// <param name="Data">The resource as JSON; <c>null</c> once the person it was about is erased.</param>
public sealed record ProgramEvent(string EntryId, long Sequence, int Index, string Name, long CreatedAt, string Data)
{
    /// <summary>The entry's id and the index: <c>ent_….0</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{EntryId}.{Index}");

    /// <summary>Where it stands among all events of its program.</summary>
    public long Position => EventPosition.Of(Sequence, Index);
}

/// <summary>Where an event stands in its program, as one number.</summary>
public static class EventPosition
{
    /// <summary>The most events of one entry. Jobs write entries of a hundred things at most.</summary>
    public const int MostInEntry = 4096;

    /// <summary>An event's position.</summary>
    /// <param name="sequence">Its entry.</param>
    /// <param name="index">Within the entry.</param>
    public static long Of(long sequence, int index) => (sequence * MostInEntry) + index;

    /// <summary>The last position an entry can have.</summary>
    /// <param name="sequence">The entry.</param>
    public static long EndOf(long sequence) => Of(sequence, MostInEntry - 1);

    /// <summary>A position's entry.</summary>
    /// <param name="position">The position.</param>
    public static long SequenceOf(long position) => position / MostInEntry;

    /// <summary>The last entry that has been passed as a whole.</summary>
    /// <param name="position">The position reached.</param>
    public static long PassedBy(long position) => ((position + 1) / MostInEntry) - 1;

    /// <summary>The position an event id names; null when it is none.</summary>
    /// <param name="eventId">For example <c>ent_00000000b4m2k9x1q.0</c>.</param>
    public static long? OfId(string eventId)
    {
        var dot = eventId.IndexOf('.', StringComparison.Ordinal);
        return
            dot > 0
            && Ids.SequenceOf(eventId[..dot]) is { } sequence
            && int.TryParse(eventId.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < MostInEntry
            ? Of(sequence, index)
            : null;
    }
}

/// <summary>An event for callers who read instead of listening.</summary>
public sealed record EventView
{
    /// <summary>The id that the header <c>webhook-id</c> has.</summary>
    public required string Id { get; init; }

    /// <summary>The journal entry's number; events of one entry share it.</summary>
    public required long Sequence { get; init; }

    /// <summary>What happened.</summary>
    public required string Event { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>The resource, as a webhook sends it; null once the person it was about is erased.</summary>
    public required JsonElement? Data { get; init; }

    /// <summary>An event's view.</summary>
    /// <param name="told">The event.</param>
    public static EventView Of(ProgramEvent told) =>
        new()
        {
            Id = told.Id,
            Sequence = told.Sequence,
            Event = told.Name,
            CreatedAt = UtcMicros.ToText(told.CreatedAt),
            Data = JsonElement.Parse(told.Data),
        };
}

/// <summary>A part of the events, oldest first.</summary>
public sealed record EventPageView
{
    /// <summary>The events.</summary>
    public required IReadOnlyList<EventView> Data { get; init; }

    /// <summary>The sequence to ask for next (<c>after=</c>).</summary>
    public required long Next { get; init; }

    /// <summary>True when there may be more already.</summary>
    public required bool HasMore { get; init; }

    /// <summary>Always 1.</summary>
    public int Status { get; init; } = 1;
}

/// <summary>What an event about a reward is about.</summary>
public sealed record RewardEventView
{
    /// <summary>The reward's number in its program.</summary>
    public required long Number { get; init; }

    /// <summary><c>review_period</c>, <c>ok</c>, <c>rejected</c> or <c>reversed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Major units, as earned.</summary>
    public required MajorUnits Amount { get; init; }

    /// <summary>Major units, taken back so far.</summary>
    public required MajorUnits ReversedAmount { get; init; }

    /// <summary>Currency or own unit.</summary>
    public required string AmountUnits { get; init; }

    /// <summary>False for a unit of the program's own.</summary>
    public required bool IsCurrency { get; init; }

    /// <summary>The sale's key; null when it was given without one.</summary>
    public required string? Transaction { get; init; }

    /// <summary>Affiliate programs: the id of the partner who earned it.</summary>
    public required string? Partner { get; init; }

    /// <summary>Affiliate programs: the buyer's key. Refer-a-friend: the id of the customer who earned it.</summary>
    public required string? Customer { get; init; }

    /// <summary>Refer-a-friend programs: the buyer's id.</summary>
    public required string? ReferredCustomer { get; init; }

    /// <summary>The signals that held it; they still do when its review period has no end.</summary>
    public required IReadOnlyList<string> Signals { get; init; }

    /// <summary>End of its review period; ISO 8601 or null.</summary>
    public required string? HeldUntil { get; init; }

    /// <summary>ISO 8601.</summary>
    public required string CreatedAt { get; init; }
}
