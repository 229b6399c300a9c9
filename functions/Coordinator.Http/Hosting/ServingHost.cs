using Microsoft.Extensions.Hosting;

namespace Coordinator.Http.Hosting;

public static class ServingHost
{
    /// <summary>Ends when the host serves; a host that could not start (the port may be taken) is stopped instead.</summary>
    public static async Task ServingAsync(this IHostApplicationLifetime lifetime, CancellationToken stoppingToken)
    {
        var serving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var started = lifetime.ApplicationStarted.Register(serving.SetResult);
        await serving.Task.WaitAsync(stoppingToken);
    }
}
