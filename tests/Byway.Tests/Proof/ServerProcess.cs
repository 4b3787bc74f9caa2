using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Byway.Tests.Proof;

/// <summary>
/// The built server as a process of its own, to be killed at will, on a place (folder or database) that outlives it.
/// </summary>
public sealed class ServerProcess : IDisposable
{
    private static readonly string Binary = Path.Combine(AppContext.BaseDirectory, "byway.dll");

    private readonly string[] place;
    private Process? process;

    /// <summary>A server that is not started yet.</summary>
    /// <param name="place">Options that say where the data is.</param>
    public ServerProcess(string[] place)
    {
        this.place = place;
        Port = FreePort();
    }

    /// <summary>Where it listens; the same after every restart.</summary>
    public int Port { get; }

    /// <summary>Its address.</summary>
    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    /// <summary>What it said on stderr since its last start.</summary>
    public StringBuilder Log { get; } = new();

    /// <summary>Runs a command of the CLI to its end.</summary>
    /// <param name="arguments">The command.</param>
    /// <returns>Exit code and both outputs.</returns>
    public static async Task<(int Exit, string Out, string Error)> Run(params string[] arguments)
    {
        using var command = Process.Start(StartOf(arguments))!;
        var output = command.StandardOutput.ReadToEndAsync();
        var error = command.StandardError.ReadToEndAsync();
        await command.WaitForExitAsync();
        return (command.ExitCode, await output, await error);
    }

    /// <summary>Makes a program; returns its API key.</summary>
    /// <param name="place">Options that say where the data is.</param>
    /// <param name="mode"><c>live</c> or <c>test</c>.</param>
    public static async Task<string> MakeProgram(string[] place, string mode = "live")
    {
        string[] create = ["program", "create", "--name", "Proof", "--type", "affiliate", "--percent", "30", "--json"];
        string[] more = ["--website", "https://shop.example", "--mode", mode];
        var (exit, text, error) = await Run([.. create, .. more, .. place]);
        return exit == 0
            ? JsonElement.Parse(text).GetProperty("api_key").GetString()!
            : throw new InvalidOperationException($"program create ended with {exit}: {error}");
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task Start()
    {
        Log.Clear();
        var options = new[] { "serve", "--urls", Url.ToString(), "--no-first-program", "--rate-limit", "0" };
        process = Process.Start(StartOf([.. options, .. place]))!;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (Log)
            {
                Log.AppendLine(line.Data);
            }
        };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (process.HasExited)
            {
                break;
            }

            try
            {
                if ((await http.GetAsync(new Uri(Url, "/ready"))).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The server did not start: {Log}");
    }

    /// <summary>Ends it at once, as a power button would: SIGKILL.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end: SIGTERM. Returns its exit code, or null when it takes longer than it may.</summary>
    /// <param name="patience">How long it may take.</param>
    public async Task<int?> Terminate(TimeSpan patience)
    {
        using var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            process.WaitForExit();
        }

        process?.Dispose();
    }

    private static ProcessStartInfo StartOf(IEnumerable<string> arguments) =>
        new("dotnet", [Binary, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Receivers of webhooks are on this machine.
            Environment = { ["BYWAY_WEBHOOK_ALLOW"] = "127.0.0.0/8" },
        };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
