using System.Globalization;
using Coordinator.Benchmarks.Stubs;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Tools;
using StackExchange.Redis;

namespace Coordinator.Benchmarks.Processes;

/// <summary>One of several instances that share a Redis. What it sees it writes there.</summary>
internal static class GuardWorker
{
    public const string Argument = "--guard-worker";

    public const string InUse = "seen:in-use";
    public const string MostInUse = "seen:most";
    public const string Done = "seen:done";
    public const string Sent = "seen:sent";
    public const string Held = "seen:held";

    public const int PartitionLimit = 12;

    public static readonly BreakerOptions Breaker = new() { Threshold = 3, OpenFor = TimeSpan.FromSeconds(1) };

    private const int LoopsEach = 4;

    /// <summary>Counted on one clock, that of Redis.</summary>
    private const string NoteTime = "local time = redis.call('TIME') redis.call('RPUSH', KEYS[1], string.format('%.0f', time[1] * 1000 + time[2] / 1000))";

    private const string NoteMost = "local now = redis.call('INCR', KEYS[1]) if now > tonumber(redis.call('GET', KEYS[2]) or '0') then redis.call('SET', KEYS[2], now) end";

    /// <param name="number">Calls of this process, or seconds.</param>
    public static async Task<int> RunAsync(string redisUrl, string what, int number)
    {
        using var store = GuardedInstance.Connect(redisUrl);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(new Uri(redisUrl).Authority);
        var guard = GuardedInstance.NewGuard(store, Breaker, PartitionLimit);
        await Task.WhenAll(what switch
        {
            "permits" => Enumerable.Range(0, LoopsEach).Select(loop => UsePlacesAsync(guard, redis.GetDatabase(), loop, (number + LoopsEach - 1 - loop) / LoopsEach)),
            "probes" => Enumerable.Range(0, LoopsEach).Select(loop => FailAsync(guard, redis.GetDatabase(), loop, TimeSpan.FromSeconds(number))),
            _ => [HoldAsync(guard, redis.GetDatabase())],
        });
        return 0;
    }

    private static async Task UsePlacesAsync(Guard guard, IDatabase seen, int loop, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            var target = GuardedInstance.Target(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}:{loop}:{call}"));
            while (!(await guard.ExecuteAsync(target, token => UseAsync(seen, token), CancellationToken.None)).IsSuccess)
            {
                // It stands in line and comes back for its place.
            }

            await seen.StringIncrementAsync(Done);
        }
    }

    private static async Task<Outcome<ToolResult>> UseAsync(IDatabase seen, CancellationToken cancellationToken)
    {
        await seen.ScriptEvaluateAsync(NoteMost, [InUse, MostInUse]);
        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        await seen.StringDecrementAsync(InUse);
        return new ToolResult { IsError = false, Text = "ok" };
    }

    private static async Task FailAsync(Guard guard, IDatabase seen, int loop, TimeSpan span)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var call = 0; TimeProvider.System.GetElapsedTime(start) < span; call++)
        {
            var target = GuardedInstance.Target(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}:{loop}:{call}"));
            await guard.ExecuteAsync(target, _ => RefuseAsync(seen), CancellationToken.None);
            await seen.StringIncrementAsync(Done);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    private static async Task<Outcome<ToolResult>> RefuseAsync(IDatabase seen)
    {
        await seen.ScriptEvaluateAsync(NoteTime, [Sent]);
        return new Failure(FailureClass.Network, "Connection refused.");
    }

    private static async Task HoldAsync(Guard guard, IDatabase seen) => await guard.ExecuteAsync(
        GuardedInstance.Target("holder"),
        async token =>
        {
            await seen.StringSetAsync(Held, 1);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return new ToolResult { IsError = false, Text = "never" };
        },
        CancellationToken.None);
}
