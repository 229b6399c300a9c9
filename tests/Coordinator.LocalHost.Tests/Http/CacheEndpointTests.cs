using System.Text;
using Coordinator.Core.Audit;
using Coordinator.Core.Caches;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.State;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Runbook 4.3, whose wild-cards take dead letters along: here each kind of state is cleared by itself, and some never.</summary>
public sealed class CacheEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Clearable => [.. StateNamespace.All.Where(known => known.IsClearable).Select(known => known.Name)];

    public static TheoryData<string> Kept => [.. StateNamespace.All.Where(known => !known.IsClearable).Select(known => known.Name)];

    [Theory]
    [MemberData(nameof(Clearable))]
    public async Task Delete_ANamespace_ClearsItAndNothingElse(string name)
    {
        await using var host = await CoordinatorHost.StartAsync();
        await FillAsync(host);
        var before = await CountsAsync(host);
        Assert.All(StateNamespace.All, known => Assert.Equal(1, before[known.Name]));

        using var answer = await host.SendAsync(Delete(name));

        var report = await answer.JsonAsync();
        Assert.Equal((name, 1), (report.GetProperty("namespace").GetString(), report.GetProperty("deleted").GetInt32()));
        Assert.Contains("dead-letters", report.GetProperty("kept").EnumerateArray().Select(kept => kept.GetString()));
        var after = await CountsAsync(host);
        Assert.All(StateNamespace.All, known => Assert.Equal(known.Name == name ? 0 : 1, after[known.Name]));
        var entry = (await host.GetJsonAsync("/audit")).GetProperty("entries")[0];
        Assert.Equal(("cache_cleared", name, "deleted=1"), (entry.GetProperty("action").GetString(), entry.GetProperty("target").GetString(), entry.GetProperty("detail").GetString()));
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task Delete_WhatIsNoCache_IsRefused(string name)
    {
        await using var host = await CoordinatorHost.StartAsync();
        await FillAsync(host);
        using var answer = await host.SendAsync(Delete(name));
        await answer.ProblemAsync(409, "namespace-kept");
        Assert.All(await CountsAsync(host), count => Assert.Equal(1, count.Value));
    }

    [Theory]
    [InlineData("everything")]
    [InlineData("*")]
    [InlineData("oci:")]
    public async Task Delete_WhatIsUnknown_NamesThoseThereAre(string name)
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var answer = await host.SendAsync(Delete(name));
        Assert.Contains("circuits, llm-rates, bulkhead-limits, auto-restart, generations", await answer.ProblemAsync(404, "namespace-not-found"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_Circuits_LetsCallsThroughAtOnceAndOpensThemAgain()
    {
        await using var host = await CoordinatorHost.StartAsync();
        var circuits = host.Get<Circuits>();
        await OpenAsync(circuits);
        Assert.False((await circuits.EnterAsync("finops", CallKind.Read, TimeSpan.FromSeconds(30), Token)).IsAllowed);

        using var answer = await host.SendAsync(Delete("circuits"));

        Assert.Equal(1, (await answer.JsonAsync()).GetProperty("deleted").GetInt32());
        Assert.True((await circuits.EnterAsync("finops", CallKind.Read, TimeSpan.FromSeconds(30), Token)).IsAllowed);
        await OpenAsync(circuits);
        Assert.False((await circuits.EnterAsync("finops", CallKind.Read, TimeSpan.FromSeconds(30), Token)).IsAllowed);
    }

    [Fact]
    public async Task Delete_AutoRestart_SwitchesItOnHereAtOnce()
    {
        await using var host = await CoordinatorHost.StartAsync();
        await host.Get<AutoRestartSwitches>().SetAsync("mcp_finops", false, Token);
        using var answer = await host.SendAsync(Delete("auto-restart"));
        Assert.True(host.Get<AutoRestartSwitches>().IsOnFor("mcp_finops"));
    }

    [Theory]
    [InlineData("GET", "/cache")]
    [InlineData("DELETE", "/cache/circuits")]
    public async Task Cache_WhenTheStoreIsAway_SaysSo(string method, string path)
    {
        await using var host = await CoordinatorHost.StartAsync();
        (host.Get<IStateStore>() as IDisposable)!.Dispose();
        using var answer = await host.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("", Encoding.UTF8, "application/json") });
        await answer.ProblemAsync(503, "state-unavailable");
    }

    private static async Task OpenAsync(Circuits circuits)
    {
        for (var failures = 0; failures < 3; failures++)
        {
            var pass = await circuits.EnterAsync("finops", CallKind.Read, TimeSpan.FromSeconds(30), Token);
            await circuits.ReportAsync(pass, new Failure(FailureClass.Network, "It broke."), Token);
        }
    }

    private static async Task FillAsync(CoordinatorHost host)
    {
        await host.Get<AuditLog>().RecordAsync("tried", "it", "a test", null, Token);
        foreach (var known in StateNamespace.All.Where(known => known.Name != "audit"))
        {
            await host.Get<IStateStore>().AddAsync($"{known.Prefix}{(known.Prefix.EndsWith(':') ? "one" : "")}", "{}", null, Token);
        }
    }

    private static async Task<Dictionary<string, int>> CountsAsync(CoordinatorHost host) =>
        (await host.GetJsonAsync("/cache")).GetProperty("namespaces").EnumerateArray().ToDictionary(known => known.GetProperty("namespace").GetString()!, known => known.GetProperty("keys").GetInt32());

    private static HttpRequestMessage Delete(string name) => new(HttpMethod.Delete, $"/cache/{Uri.EscapeDataString(name)}") { Content = new StringContent("", Encoding.UTF8, "application/json") };
}
