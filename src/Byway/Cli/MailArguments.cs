using System.CommandLine;
using System.Globalization;
using System.Net.Mail;
using Byway.Mail;
using Byway.Storage;

namespace Byway.Cli;

/// <summary>
/// The options of <c>byway serve</c> that say how mail leaves, each also a variable; what is typed wins.
/// </summary>
public static class MailArguments
{
    private static readonly Option<string?> Host = new("--smtp-host")
    {
        Description = "The mail server (BYWAY_SMTP_HOST; otherwise mails are files in the data folder's outbox)",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Port = new("--smtp-port")
    {
        Description = "Its port (BYWAY_SMTP_PORT; otherwise 587)",
        HelpName = "N",
    };

    private static readonly Option<string?> Tls = new("--smtp-tls")
    {
        Description = "starttls or none (BYWAY_SMTP_TLS; otherwise starttls)",
        HelpName = "WORD",
    };

    private static readonly Option<string?> User = new("--smtp-user")
    {
        Description = "Who signs in there (BYWAY_SMTP_USER; otherwise nobody)",
        HelpName = "NAME",
    };

    private static readonly Option<string?> PasswordFile = new("--smtp-password-file")
    {
        Description =
            "A file with that user's password (BYWAY_SMTP_PASSWORD_FILE; or it stands in BYWAY_SMTP_PASSWORD)",
        HelpName = "FILE",
    };

    private static readonly Option<string?> From = new("--mail-from")
    {
        Description = "The address mails come from (BYWAY_MAIL_FROM); needed with a mail server",
        HelpName = "ADDRESS",
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } = [Host, Port, Tls, User, PasswordFile, From];

    /// <summary>How mail leaves, from the command line and the environment.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="StartException">One of them cannot be.</exception>
    public static MailOptions Of(ParseResult parsed)
    {
        var options = new MailOptions
        {
            Host = parsed.GetValue(Host) ?? Place.Variable("BYWAY_SMTP_HOST"),
            User = parsed.GetValue(User) ?? Place.Variable("BYWAY_SMTP_USER"),
        };
        options = options with
        {
            Port = CheckedPort(parsed.GetValue(Port) ?? Place.Variable("BYWAY_SMTP_PORT")) ?? options.Port,
            HasTls = CheckedTls(parsed.GetValue(Tls) ?? Place.Variable("BYWAY_SMTP_TLS")) ?? options.HasTls,
            From = CheckedFrom(parsed.GetValue(From) ?? Place.Variable("BYWAY_MAIL_FROM")) ?? options.From,
            Password = PasswordIn(parsed.GetValue(PasswordFile) ?? Place.Variable("BYWAY_SMTP_PASSWORD_FILE")),
        };
        return options switch
        {
            { Host: not null } when options.From == new MailOptions().From => throw new StartException(
                "--mail-from: with --smtp-host the address that mails come from is needed."
            ),
            { User: not null, Password: null } => throw new StartException(
                "--smtp-password-file: with --smtp-user a password is needed."
            ),
            _ => options,
        };
    }

    private static int? CheckedPort(string? text) =>
        text is null ? null
        : ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port
        : throw new StartException($"--smtp-port: \"{text}\" is no port such as 587.");

    private static bool? CheckedTls(string? text) =>
        text switch
        {
            null => null,
            "starttls" => true,
            "none" => false,
            _ => throw new StartException($"--smtp-tls: \"{text}\" is neither starttls nor none."),
        };

    private static string? CheckedFrom(string? text) =>
        text is null || (MailAddress.TryCreate(text, out var address) && address.Address == text)
            ? text
            : throw new StartException($"--mail-from: \"{text}\" is no address such as refer@example.com.");

    private static string? PasswordIn(string? file)
    {
        if (file is null)
        {
            return Place.Variable("BYWAY_SMTP_PASSWORD");
        }

        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"--smtp-password-file: {file} cannot be read.", failure);
        }
    }
}
