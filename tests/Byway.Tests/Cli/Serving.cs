using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Byway.Tests.Cli;

/// <summary>A server as a process, and what it said when it had started.</summary>
internal sealed class Serving : IDisposable
{
    private readonly Process process;
    private readonly JsonNode said;

    private Serving(Process process, JsonNode said)
    {
        this.process = process;
        this.said = said;
    }

    /// <summary>Where it listens.</summary>
    public string Url => said["url"]!.ToString();

    /// <summary>The first program; null when there was one.</summary>
    public JsonNode? Program => said["program"];

    /// <summary>Starts one on any free port.</summary>
    public static async Task<Serving> Start(
        CliPlace place,
        string[]? options = null,
        params (string Name, string Value)[] variables
    )
    {
        string[] urls = options is { Length: > 0 } ? [] : ["--urls", "http://127.0.0.1:0"];
        var process = Process(["serve", "--json", .. urls, .. options ?? [], .. place.Options], variables);
        if (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            return new(process, JsonNode.Parse(line)!);
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    /// <summary>Starts a process whose output is read.</summary>
    public static Process Process(string[] arguments, params (string Name, string Value)[] variables)
    {
        var binary = Path.Combine(AppContext.BaseDirectory, "byway.dll");
        var start = new ProcessStartInfo("dotnet", [binary, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return System.Diagnostics.Process.Start(start)!;
    }

    /// <summary>Asks it to end; returns its exit code.</summary>
    public async Task<int> Stop()
    {
        var id = process.Id.ToString(CultureInfo.InvariantCulture);
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", id]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
