using System.Net;
using Coordinator.Core.Failures;
using Coordinator.Core.Resilience.CircuitBreaker;
using Coordinator.Core.Tools;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class CircuitEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_ShowsReadsAndWrites()
    {
        await using var host = await StartAsync();
        await FailAsync(host, times: 3);
        var circuit = await host.GetJsonAsync("/mcp/servers/db/circuit");
        Assert.Equal(
            """{"server_id":"db","read":{"state":"open","circuit_open":true,"failure_count":3,"open_until":"2026-11-24T10:01:00+00:00","last_error":"Cut."},"write":{"state":"closed","circuit_open":false,"failure_count":0,"open_until":null,"last_error":null}}""",
            circuit.GetRawText());
    }

    [Fact]
    public async Task Delete_ClosesIt()
    {
        await using var host = await StartAsync();
        await FailAsync(host, times: 3);
        using var answer = await host.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/mcp/servers/db/circuit") { Content = new StringContent("", System.Text.Encoding.UTF8, "application/json") });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True((await host.Get<Circuits>().EnterAsync("db", CallKind.Read, TimeSpan.FromSeconds(30), Token)).IsAllowed);
    }

    [Fact]
    public async Task Get_OfAnUnknownServer_Is404()
    {
        await using var host = await StartAsync();
        using var answer = await host.SendAsync(Requests.Get("/mcp/servers/none/circuit"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<CoordinatorHost> StartAsync()
    {
        var host = await CoordinatorHost.StartAsync();
        host.Servers.Servers = [new ToolServerStatus("db", "connected", 1)];
        return host;
    }

    private static async Task FailAsync(CoordinatorHost host, int times)
    {
        var circuits = host.Get<Circuits>();
        for (var call = 0; call < times; call++)
        {
            var pass = await circuits.EnterAsync("db", CallKind.Read, TimeSpan.FromSeconds(30), Token);
            await circuits.ReportAsync(pass, new Failure(FailureClass.Network, "Cut."), Token);
        }
    }
}
