using Microsoft.Extensions.Hosting;

namespace Coordinator.Http.Health;

/// <summary>When this process began to serve.</summary>
internal sealed class ProcessStart(TimeProvider time) : IHostedService
{
    private long _started = time.GetTimestamp();

    public TimeSpan Uptime => time.GetElapsedTime(_started);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = time.GetTimestamp();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
