using System.Text;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class AuditEndpointTests
{
    [Theory]
    [InlineData(null, "from this machine")]
    [InlineData("alice", "'alice' (as the caller says) from this machine")]
    [InlineData("a'b\tc", "'abc' (as the caller says) from this machine")]
    public async Task CircuitReset_IsInTheAuditLog(string? name, string by)
    {
        await using var host = await StartAsync();
        await ResetAsync(host, ("x-coordinator-by", name ?? ""));

        var audit = await host.GetJsonAsync("/audit");
        var entry = audit.GetProperty("entries")[0];
        Assert.Equal(1, audit.GetProperty("count").GetInt32());
        Assert.Equal(("circuit_reset", "db", by), (entry.GetProperty("action").GetString(), entry.GetProperty("target").GetString(), entry.GetProperty("by").GetString()));
        Assert.Equal(host.Clock.GetUtcNow(), entry.GetProperty("at").GetDateTimeOffset());
        Assert.Contains(host.Logs.Lines, line => line.Contains($"audit action=circuit_reset target=db by={by}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Caller_BehindAProxy_IsShownWithBothAddresses()
    {
        await using var host = await CoordinatorHost.StartAsync(options => options.AdminKey = AccessTests.Key);
        host.Servers.Servers = [new ToolServerStatus("db", "connected", 1)];
        await ResetAsync(host, ("x-coordinator-key", AccessTests.Key), (CoordinatorHost.SeemsFrom, "::ffff:10.0.0.4"), ("X-Forwarded-For", "203.0.113.7"));

        using var answer = await host.SendAsync(Get("/audit", ("x-coordinator-key", AccessTests.Key)));
        Assert.Equal("from 10.0.0.4, forwarded for 203.0.113.7", (await answer.JsonAsync()).GetProperty("entries")[0].GetProperty("by").GetString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("all")]
    public async Task Limit_WhenItIsNone_IsRefused(string limit)
    {
        await using var host = await StartAsync();
        using var answer = await host.SendAsync(Get($"/audit?limit={limit}"));
        await answer.ProblemAsync(400, "invalid-value");
    }

    [Fact]
    public async Task Get_WhenTheStoreIsAway_SaysSo()
    {
        await using var host = await StartAsync();
        (host.Get<IStateStore>() as IDisposable)!.Dispose();
        using var answer = await host.SendAsync(Get("/audit"));
        await answer.ProblemAsync(503, "state-unavailable");
    }

    private static async Task<CoordinatorHost> StartAsync()
    {
        var host = await CoordinatorHost.StartAsync();
        host.Servers.Servers = [new ToolServerStatus("db", "connected", 1)];
        return host;
    }

    private static async Task ResetAsync(CoordinatorHost host, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/mcp/servers/db/circuit") { Content = new StringContent("", Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers.Where(header => header.Value.Length > 0))
        {
            request.Headers.Add(name, value);
        }

        using var answer = await host.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
