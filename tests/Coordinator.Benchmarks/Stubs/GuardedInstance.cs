using Coordinator.Connections.Redis;
using Coordinator.Core.Resilience;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Benchmarks.Stubs;

/// <summary>The guard as an instance has it, around a tool server that is not there.</summary>
internal static class GuardedInstance
{
    public const string Server = "one";

    public const string PartitionName = "measured";

    private const string Tool = "measured_call";

    public static RedisStateStore Connect(string redisUrl) =>
        RedisUrl.TryParse(redisUrl, out var url, out var problem)
            ? RedisStateStore.Open(url, TimeSpan.FromSeconds(5), TimeProvider.System, NullLogger<RedisStateStore>.Instance)
            : throw new InvalidOperationException(problem);

    public static Guard NewGuard(IStateStore store, BreakerOptions breaker, int partitionLimit)
    {
        var plan = new PartitionPlan([new Partition(PartitionName, partitionLimit, TimeSpan.FromSeconds(120)) { Tools = [Tool] }]);
        var process = new ProcessIdentity($"process-{Environment.ProcessId}");
        return new Guard(
            new Bulkheads(store, plan, TimeProvider.System, NullLogger<Bulkheads>.Instance),
            new Circuits(store, breaker, process, TimeProvider.System, NullLogger<Circuits>.Instance),
            TimeProvider.System);
    }

    public static GuardedTarget Target(string holder, CallKind kind = CallKind.Read) => new(Server, Tool, kind, TimeSpan.FromSeconds(5), new BulkheadEntry(holder, "user"));
}
