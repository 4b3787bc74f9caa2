using Byway.Storage;
using Byway.Turns;

namespace Byway.Mail;

/// <summary>
/// A mail to send, stored together with the change that causes it: what was accepted is delivered, or tried again. No
/// part of the journal; what it says is dropped once it has left.
/// </summary>
public sealed record QueuedMail
{
    /// <summary>Its table.</summary>
    public static readonly Table<QueuedMail> Table = new Table<QueuedMail>("mails", Read)
        .Number("program_id", row => row.ProgramId)
        .Number("number", row => row.Number)
        .Number("person", row => row.Person)
        .Personal("recipient", row => row.Recipient)
        .Text("sender", row => row.Sender)
        .Personal("subject", row => row.Subject)
        .Personal("text", row => row.Text)
        .Personal("html", row => row.Html)
        .Number("created_at", row => row.CreatedAt)
        .Number("attempts", row => row.Attempts)
        .Number("due_at", row => row.DueAt)
        .Number("sent_at", row => row.SentAt)
        .Number("given_up_at", row => row.GivenUpAt)
        .Key(row => new(row.ProgramId, row.Number), ("program_id", KeyPart.Program), ("number", KeyPart.A))
        .NotInJournal();

    /// <summary>The program.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The sequence of the entry that caused it.</summary>
    public required long Number { get; init; }

    /// <summary>The partner or customer it goes to.</summary>
    public required long Person { get; init; }

    /// <summary>The address; empty once it has left.</summary>
    public required string Recipient { get; init; }

    /// <summary>The name it comes from.</summary>
    public required string Sender { get; init; }

    /// <summary>One line; empty once it has left.</summary>
    public required string Subject { get; init; }

    /// <summary>Plain; empty once it has left.</summary>
    public required string Text { get; init; }

    /// <summary>The same as HTML; empty once it has left.</summary>
    public required string Html { get; init; }

    /// <summary>Unix microseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public long Attempts { get; init; }

    /// <summary>When it is tried next; null when it is done.</summary>
    public long? DueAt { get; init; }

    /// <summary>When the mail server took it.</summary>
    public long? SentAt { get; init; }

    /// <summary>When it was given up.</summary>
    public long? GivenUpAt { get; init; }

    /// <summary>Queues a mail with the change at work; call it before the entry is appended.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="person">Whom it goes to.</param>
    /// <param name="recipient">The address.</param>
    /// <param name="letter">What it says.</param>
    public static void Queue(Turn turn, long person, string recipient, Letter letter) =>
        turn.Put(
            Table,
            new()
            {
                ProgramId = turn.Program.ProgramId,
                Number = turn.NextNumber,
                Person = person,
                Recipient = recipient,
                Sender = Letter.OneLine(turn.Settings.Name),
                Subject = letter.Subject,
                Text = letter.Text,
                Html = letter.Html,
                CreatedAt = turn.MachineNow,
                DueAt = turn.MachineNow,
            }
        );

    private static QueuedMail Read(RowReader row) =>
        new()
        {
            ProgramId = row.Number(0),
            Number = row.Number(1),
            Person = row.Number(2),
            Recipient = row.Text(3),
            Sender = row.Text(4),
            Subject = row.Text(5),
            Text = row.Text(6),
            Html = row.Text(7),
            CreatedAt = row.Number(8),
            Attempts = row.Number(9),
            DueAt = row.NumberOrNull(10),
            SentAt = row.NumberOrNull(11),
            GivenUpAt = row.NumberOrNull(12),
        };
}
