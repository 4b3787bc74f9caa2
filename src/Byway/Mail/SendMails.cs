using System.Globalization;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Byway.Jobs;
using Byway.Programs;
using Byway.Storage;
using Byway.Turns;
using Byway.Values;

namespace Byway.Mail;

/// <summary>
/// Sends what is queued, at least once: a mail is claimed for ten minutes before it is handed over, so that another
/// server does not send it too, and marked when it was taken. A kill between the two sends it again, with the same
/// Message-ID. What is not taken is tried ten times in about three days; what is addressed to nobody only once.
/// </summary>
public sealed partial class SendMails : IJob
{
    private const int MostInOneRun = 100;
    private const long ClaimedMicros = 600 * UtcMicros.PerSecond;

    // Minutes until the next try, after the first, second … one.
    private static readonly long[] PausesInMinutes = [1, 5, 15, 60, 180, 360, 720, 1440, 1440];

    private readonly Database database;
    private readonly TurnQueue turns;
    private readonly ApiKeyDirectory programs;
    private readonly TimeProvider clock;
    private readonly ILogger<SendMails> log;
    private readonly string from;
    private readonly OutboxFolder outbox;
    private readonly IEmailSender sender;
    private string? unsaid;

    /// <summary>A job for a server.</summary>
    /// <param name="database">Finds what is due.</param>
    /// <param name="turns">Marks what was done.</param>
    /// <param name="programs">Programs by number.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="options">How mail leaves.</param>
    /// <param name="log">Says where mail goes, and what was not taken.</param>
    public SendMails(
        Database database,
        TurnQueue turns,
        ApiKeyDirectory programs,
        TimeProvider clock,
        ServerOptions options,
        ILogger<SendMails> log
    )
    {
        this.database = database;
        this.turns = turns;
        this.programs = programs;
        this.clock = clock;
        this.log = log;
        from = options.Mail.From;
        var folder = Path.Combine(options.DataFolder, "outbox");
        outbox = new(folder);
        sender = options.Mail.Host is null ? outbox : new SmtpSender(options.Mail);
        unsaid = options.Mail.Host is null ? folder : null;
    }

    /// <inheritdoc/>
    public string Name => nameof(SendMails);

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task Run()
    {
        var due = await database.List(
            QueuedMail.Table,
            "where due_at <= @now order by due_at, program_id, number limit @MostInOneRun",
            new { now = UtcMicros.Now(clock), MostInOneRun }
        );
        foreach (var mail in due)
        {
            if (await Claim(mail))
            {
                await Deliver(mail with { Attempts = mail.Attempts + 1 });
            }
        }
    }

    private static bool IsForNobody(SmtpException failure) =>
        failure is SmtpFailedRecipientException && (int)failure.StatusCode is >= 500 and < 600;

    /// <summary>True when nobody else has it.</summary>
    private async Task<bool> Claim(QueuedMail mail)
    {
        var claimed = 0;
        await turns.Run(store =>
            claimed = store.Execute(
                "update mails set attempts = attempts + 1, due_at = @until where program_id = @ProgramId "
                    + "and number = @Number and due_at = @DueAt",
                new
                {
                    until = UtcMicros.Now(clock) + ClaimedMicros,
                    mail.ProgramId,
                    mail.Number,
                    mail.DueAt,
                }
            )
        );
        return claimed == 1;
    }

    private async Task Deliver(QueuedMail mail)
    {
        // Once, when it matters for the first time.
        if (Interlocked.Exchange(ref unsaid, null) is { } folder)
        {
            LogOutbox(log, folder);
        }

        var program = await programs.ProgramOf(mail.ProgramId);
        try
        {
            using var message = Compose(mail, program);
            await (program.IsTest ? outbox : sender).Send(message);
            await Mark(mail, sentAt: UtcMicros.Now(clock));
        }
        catch (Exception failure)
            when (failure is SmtpException or IOException or UnauthorizedAccessException or FormatException)
        {
            var isLast =
                mail.Attempts > PausesInMinutes.Length
                || failure is FormatException
                || (failure is SmtpException refused && IsForNobody(refused));
            // The log has no addresses: the number leads to the mail, and the failure's type to the reason.
            var reason = failure is SmtpException smtp ? smtp.StatusCode.ToString() : failure.GetType().Name;
            LogNotSent(log, mail.ProgramId, mail.Number, mail.Attempts, isLast, reason);
            await (isLast ? Mark(mail, givenUpAt: UtcMicros.Now(clock)) : TryAgain(mail));
        }
    }

    private Task TryAgain(QueuedMail mail) =>
        turns.Run(store =>
            store.Execute(
                "update mails set due_at = @due where program_id = @ProgramId and number = @Number",
                new
                {
                    due = UtcMicros.Now(clock) + (PausesInMinutes[mail.Attempts - 1] * 60 * UtcMicros.PerSecond),
                    mail.ProgramId,
                    mail.Number,
                }
            )
        );

    /// <summary>Marks a mail as done, and drops what it said and to whom.</summary>
    private Task Mark(QueuedMail mail, long? sentAt = null, long? givenUpAt = null) =>
        turns.Run(store =>
            store.Execute(
                "update mails set due_at = null, sent_at = @sentAt, given_up_at = @givenUpAt, recipient = '', "
                    + "subject = '', text = '', html = '' where program_id = @ProgramId and number = @Number",
                new
                {
                    sentAt,
                    givenUpAt,
                    mail.ProgramId,
                    mail.Number,
                }
            )
        );

    private MailMessage Compose(QueuedMail mail, ReferralProgram program)
    {
        var message = new MailMessage
        {
            From = new(from, mail.Sender, Encoding.UTF8),
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        message.To.Add(new MailAddress(mail.Recipient));
        var html = AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html);
        html.TransferEncoding = TransferEncoding.QuotedPrintable;
        message.AlternateViews.Add(html);
        var number = mail.Number.ToString(CultureInfo.InvariantCulture);
        message.Headers["Message-ID"] = $"<{program.PublicId}.{number}@{message.From.Host}>";
        message.Headers["Auto-Submitted"] = "auto-generated";
        return message;
    }

    [LoggerMessage(40, LogLevel.Information, "No SMTP server is named: mails are written to {Folder}")]
    private static partial void LogOutbox(ILogger log, string folder);

    [LoggerMessage(
        41,
        LogLevel.Warning,
        "Mail {Number} of program {Program} was not taken at attempt {Attempt} (given up: {IsLast}): {Reason}"
    )]
    private static partial void LogNotSent(
        ILogger log,
        long program,
        long number,
        long attempt,
        bool isLast,
        string reason
    );
}
