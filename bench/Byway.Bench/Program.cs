using System.CommandLine;
using System.Globalization;
using Byway.Bench;
using Byway.Bench.Lists;
using Byway.Bench.Redirects;
using Byway.Bench.Servers;
using Byway.Bench.Simulations;

// The servers under measurement are this program again, each a process of its own.
if (args is ["serve", var kind, var folder, .. var rest])
{
    return await BenchServer.Serve(Enum.Parse<ServerKind>(kind), folder, rest.FirstOrDefault());
}

if (args is ["lists", .. var count])
{
    return await ListRun.Run(count is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : 1_000_000);
}

if (args is ["redirect"])
{
    return await RedirectRun.Run();
}

if (args is ["simulate", .. var sales])
{
    return await SimulationRun.Run(sales is [var many] ? long.Parse(many, CultureInfo.InvariantCulture) : 1_000_000);
}

var quick = new Option<bool>("--quick")
{
    Description = "Short runs with little data, to see that everything works: the figures mean nothing",
};
var seconds = new Option<int?>("--seconds") { Description = "Length of each measurement (10; quick: 1)" };
var rounds = new Option<int?>("--rounds")
{
    Description = "How often each is measured; medians are shown (3; quick: 2)",
};
var rows = new Option<long?>("--rows")
{
    Description = "Sales present in the measurement with many rows (10,000,000; quick: 0, which leaves it out)",
};
var only = new Option<string[]>("--only")
{
    Description = $"Only these, and what they are compared with: {string.Join(", ", BenchOptions.Names)}",
    AllowMultipleArgumentsPerToken = true,
};
only.AcceptOnlyFromAmong(BenchOptions.Names);
var markdown = new Option<string?>("--markdown") { Description = "Also write the result as Markdown to this file" };
var root = new RootCommand("Measures Byway on this machine.") { quick, seconds, rounds, rows, only, markdown };
root.SetAction(async parsed =>
{
    var isQuick = parsed.GetValue(quick);
    var options = new BenchOptions
    {
        IsQuick = isQuick,
        Seconds = Math.Clamp(parsed.GetValue(seconds) ?? (isQuick ? 1 : 10), 1, 600),
        Rounds = Math.Clamp(parsed.GetValue(rounds) ?? (isQuick ? 2 : 3), 1, 100),
        Rows = Math.Clamp(parsed.GetValue(rows) ?? (isQuick ? 0 : 10_000_000), 0, BenchOptions.MostRows),
        Only = parsed.GetValue(only) is { Length: > 0 } names ? names : BenchOptions.Names,
        Markdown = parsed.GetValue(markdown),
    };
    return await new BenchRun(options).Run();
});
return await root.Parse(args).InvokeAsync();
