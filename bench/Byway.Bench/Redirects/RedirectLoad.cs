using Byway.Bench.Load;
using Byway.Bench.Servers;

namespace Byway.Bench.Redirects;

/// <summary>Visitors who follow links: a hundred links, ten thousand browsers.</summary>
/// <param name="folder">Where scripts are put.</param>
/// <param name="program">The program's public id.</param>
internal sealed class RedirectLoad(string folder, string program)
{
    private const string Script = """
        local format, random = string.format, math.random
        local threads = 0
        function setup(thread)
          threads = threads + 1
          thread:set("id", threads)
        end

        function init(args)
          math.randomseed(id)
        end

        function request()
          return format("GET /r/PROGRAM/p%d?utm_source=bench HTTP/1.1\r\nHost: HOST\r\n"
            .. "User-Agent: Mozilla/5.0 (X11; %d)\r\n\r\n", random(100) - 1, random(10000))
        end

        function done(summary, latency, requests)
          local errors = summary.errors
          io.write(format("RESULT %d %d %d %d %d %d\n", summary.requests, errors.status,
            errors.connect + errors.read + errors.write + errors.timeout, summary.duration,
            latency:percentile(50), latency:percentile(99)))
        end
        """;

    /// <summary>Follows links for some seconds.</summary>
    /// <param name="server">Where.</param>
    /// <param name="connections">At once.</param>
    /// <param name="seconds">How long.</param>
    public Task<WrkResult> Run(ServerProcess server, int connections, int seconds) =>
        Wrk.Run(
            Path.Combine(folder, "redirect.lua"),
            Script
                .Replace("PROGRAM", program, StringComparison.Ordinal)
                .Replace("HOST", server.Url.Authority, StringComparison.Ordinal),
            server.Url,
            connections,
            seconds
        );
}
