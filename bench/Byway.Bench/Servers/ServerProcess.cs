using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Byway.Bench.Databases;
using Byway.Storage;

namespace Byway.Bench.Servers;

/// <summary>A server in a process of its own, which ends with this object, or with this process.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly Database reader;

    private ServerProcess(Process process, BenchDatabase database, Uri url)
    {
        this.process = process;
        Database = database;
        reader = database.Open();
        Url = url;
        Client = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", database.Secret);
    }

    /// <summary>What it serves.</summary>
    public BenchDatabase Database { get; }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Calls it with the API key.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="kind">What answers sales.</param>
    /// <param name="database">Its database.</param>
    public static async Task<ServerProcess> Start(ServerKind kind, BenchDatabase database)
    {
        var process =
            Process.Start(HowToStart(kind, database))
            ?? throw new InvalidOperationException("The server's process did not start.");
        PassOn(process);
        try
        {
            using var patience = new CancellationTokenSource(StartTime);
            var url =
                await process.StandardOutput.ReadLineAsync(patience.Token)
                ?? throw new InvalidOperationException("The server ended before it listened; what it said is above.");
            return new(process, database, new(url));
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Rows of a query on its database, by a connection of our own.</summary>
    /// <param name="sql">With @names.</param>
    /// <param name="parameters">The names' values.</param>
    public Task<List<T>> Query<T>(string sql, object? parameters = null) => reader.Query<T>(sql, parameters);

    /// <summary>The last journal entry's number: it grows by one with each sale.</summary>
    public async Task<long> Sequence() =>
        (await Query<long>("select sequence from program_heads where program_id = 1"))[0];

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes()
    {
        var id = process.Id.ToString(CultureInfo.InvariantCulture);
        var line = File.ReadLines($"/proc/{id}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            * 1024;
    }

    /// <summary>Ends it at once: SIGKILL.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        reader.Dispose();
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopTime);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    /// <summary>
    /// Shows the first of what a server logs: one that fails says the same thing ten thousand times.
    /// </summary>
    private static void PassOn(Process process)
    {
        const int MostLines = 5;
        var lines = 0;
        process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data is not null && Interlocked.Increment(ref lines) <= MostLines)
            {
                Console.Error.WriteLine(said.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    private static ProcessStartInfo HowToStart(ServerKind kind, BenchDatabase database)
    {
        var here = AppContext.BaseDirectory;
        var isDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(isDotnet ? Environment.ProcessPath! : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The runtime's settings (garbage collection, tiers) are the server's own, not this program's.
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add("--runtimeconfig");
        start.ArgumentList.Add(Path.Combine(here, "byway.runtimeconfig.json"));
        start.ArgumentList.Add(Path.Combine(here, "Byway.Bench.dll"));
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(kind.ToString());
        start.ArgumentList.Add(database.Folder);
        if (database.Connection is not null)
        {
            start.ArgumentList.Add(database.Connection);
        }

        return start;
    }
}
