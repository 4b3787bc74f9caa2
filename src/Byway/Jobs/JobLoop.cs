namespace Byway.Jobs;

/// <summary>The one background loop: runs each job when its pause is over.</summary>
/// <param name="jobs">All jobs.</param>
/// <param name="clock">The clock.</param>
/// <param name="lifetime">Nothing is done before the server listens: one that cannot start does no work.</param>
/// <param name="log">For failures; a job that failed is tried again after its pause.</param>
public sealed partial class JobLoop(
    IEnumerable<IJob> jobs,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<JobLoop> log
) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        using var onStart = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        using var onStop = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        try
        {
            await started.Task;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await Task.WhenAll(jobs.Select(job => Repeat(job, stoppingToken)));
    }

    private async Task Repeat(IJob job, CancellationToken stopping)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(job.Pause, clock);
        try
        {
            do
            {
                await RunOnce(job);
            } while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
    }

    private async Task RunOnce(IJob job)
    {
        try
        {
            await job.Run();
        }
        catch (Exception failure)
        {
            LogFailed(log, job.Name, failure);
        }
    }

    [LoggerMessage(20, LogLevel.Error, "The job {Job} failed and will be tried again")]
    private static partial void LogFailed(ILogger log, string job, Exception failure);
}
