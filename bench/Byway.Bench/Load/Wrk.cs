using System.Diagnostics;
using System.Globalization;
using Byway.Bench.Databases;
using Byway.Bench.Servers;

namespace Byway.Bench.Load;

/// <summary>What wrk counted in one run.</summary>
/// <param name="Answers">All answers that came in whole.</param>
/// <param name="Refused">Those of them that were not 2xx.</param>
/// <param name="Broken">Connections that failed, and answers that took more than ten seconds.</param>
/// <param name="Seconds">How long.</param>
/// <param name="MedianMs">Half of the answers were faster.</param>
/// <param name="P99Ms">99 of 100 were faster.</param>
internal sealed record WrkResult(
    long Answers,
    long Refused,
    long Broken,
    double Seconds,
    double MedianMs,
    double P99Ms
)
{
    /// <summary>Answers that promise a stored sale.</summary>
    public long Accepted => Answers - Refused;
}

/// <summary>The load generator: wrk with a script of our own.</summary>
/// <param name="folder">Where its scripts are put.</param>
internal sealed class Wrk(string folder)
{
    private const int Threads = 2;

    // A sale, or a batch of them, by a random customer. No key is sent twice in a run of this program.
    private const string Script = """
        local threads = 0
        function setup(thread)
          threads = threads + 1
          thread:set("id", threads)
        end

        local format, random = string.format, math.random
        local n, prefix = 0, ""
        function init(args)
          prefix = format("r%03d-%d-", RUN, id)
          math.randomseed(RUN * 1000 + id)
        end

        local head = "POST /v1/transactions HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer SECRET\r\n"
          .. "Content-Type: application/json\r\nContent-Length: "
        local function sale()
          n = n + 1
          return format('{"key":"%s%d","amount":99.99,"customer":{"key":"PREFIX%d"}}',
            prefix, n, random(CUSTOMERS) - 1)
        end

        function request()
          local body
          if SALES == 1 then
            body = sale()
          else
            local sales = {}
            for i = 1, SALES do sales[i] = sale() end
            body = '{"transactions":[' .. table.concat(sales, ",") .. "]}"
          end
          return head .. #body .. "\r\n\r\n" .. body
        end

        function done(summary, latency, requests)
          local errors = summary.errors
          io.write(format("RESULT %d %d %d %d %d %d\n", summary.requests, errors.status,
            errors.connect + errors.read + errors.write + errors.timeout, summary.duration,
            latency:percentile(50), latency:percentile(99)))
        end
        """;

    private int runs;

    /// <summary>Sends sales for some seconds.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="customers">The customers' prefix and number.</param>
    /// <param name="connections">At once.</param>
    /// <param name="sales">Sales in a request.</param>
    /// <param name="seconds">How long.</param>
    public async Task<WrkResult> Run(
        ServerProcess server,
        (string Prefix, int Count) customers,
        int connections,
        int sales,
        int seconds
    )
    {
        var run = Text(++runs);
        var path = Path.Combine(folder, $"run{run}.lua");
        await File.WriteAllTextAsync(
            path,
            Script
                .Replace("RUN", run, StringComparison.Ordinal)
                .Replace("HOST", server.Url.Authority, StringComparison.Ordinal)
                .Replace("PREFIX", customers.Prefix, StringComparison.Ordinal)
                .Replace("CUSTOMERS", Text(customers.Count), StringComparison.Ordinal)
                .Replace("SALES", Text(sales), StringComparison.Ordinal)
                .Replace("SECRET", server.Database.Secret, StringComparison.Ordinal)
        );
        return await Launch(path, server.Url, connections, seconds);
    }

    /// <summary>Runs a script for some seconds.</summary>
    /// <param name="path">Where the script is put.</param>
    /// <param name="script">The script.</param>
    /// <param name="url">Where to.</param>
    /// <param name="connections">At once.</param>
    /// <param name="seconds">How long.</param>
    public static async Task<WrkResult> Run(string path, string script, Uri url, int connections, int seconds)
    {
        await File.WriteAllTextAsync(path, script);
        return await Launch(path, url, connections, seconds);
    }

    private static async Task<WrkResult> Launch(string path, Uri url, int connections, int seconds)
    {
        string[] arguments =
        [
            "-t",
            Text(Threads),
            "-c",
            Text(connections),
            "-d",
            $"{Text(seconds)}s",
            "--timeout",
            "10s",
            "-s",
            path,
            url.ToString(),
        ];
        var start = new ProcessStartInfo("wrk", arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process =
            Process.Start(start) ?? throw new InvalidOperationException("wrk did not start: install it.");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 30));
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return Read(output);
        }
        catch (OperationCanceledException late)
        {
            process.Kill();
            throw new InvalidOperationException("wrk did not end in time.", late);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static WrkResult Read(string output)
    {
        var line =
            output.Split('\n').FirstOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk said nothing we understand:\n{output}");
        var numbers = line.Split(' ').Skip(1).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return new(numbers[0], numbers[1], numbers[2], numbers[3] / 1e6, numbers[4] / 1e3, numbers[5] / 1e3);
    }
}
