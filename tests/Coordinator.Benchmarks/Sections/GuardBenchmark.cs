using Coordinator.Benchmarks.Stubs;
using Coordinator.Connections.Redis;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Storage;

namespace Coordinator.Benchmarks.Sections;

/// <summary>What partition and circuit breaker add to a call, with a Redis on this machine.</summary>
internal sealed class GuardBenchmark : IBenchmark
{
    private static readonly Outcome<ToolResult> Answer = new ToolResult { IsError = false, Text = "ok" };

    public string Name => "guard";

    public string Title => "Partition and circuit breaker around a tool call, with Redis";

    public string Method => "A call that answers at once, through the guard: what it takes is what the guard adds. One read of a Redis key in turns with it. The guard's round trips are counted where they leave.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        await using var redis = await RedisServer.StartAsync();
        using var connection = GuardedInstance.Connect(redis.Url);
        var counted = new CountingStore(connection);
        var guard = GuardedInstance.NewGuard(counted, new BreakerOptions(), partitionLimit: 8);
        var (bare, guarded) = (new Samples(), new Samples());
        var calls = workspace.IsQuick ? 2_000 : 20_000;
        await InTurnsAsync(connection, guard, 1_000, new Samples(), new Samples(), cancellationToken);
        var before = counted.RoundTrips;
        await InTurnsAsync(connection, guard, calls, bare, guarded, cancellationToken);
        var roundTrips = (double)(counted.RoundTrips - before) / calls;
        return
        [
            new Figure(Title, "Baseline: one read of a Redis key, p50 / p99", $"{Figure.Milliseconds(bare.P50)} / {Figure.Milliseconds(bare.P99)}"),
            Figure.OfTime(Title, "Added to a call, p50", guarded.P50, bare.P50, "one read").Against("<= 0.3 ms", guarded.P50 <= 0.3),
            Figure.OfTime(Title, "Added to a call, p99", guarded.P99, bare.P99, "one read"),
            new Figure(Title, "Round trips a call, the one that gives the place back among them", $"{roundTrips:0.00}").Against("<= 2", Math.Round(roundTrips, 1) <= 2),
        ];
    }

    private static async Task InTurnsAsync(RedisStateStore connection, Guard guard, int calls, Samples bare, Samples guarded, CancellationToken cancellationToken)
    {
        for (var call = 0; call < calls; call++)
        {
            var start = TimeProvider.System.GetTimestamp();
            await connection.ReadAsync("benchmark", cancellationToken);
            bare.AddSince(start);
            start = TimeProvider.System.GetTimestamp();
            await guard.ExecuteAsync(GuardedInstance.Target($"run:{call}"), _ => Task.FromResult(Answer), cancellationToken);
            guarded.AddSince(start);
        }
    }
}
