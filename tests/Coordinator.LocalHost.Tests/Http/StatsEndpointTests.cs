using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Monitoring;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.State;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Runbook 11.1.</summary>
public sealed class StatsEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stats_ShowEachMetricWithItsLimits()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var stats = await host.GetJsonAsync("/stats");
        Assert.Equal(
            ["rate_limiter_queue 10 20", "circuit_breakers_open 1 2", "health_check_failures 2 3", "dead_letters 50 100", "llm_latency_p95 10 30"],
            stats.GetProperty("metrics").EnumerateArray().Select(metric => $"{metric.GetProperty("name")} {metric.GetProperty("warning_above")} {metric.GetProperty("critical_above")}"));
        Assert.Equal(("ok", "ok", "unknown"), (stats.GetProperty("status").GetString(), StatusOf(stats, "dead_letters"), StatusOf(stats, "llm_latency_p95")));
    }

    [Fact]
    public async Task Stats_WhenLimitsArePassed_SayWhichAndTheWorstInAll()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await QueueAsync(host, 11);
        Assert.Equal(("warning", "warning"), await StatusesAsync(host, "rate_limiter_queue"));

        await OpenAsync(host, "oci-unified", "finops");
        Assert.Equal(("warning", "warning"), await StatusesAsync(host, "circuit_breakers_open"));

        host.Get<HealthBoard>().Change("redis", state => state with { ConsecutiveFailures = 4 });
        Assert.Equal(("critical", "critical"), await StatusesAsync(host, "health_check_failures"));
    }

    [Fact]
    public async Task Stats_WhenOneCannotBeRead_ShowTheOthers()
    {
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton<IKeyMetricSource, Broken>());
        Assert.Equal(5, (await host.GetJsonAsync("/stats")).GetProperty("metrics").GetArrayLength());
        Assert.Contains(host.Logs.Lines, line => line.Contains("metric_not_read source=Broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_AreThoseOfThisHostInTheFormatOfPrometheus()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await using var other = await CoordinatorHost.StartAsync();
        await QueueAsync(host, 3);
        await QueueAsync(other, 7);
        using var answer = await host.Client.GetAsync("/metrics", Token);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var lines = (await answer.Content.ReadAsStringAsync(Token)).Split('\n');
        Assert.Contains("coordinator_rate_limiter_queue 3", lines);
        Assert.Contains("coordinator_circuit_breakers_open 0", lines);
        Assert.Contains("# TYPE coordinator_dead_letters gauge", lines);
    }

    private static async Task QueueAsync(CoordinatorHost host, int waiting)
    {
        var line = host.Get<Bulkheads>().Plan.Model;
        for (var number = 0; number < 5 + waiting; number++)
        {
            await host.Get<IStateStore>().AcquireAsync(new PermitRequest(line.Pool, $"r{number}:turn:1", "user", 5, TimeSpan.FromMinutes(1)) { Claims = TimeSpan.FromSeconds(2) }, Token);
        }
    }

    private static async Task OpenAsync(CoordinatorHost host, params string[] servers)
    {
        var circuits = host.Get<Circuits>();
        foreach (var server in servers)
        {
            for (var failure = 0; failure < new BreakerOptions().Threshold; failure++)
            {
                var pass = await circuits.EnterAsync(server, CallKind.Read, TimeSpan.FromSeconds(1), Token);
                await circuits.ReportAsync(pass, new Failure(FailureClass.Network, "Connection refused."), Token);
            }
        }
    }

    private static async Task<(string?, string?)> StatusesAsync(CoordinatorHost host, string metric)
    {
        var stats = await host.GetJsonAsync("/stats");
        return (stats.GetProperty("status").GetString(), StatusOf(stats, metric));
    }

    private static string? StatusOf(JsonElement stats, string metric) =>
        stats.GetProperty("metrics").EnumerateArray().Single(one => one.GetProperty("name").GetString() == metric).GetProperty("status").GetString();

    private sealed class Broken : IKeyMetricSource
    {
        public Task<KeyMetric> ReadAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("It is broken.");
    }
}
