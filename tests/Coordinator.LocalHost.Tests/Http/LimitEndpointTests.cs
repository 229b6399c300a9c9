using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.State;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Runbook 2.1 and 7.</summary>
public sealed class LimitEndpointTests
{
    [Fact]
    public async Task Bulkheads_ShowHowFullEachIs()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var permit = new PermitRequest(host.Get<Bulkheads>().Plan.Rest.Pool, "r1:tool:1.0", "user", 20, TimeSpan.FromMinutes(1));
        Assert.True((await host.Get<IStateStore>().AcquireAsync(permit, TestContext.Current.CancellationToken)).IsGranted);

        var partitions = (await host.GetJsonAsync("/bulkheads")).GetProperty("partitions");
        var rest = partitions.EnumerateArray().Single(partition => partition.GetProperty("partition").GetString() == "default");
        Assert.Equal(
            """{"partition":"default","active_count":1,"max_concurrent":20,"configured_max_concurrent":20,"waiting_count":0,"timeout_count":0,"wait_seconds":30,"total_acquired":0,"peak_active":0,"avg_wait_time_ms":0,"avg_hold_time_ms":0,"tools":[]}""",
            rest.GetRawText());
    }

    [Fact]
    public async Task BulkheadLimit_IsSetAuditedAndTakenBack()
    {
        await using var host = await CoordinatorHost.StartAsync();
        Assert.Equal(5, (await PutAsync(host, "default", """{"max_concurrent":5}""")).GetProperty("max_concurrent").GetInt32());
        var restored = await PutAsync(host, "default", """{"max_concurrent":null}""");
        Assert.Equal(20, restored.GetProperty("max_concurrent").GetInt32());
        Assert.Equal(
            ["bulkhead_limit default max_concurrent as configured", "bulkhead_limit default max_concurrent=5"],
            (await host.GetJsonAsync("/audit")).GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("action")} {entry.GetProperty("target")} {entry.GetProperty("detail")}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("default", """{"max_concurrent":0}""", 400, "invalid-limit")]
    [InlineData("default", """{"max_concurrent":10001}""", 400, "invalid-limit")]
    [InlineData("default", """{"max_concurrent":"5"}""", 400, "invalid-limit")]
    [InlineData("default", """{"max_concurrent":1.5}""", 400, "invalid-limit")]
    [InlineData("default", """{"limit":5}""", 400, "invalid-value")]
    [InlineData("default", "[5]", 400, "invalid-json")]
    [InlineData("nosuch", """{"max_concurrent":5}""", 404, "partition-not-found")]
    public async Task BulkheadLimit_WhenItIsWrong_IsRefusedAndChangesNothing(string partition, string body, int status, string type)
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var answer = await host.Client.PutAsync($"/bulkheads/{partition}", Json(body), TestContext.Current.CancellationToken);
        await answer.ProblemAsync(status, type);
        Assert.Empty((await host.GetJsonAsync("/audit")).GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public async Task ModelMetrics_WithoutAModel_AreThereAllTheSame()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var metrics = await host.GetJsonAsync("/llm/metrics");
        foreach (var name in new[] { "current_queue_size", "total_requests", "timeout_count", "active_count" })
        {
            Assert.Equal(0, metrics.GetProperty(name).GetInt32());
        }

        Assert.True(metrics.GetProperty("rate_limiting").GetBoolean());
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static async Task<JsonElement> PutAsync(CoordinatorHost host, string partition, string body)
    {
        using var answer = await host.Client.PutAsync($"/bulkheads/{partition}", Json(body), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
