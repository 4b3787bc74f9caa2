using Byway.Turns;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Byway;

/// <summary>
/// Logs as JSON lines on stderr; traces and metrics over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.
/// </summary>
public static class Telemetry
{
    /// <summary>
    /// Sets up the log. It holds no personal data and no secrets: requests are not logged, failures are, with their
    /// trace id.
    /// </summary>
    /// <param name="builder">The server in the making.</param>
    /// <param name="options">Whether there is a log at all.</param>
    /// <param name="hasStarted">True once it listens. What fails before is said in one sentence by whoever starts
    /// it.</param>
    public static void AddLogging(WebApplicationBuilder builder, ServerOptions options, Func<bool> hasStarted)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter(
            "Microsoft.AspNetCore.Server.Kestrel",
            level => level >= LogLevel.Error && hasStarted()
        );
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", level => level >= LogLevel.Warning && hasStarted());
        if (options.HasConsoleLog)
        {
            builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
            builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console =>
                console.LogToStandardErrorThreshold = LogLevel.Trace
            );
        }

        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
        {
            builder.Services.AddHostedService<Exporter>();
        }
    }

    /// <summary>Keeps the providers for as long as the server runs.</summary>
    private sealed class Exporter : IHostedService
    {
        private TracerProvider? traces;
        private MeterProvider? metrics;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder
                .CreateDefault()
                .AddService("byway", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString());
            traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource("Microsoft.AspNetCore", "Npgsql", TurnQueue.Telemetry)
                .AddOtlpExporter()
                .Build();
            metrics = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter(
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel",
                    "System.Runtime",
                    TurnQueue.Telemetry
                )
                .AddOtlpExporter()
                .Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces?.Dispose();
            metrics?.Dispose();
            return Task.CompletedTask;
        }
    }
}
