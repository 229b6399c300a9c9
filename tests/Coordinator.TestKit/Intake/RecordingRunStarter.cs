using System.Collections.Concurrent;
using Coordinator.Core.Intake;
using Coordinator.Core.Runs;

namespace Coordinator.TestKit.Intake;

/// <summary>Takes every request, knows it by its run id, and remembers what it was asked.</summary>
public sealed class RecordingRunStarter : IRunStarter
{
    private readonly ConcurrentDictionary<string, RunRequest> started = new();
    private readonly ConcurrentQueue<(string RunId, string By)> stopped = new();
    private int calls;

    public IReadOnlyCollection<RunRequest> Started => [.. started.Values];

    public IReadOnlyList<(string RunId, string By)> Stopped => [.. stopped];

    /// <summary>How often <see cref="StartAsync"/> was called, duplicates too.</summary>
    public int Calls => calls;

    /// <summary>Thrown by every call while it is set.</summary>
    public Exception? Broken { get; set; }

    /// <summary>Awaited by every start before it answers.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task<bool> StartAsync(RunRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        await Gate.WaitAsync(cancellationToken);
        return Broken is null ? started.TryAdd(request.RunId, request) : throw Broken;
    }

    public Task<bool> StopAsync(string runId, string by, CancellationToken cancellationToken)
    {
        if (Broken is not null)
            throw Broken;
        stopped.Enqueue((runId, by));
        return Task.FromResult(true);
    }
}
