using System.Globalization;
using Coordinator.Benchmarks.Processes;
using Coordinator.Benchmarks.Stubs;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Tools;
using Coordinator.TestKit.Storage;
using StackExchange.Redis;

namespace Coordinator.Benchmarks.Sections;

/// <summary>Whether eight processes that share a Redis keep its promises. Correctness, measured where it costs time.</summary>
internal sealed class InstancesBenchmark : IBenchmark
{
    private const int Instances = 8;

    public string Name => "instances";

    public string Title => "Eight processes that share one Redis";

    public string Method =>
        "Each process makes its share of the calls, four at a time; who is inside is counted in Redis by the calls themselves. Then all call a server that refuses everything, with a circuit that stays open for 1 s: each call that reaches it is noted on the clock of Redis. Last, a process is killed (SIGKILL) while it holds the only place of its partition.";

    public async Task<IReadOnlyList<Figure>> MeasureAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(new Uri(redis.Url).Authority);
        var seen = connection.GetDatabase();
        return
        [
            .. await PermitsAsync(redis.Url, seen, workspace.IsQuick ? 1_600 : 10_000, cancellationToken),
            .. await ProbesAsync(redis.Url, seen, workspace.IsQuick ? 4 : 12, cancellationToken),
            .. workspace.IsQuick ? [] : await DeadHolderAsync(redis.Url, seen, cancellationToken),
        ];
    }

    private async Task<IReadOnlyList<Figure>> PermitsAsync(string redisUrl, IDatabase seen, int calls, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        await RunAllAsync(redisUrl, "permits", calls / Instances, cancellationToken);
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var (most, done) = ((int)await seen.StringGetAsync(GuardWorker.MostInUse), (int)await seen.StringGetAsync(GuardWorker.Done));
        var use = await ReadPoolAsync(redisUrl, cancellationToken);
        return
        [
            new Figure(Title, "Calls that got a place", Figure.Count(done)).Against(Figure.Count(calls), done == calls),
            new Figure(Title, "Most of them inside at the same time", Figure.Count(most)).Against($"<= the limit, {GuardWorker.PartitionLimit}", most <= GuardWorker.PartitionLimit),
            new Figure(Title, "Places still taken afterwards", Figure.Count(use)).Against("0", use == 0),
            new Figure(Title, "Calls a second", Figure.Count(done / seconds)),
        ];
    }

    private async Task<IReadOnlyList<Figure>> ProbesAsync(string redisUrl, IDatabase seen, int seconds, CancellationToken cancellationToken)
    {
        await seen.KeyDeleteAsync(GuardWorker.Done);
        await RunAllAsync(redisUrl, "probes", seconds, cancellationToken);
        var sent = (await seen.ListRangeAsync(GuardWorker.Sent)).Select(time => double.Parse(time.ToString(), CultureInfo.InvariantCulture)).Order().ToList();

        // What was let through before everybody knew that the circuit is open comes within its copy's second.
        var known = sent.FindIndex(time => time > sent[0] + (GuardWorker.Breaker.OpenFor.TotalMilliseconds * 2));
        var probes = sent.Skip(known).ToList();
        var gaps = probes.Zip(probes.Skip(1), (earlier, later) => later - earlier).ToList();
        var least = gaps.Count == 0 ? 0 : gaps.Min();
        var periods = (probes[^1] - probes[0]) / GuardWorker.Breaker.OpenFor.TotalMilliseconds;
        return
        [
            new Figure(Title, "Calls meanwhile, refused by the open circuit but for the probes", Figure.Count((double)await seen.StringGetAsync(GuardWorker.Done))),
            new Figure(Title, "Probes, and periods of 1 s between the first and the last", string.Create(CultureInfo.InvariantCulture, $"{probes.Count} in {periods:0.0}")).Against("at most one a period", probes.Count - 1 <= periods + 0.01),
            new Figure(Title, "Least time between two probes", Figure.Milliseconds(least)).Against(">= 1000 ms", least >= 999),
        ];
    }

    private async Task<IReadOnlyList<Figure>> DeadHolderAsync(string redisUrl, IDatabase seen, CancellationToken cancellationToken)
    {
        using var store = GuardedInstance.Connect(redisUrl);
        var guard = GuardedInstance.NewGuard(store, new(), partitionLimit: 1);
        await store.DeleteAsync("oci:circuit:" + GuardedInstance.Server, null, cancellationToken);
        await using var holder = Start(redisUrl, "hold", 0);
        while (!await seen.KeyExistsAsync(GuardWorker.Held))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        await holder.KillAsync();
        var start = TimeProvider.System.GetTimestamp();
        while (!(await guard.ExecuteAsync(GuardedInstance.Target("next"), _ => Task.FromResult<Outcome<ToolResult>>(new ToolResult { IsError = false, Text = "in" }), cancellationToken)).IsSuccess)
        {
            // It stands in line and comes back for its place.
        }

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var lease = HeldPermit.Lease.TotalSeconds;
        return [new Figure(Title, "Until the place of a killed process is free again", string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")).Against($"<= 2 leases of {lease:0} s", seconds <= 2 * lease)];
    }

    private static async Task RunAllAsync(string redisUrl, string what, int number, CancellationToken cancellationToken)
    {
        var workers = Enumerable.Range(0, Instances).Select(_ => Start(redisUrl, what, number)).ToList();
        try
        {
            foreach (var worker in workers)
            {
                if (await worker.WaitForExitAsync(cancellationToken) != 0)
                    throw new InvalidOperationException($"A process failed:\n{worker.LastLines}");
            }
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }
    }

    private static ChildProcess Start(string redisUrl, string what, int number) =>
        ChildProcess.Start(Environment.ProcessPath!, [GuardWorker.Argument, redisUrl, what, number.ToString(CultureInfo.InvariantCulture)]);

    private static async Task<int> ReadPoolAsync(string redisUrl, CancellationToken cancellationToken)
    {
        using var store = GuardedInstance.Connect(redisUrl);
        return (await store.ReadPoolAsync($"bulkhead:{GuardedInstance.PartitionName}", cancellationToken)).Active;
    }
}
