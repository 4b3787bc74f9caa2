using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Byway.Mail;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Mail;

/// <summary>A real SMTP server in a process of its own: aiosmtpd, of the distribution's packages.</summary>
public sealed class MailSink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process process;

    private MailSink(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    /// <summary>Where it listens on the loopback address.</summary>
    public int Port { get; }

    /// <summary>Options of a Byway that sends there.</summary>
    public MailOptions Options =>
        new()
        {
            Host = "127.0.0.1",
            Port = Port,
            HasTls = false,
            From = "refer@merchant.example",
        };

    /// <summary>Starts it, or skips the test where there is none.</summary>
    public static async Task<MailSink> Start()
    {
        // Debian's own Python: another one on the path does not see its packages.
        foreach (var python in new[] { "/usr/bin/python3", "python3" })
        {
            var start = new ProcessStartInfo(
                python,
                [Path.Combine(SourceTree.Root, "tests", "Byway.Tests", "Mail", "sink.py")]
            )
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            Process process;
            try
            {
                process = Process.Start(start)!;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                continue;
            }

            if (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                return new(process, int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
            }

            process.Dispose();
        }

        Assert.Skip("No aiosmtpd (Debian: python3-aiosmtpd).");
        throw new UnreachableException();
    }

    /// <summary>The next mail it has taken.</summary>
    public async Task<JsonElement> Mail()
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.StartsWith("MAIL ", line, StringComparison.Ordinal);
        return JsonDocument.Parse(line![5..]).RootElement;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(Patience);
        }

        process.Dispose();
    }
}
