using System.Net.Http.Json;
using System.Text.Json;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.State;
using Coordinator.TestKit.State;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>What is set while the shared store is away ends with the outage: whoever sets it is told.</summary>
public sealed class SharedChangeTests
{
    private const string Note = "This holds on this instance only, and is lost when the shared state is back or the process ends. Redis did not answer.";

    public static TheoryData<string, string, string> Changes => new()
    {
        { "PUT", "/bulkheads/default", """{"max_concurrent":5}""" },
        { "PUT", "/mcp/servers/oci-unified/auto-restart", """{"enabled":false}""" },
        { "DELETE", "/mcp/servers/oci-unified/circuit", "{}" },
        { "DELETE", "/cache/circuits", "{}" },
        { "POST", "/drain", """{"drain":true}""" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_WhenTheStoreIsAway_SaysThatItWillBeLost(string method, string path, string body)
    {
        await using var host = await CoordinatorHost.StartAsync(add: services => services.AddSingleton<IStateStore>(provider => new AwayStore(SqliteStateStore.OpenInMemory(provider.GetRequiredService<TimeProvider>()))));
        Assert.Equal(Note, (await SendAsync(host, method, path, body)).GetProperty("note").GetString());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_WhenTheStoreIsThere_SaysNothing(string method, string path, string body)
    {
        await using var host = await CoordinatorHost.StartAsync();
        Assert.False((await SendAsync(host, method, path, body)).TryGetProperty("note", out _));
    }

    private static async Task<JsonElement> SendAsync(CoordinatorHost host, string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private sealed class AwayStore(IStateStore store) : StateStoreDecorator(store)
    {
        public override async Task<StateStoreHealth> CheckAsync(CancellationToken cancellationToken) =>
            await base.CheckAsync(cancellationToken) with { Outage = new StateOutage(default, "Redis did not answer.") };
    }
}
