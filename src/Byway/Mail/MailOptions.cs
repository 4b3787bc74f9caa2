namespace Byway.Mail;

/// <summary>How mail leaves: through an SMTP server, or into a folder when there is none.</summary>
public sealed record MailOptions
{
    /// <summary>The SMTP server's name; null to write mails to <c>outbox</c> in the data folder.</summary>
    public string? Host { get; init; }

    /// <summary>Its port.</summary>
    public int Port { get; init; } = 587;

    /// <summary>True to speak TLS by STARTTLS, and not at all with a server that has none.</summary>
    public bool HasTls { get; init; } = true;

    /// <summary>Who signs in there; null for nobody.</summary>
    public string? User { get; init; }

    /// <summary>That user's password.</summary>
    public string? Password { get; init; }

    /// <summary>The address mails come from.</summary>
    public string From { get; init; } = "byway@localhost.localdomain";
}
