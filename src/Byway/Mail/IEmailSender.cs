using System.Net;
using System.Net.Mail;
using Byway.Storage;

namespace Byway.Mail;

/// <summary>Hands mails over to whoever carries them.</summary>
public interface IEmailSender
{
    /// <summary>Hands one over; returns when it was taken.</summary>
    /// <param name="mail">The mail.</param>
    /// <exception cref="SmtpException">It was not taken.</exception>
    Task Send(MailMessage mail);
}

/// <summary>Hands mails to an SMTP server.</summary>
/// <param name="options">Which.</param>
public sealed class SmtpSender(MailOptions options) : IEmailSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task Send(MailMessage mail)
    {
        using var client = new SmtpClient(options.Host, options.Port)
        {
            EnableSsl = options.HasTls,
            Credentials = options.User is null ? null : new NetworkCredential(options.User, options.Password),
        };
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await client.SendMailAsync(mail, late.Token);
        }
        catch (OperationCanceledException cancelled)
        {
            throw new SmtpException("The mail server took too long.", cancelled);
        }
    }
}

/// <summary>Writes mails into a folder, one file each, for servers without SMTP and for test programs.</summary>
/// <param name="folder">Where.</param>
public sealed class OutboxFolder(string folder) : IEmailSender
{
    /// <summary>Its name within the data folder.</summary>
    public const string Name = "outbox";

    /// <summary>Removes mails by their numbers.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="publicId">The program's public id.</param>
    /// <param name="isWanted">True for the numbers of those to be removed.</param>
    public static void Forget(string dataFolder, string publicId, Func<long, bool> isWanted)
    {
        var folder = new DirectoryInfo(Path.Combine(dataFolder, Name));
        foreach (var file in folder.Exists ? folder.EnumerateFiles("*.eml") : [])
        {
            // What numbers the mail stands among its first lines.
            var start = $"Message-ID: <{publicId}.";
            var line = File.ReadLines(file.FullName)
                .TakeWhile(line => line.Length > 0)
                .FirstOrDefault(line => line.StartsWith(start, StringComparison.OrdinalIgnoreCase));
            if (
                line is not null
                && line[start.Length..].Split('@')[0] is var text
                && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)
                && isWanted(number)
            )
            {
                file.Delete();
            }
        }
    }

    /// <inheritdoc/>
    public Task Send(MailMessage mail)
    {
        PrivateFile.MakeFolder(folder);

        using var client = new SmtpClient
        {
            DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
            PickupDirectoryLocation = Path.GetFullPath(folder),
        };
        client.Send(mail);
        return Task.CompletedTask;
    }
}
