using Byway.Http;
using Byway.Storage;
using Byway.Transactions;
using Microsoft.AspNetCore.Routing;

namespace Byway.Bench.Servers;

/// <summary>A server under measurement: Byway as it is, or with another handler ahead of its own for sales.</summary>
internal static class BenchServer
{
    // The limiter stays in the way of every request, but lets everything through.
    private const int UnreachableRate = 100_000_000;

    /// <summary>Serves until the input ends; the first line of the output is the address.</summary>
    /// <param name="kind">What answers sales.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="connection">A PostgreSQL connection string; null for SQLite.</param>
    public static async Task<int> Serve(ServerKind kind, string folder, string? connection)
    {
        var options = new ServerOptions
        {
            Urls = "http://127.0.0.1:0",
            DataFolder = folder,
            Database = connection,
            HasFirstProgram = false,
            RateLimitPerSecond = UnreachableRate,
            WebhookAllow = ["127.0.0.0/8"],
            // Jobs write through Byway's own connection, which would be a second writer of the single variant's file.
            HasJobs = kind != ServerKind.Single,
        };
        await using var app = Server.Build(options);
        var database = app.Services.GetRequiredService<Database>();
        FirstStart.Migrate(database, TimeProvider.System);
        using var books = kind == ServerKind.Single ? SingleSale.Open(folder, connection) : null;
        Handler? handler =
            books is not null ? books.Handle
            : kind == ServerKind.Ceiling ? (await NoStorage.Of(database)).Handle
            : null;
        if (handler is not null)
        {
            // Ahead of Byway's own route of the same path, which stays.
            var route = new ApiRoute("POST", "/v1/transactions");
            route.Add(new(For.Sales, handler, PostTransaction.Note));
            var pipeline = app.Services.GetRequiredService<ApiPipeline>();
            app.MapMethods(route.Path, [route.Method], http => pipeline.Run(http, route))
                .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = -1);
        }

        if (kind == ServerKind.Ceiling)
        {
            app.MapGet("/r/{program}/{key}", NoClick.Handle)
                .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = -1);
        }

        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Whoever started this says nothing; it closes the input.
        }

        await app.StopAsync();
        return 0;
    }
}
