using Byway.Storage;

namespace Byway.Integrations;

/// <summary>
/// An event as a billing provider sent it, stored before the provider is answered. No part of the journal: what
/// follows from it is.
/// </summary>
public sealed record ProviderEvent
{
    /// <summary>The longest id and type that are taken.</summary>
    public const int LongestId = 191;

    /// <summary>
    /// Whose an event is: the customer it was found to be about, or whoever turned out to be the buyer of the sale it
    /// made, of the payment it named, or under the provider's id it told.
    /// </summary>
    public const string PersonCondition = """
        person in ({people})
        or entry_id in (
            select e.id from transactions t
            join journal_entries e on e.program_id = t.program_id and e.sequence = t.number
            where t.program_id = @program and t.customer_number in ({people})
        )
        or payment in (
            with recursive paid (number) as (
                select p.number from billing_payments p
                join transactions t on t.program_id = p.program_id and t.number = p.sale
                where p.program_id = @program and t.customer_number in ({people})
                union
                select p.number from billing_payments p join paid on p.merged_into = paid.number
                where p.program_id = @program
            )
            select number from paid
        )
        or (person is null and buyer in (
            select key_hash from claims where program_id = @program and kind = 1 and number in ({people})
            union
            select base_hash from composite_customers where program_id = @program and number in ({people})
            union
            select w.key_hash from waiting w
            join transactions t on t.program_id = w.program_id and t.number = w.number
            where w.program_id = @program and w.kind = 1 and t.customer_number in ({people})
        ))
        """;

    /// <summary>Its table.</summary>
    public static readonly Table<ProviderEvent> Table = new Table<ProviderEvent>("provider_events", Read)
        .Number("program_id", row => row.ProgramId)
        .Text("provider", row => row.Provider)
        .Text("event_id", row => row.EventId)
        .Number("number", row => row.Number)
        .Text("type", row => row.Type)
        .Personal("body", row => row.Body)
        .Number("occurred_at", row => row.OccurredAt)
        .Number("received_at", row => row.ReceivedAt)
        .Number("fetched_at", row => row.FetchedAt)
        .Text("status", row => row.Status)
        .Text("sentence", row => row.Sentence)
        .Text("decision", row => row.Decision)
        .Text("entry_id", row => row.EntryId)
        .Number("entry_count", row => row.EntryCount)
        .Number("person", row => row.Person)
        .Number("attempts", row => row.Attempts)
        .Number("due_at", row => row.DueAt)
        .Number("booked_at", row => row.BookedAt)
        .Text("buyer", row => row.Buyer)
        .Number("payment", row => row.Payment)
        .Key(
            row => new(row.ProgramId, Text: row.Provider, Text2: row.EventId),
            ("program_id", KeyPart.Program),
            ("provider", KeyPart.Text),
            ("event_id", KeyPart.Text2)
        )
        .OfPerson(null, PersonCondition)
        .NotInJournal();

    /// <summary>By its number.</summary>
    public static readonly LookUp<ProviderEvent> ByNumber = Table.By(
        row => new(row.ProgramId, row.Number),
        ("program_id", KeyPart.Program),
        ("number", KeyPart.A)
    );

    /// <summary>Those about a buyer whom nobody knew when they came.</summary>
    public static readonly LookUp<ProviderEvent> ByBuyer = Table.By(
        row => row.Buyer is null ? null : new(row.ProgramId, Text: row.Buyer),
        ("program_id", KeyPart.Program),
        ("buyer", KeyPart.Text)
    );

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's id of it.</summary>
    public required string EventId { get; init; }

    /// <summary>1, 2, 3 … in the order of arrival, over all providers.</summary>
    public required long Number { get; init; }

    /// <summary>As the provider names it.</summary>
    public required string Type { get; init; }

    /// <summary>As it came, or was fetched; null once its person was erased.</summary>
    public string? Body { get; init; }

    /// <summary>At the provider; Unix microseconds.</summary>
    public required long OccurredAt { get; init; }

    /// <summary>Here; Unix microseconds.</summary>
    public required long ReceivedAt { get; init; }

    /// <summary>When it was fetched again; null for a provider that signs.</summary>
    public long? FetchedAt { get; init; }

    /// <summary>One of <see cref="EventStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>What became of it, or what it waits for.</summary>
    public string Sentence { get; init; } = "";

    /// <summary>The decision code of the last entry it made.</summary>
    public string? Decision { get; init; }

    /// <summary>That entry.</summary>
    public string? EntryId { get; init; }

    /// <summary>How many entries it made.</summary>
    public long EntryCount { get; init; }

    /// <summary>The customer it is about, as far as it is known.</summary>
    public long? Person { get; init; }

    /// <summary>How often it was tried.</summary>
    public long Attempts { get; init; }

    /// <summary>When it is tried next; null when it is done.</summary>
    public long? DueAt { get; init; }

    /// <summary>When it was decided; Unix microseconds.</summary>
    public long? BookedAt { get; init; }

    /// <summary>
    /// The provider's id of whom it is about, hashed as a claim is; null once a customer is known by it.
    /// </summary>
    public string? Buyer { get; init; }

    /// <summary>The payment it named; null for none.</summary>
    public long? Payment { get; init; }

    private static ProviderEvent Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Provider = row.Text(1),
            EventId = row.Text(2),
            Number = row.Number(3),
            Type = row.Text(4),
            Body = row.TextOrNull(5),
            OccurredAt = row.Number(6),
            ReceivedAt = row.Number(7),
            FetchedAt = row.NumberOrNull(8),
            Status = row.Text(9),
            Sentence = row.Text(10),
            Decision = row.TextOrNull(11),
            EntryId = row.TextOrNull(12),
            EntryCount = row.Number(13),
            Person = row.NumberOrNull(14),
            Attempts = row.Number(15),
            DueAt = row.NumberOrNull(16),
            BookedAt = row.NumberOrNull(17),
            Buyer = row.TextOrNull(18),
            Payment = row.NumberOrNull(19),
        };
}
