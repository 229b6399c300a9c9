using Coordinator.Core.Audit;
using Coordinator.Core.Health;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.State;
using Coordinator.TestKit.Signals;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Core.Tests.Health;

/// <summary>The health monitor of one of several instances.</summary>
internal sealed class Instance : IAsyncDisposable
{
    public Instance(string name, IStateStore store, TimeProvider time, HealthOptions? options = null, params IHealthProbe[] probes)
    {
        Options = options ?? new HealthOptions();
        var process = new ProcessIdentity(name);
        Circuits = new Circuits(store, new BreakerOptions(), process, time, NullLogger<Circuits>.Instance);
        Generations = new ServerGenerations(store, time, NullLogger<ServerGenerations>.Instance);
        Switches = new AutoRestartSwitches(store, Options, NullLogger<AutoRestartSwitches>.Instance);
        Restarts = new ServerRestarts(
            Sessions, Generations, new RestartClaims(store, NullLogger<RestartClaims>.Instance), Switches, Board, new AuditLog(store, time, NullLogger<AuditLog>.Instance), process, time, NullLogger<ServerRestarts>.Instance);
        var runner = new CheckRunner(Board, Options, time, NullLogger<CheckRunner>.Instance);
        Monitor = new HealthMonitor(probes, Sessions, new ServerCheck(Sessions, Circuits, runner), Restarts, Switches, runner, Board, Options, time);
    }

    public HealthOptions Options { get; }

    public FakeSessions Sessions { get; } = new();

    public HealthBoard Board { get; } = new(NullLogger<HealthBoard>.Instance);

    public Circuits Circuits { get; }

    public ServerGenerations Generations { get; }

    public AutoRestartSwitches Switches { get; }

    public ServerRestarts Restarts { get; }

    public HealthMonitor Monitor { get; }

    public ComponentState Db => Board.Of("mcp_db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A round, and the restarts that came of it.</summary>
    public async Task RoundAsync(int times = 1)
    {
        for (var round = 0; round < times; round++)
        {
            await Monitor.CheckAllAsync(Token).SoonAsync();
            await Restarts.EndAsync(Token).SoonAsync();
        }
    }

    public ValueTask DisposeAsync() => Monitor.DisposeAsync();
}
