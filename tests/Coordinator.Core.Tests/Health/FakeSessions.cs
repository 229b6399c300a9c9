using System.Collections.Concurrent;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Tests.Health;

/// <summary>One server, <c>db</c>, that is as a test says; every restart is kept.</summary>
internal sealed class FakeSessions : IServerSessions
{
    public static readonly Failure Cut = new(FailureClass.Network, "'db' could not be reached.");

    public IReadOnlyList<ToolServerStatus> Servers { get; set; } = [new("db", "connected", 1)];

    public Func<CancellationToken, Task<Failure?>> Check { get; set; } = _ => Task.FromResult<Failure?>(null);

    public Func<Task<Failure?>> Restart { get; set; } = () => Task.FromResult<Failure?>(null);

    /// <summary>Generations of the restarts.</summary>
    public ConcurrentQueue<string> Restarts { get; } = new();

    public int Checks { get; private set; }

    public void Fails() => Check = _ => Task.FromResult<Failure?>(Cut);

    public Task<Failure?> CheckAsync(string server, CancellationToken cancellationToken)
    {
        Checks++;
        return Check(cancellationToken);
    }

    public Task<Failure?> RestartAsync(string server, string generation, TimeSpan pause, CancellationToken cancellationToken)
    {
        Assert.Equal(TimeSpan.FromSeconds(2), pause);
        Restarts.Enqueue(generation);
        return Restart();
    }
}
