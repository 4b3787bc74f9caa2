using System.Diagnostics;
using System.Threading.Channels;
using Byway.Programs;
using Byway.Tests.Tidy;
using Xunit;

namespace Byway.Tests.Examples;

/// <summary>A running example: what it prints, line by line, and its end.</summary>
public sealed class ExampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly List<string> seen = [];
    private readonly Task reading;

    private ExampleProcess(ProcessStartInfo start)
    {
        process = Process.Start(start)!;
        process.StandardInput.Close();
        reading = Task.WhenAll(Read(process.StandardOutput), Read(process.StandardError))
            .ContinueWith(_ => lines.Writer.Complete(), TaskScheduler.Default);
    }

    /// <summary>Starts a program in a folder of the examples.</summary>
    /// <param name="folder">From <c>examples/s2s</c>.</param>
    /// <param name="program">The interpreter.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="api">The program it reports to.</param>
    /// <param name="more">Further environment.</param>
    public static ExampleProcess Start(
        string folder,
        string program,
        IEnumerable<string> arguments,
        ApiClient api,
        params (string Name, string Value)[] more
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.GetFullPath(Path.Combine(SourceTree.Root, "examples", "s2s", folder)),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var environment = start.Environment;
        environment.Remove("LINK_PARAMETER");
        environment["BYWAY_URL"] = api.Server.Url;
        environment["BYWAY_API_KEY"] = api.Secret;
        environment["BYWAY_PROGRAM"] = api.Program.PublicId;
        environment["PROGRAM_TYPE"] = api.IsAffiliate ? ProgramType.Affiliate : ProgramType.ReferAFriend;
        environment["PORT"] = "0";
        environment["NO_PROXY"] = "127.0.0.1";
        environment["PYTHONDONTWRITEBYTECODE"] = "1";
        environment["PYTHONIOENCODING"] = "utf-8";
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return new(start);
    }

    /// <summary>The next line that begins so, without its beginning; lines before it are skipped.</summary>
    public async Task<string> Line(string beginning)
    {
        var line = await LineWith(beginning, text => text.StartsWith(beginning, StringComparison.Ordinal));
        return line[beginning.Length..];
    }

    /// <summary>Where it says that it listens.</summary>
    public async Task<Uri> Address()
    {
        const string Place = "http://127.0.0.1:";
        var line = await LineWith(Place, text => text.Contains(Place, StringComparison.Ordinal));
        var port = line[(line.IndexOf(Place, StringComparison.Ordinal) + Place.Length)..];
        return new(Place + string.Concat(port.TakeWhile(char.IsAsciiDigit)));
    }

    /// <summary>Waits for its end, which has to be a good one.</summary>
    public async Task End()
    {
        await reading.WaitAsync(Patience);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The example ended with {process.ExitCode}. {Shown()}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        await reading;
        process.Dispose();
    }

    private async Task<string> LineWith(string what, Predicate<string> isIt)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var line = await lines.Reader.ReadAsync(patience.Token);
                seen.Add(line);
                if (isIt(line))
                {
                    return line;
                }
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"The example did not print \"{what}\". {Shown()}", failure);
        }
    }

    private string Shown()
    {
        while (lines.Reader.TryRead(out var line))
        {
            seen.Add(line);
        }

        return $"It printed:\n{string.Join('\n', seen)}";
    }

    private async Task Read(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lines.Writer.TryWrite(line);
        }
    }
}
