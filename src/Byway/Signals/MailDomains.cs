using System.Reflection;
using Byway.Values;

namespace Byway.Signals;

/// <summary>Domains of e-mail addresses: which tell nothing about a company, which are thrown away.</summary>
public static class MailDomains
{
    private static readonly HashSet<string> FreeMail = Read("free-mail-domains.txt");
    private static readonly HashSet<string> Disposable = Read("disposable-domains.txt");

    /// <summary>The domain of an address, in lower case and without a dot at the end; null when it is none.</summary>
    /// <param name="email">The address as given.</param>
    public static string? Of(string? email) =>
        email is not null && Email.IsAddress(email) ? Email.Folded(email)[(email.LastIndexOf('@') + 1)..] : null;

    /// <summary>True where anybody can have an address.</summary>
    /// <param name="domain">From <see cref="Of"/>.</param>
    /// <param name="more">The program's own, comma-separated.</param>
    public static bool IsFreeMail(string? domain, string more) => IsIn(domain, FreeMail, more);

    /// <summary>True where mailboxes are thrown away.</summary>
    /// <param name="domain">From <see cref="Of"/>.</param>
    /// <param name="more">The program's own, comma-separated.</param>
    public static bool IsDisposable(string? domain, string more) => IsIn(domain, Disposable, more);

    private static bool IsIn(string? domain, HashSet<string> known, string more)
    {
        var own = more.Length == 0 ? [] : more.Split(',');
        for (var at = domain; at is not null; at = Above(at))
        {
            if (known.Contains(at) || own.Contains(at, StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The domain above; null above the last but one label.</summary>
    private static string? Above(string domain)
    {
        var above = domain[(domain.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return above.Contains('.', StringComparison.Ordinal) ? above : null;
    }

    private static HashSet<string> Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Signals.{file}")!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line[0] != '#'),
        ];
    }
}
