using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Registrations;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Http.Tools;
using Microsoft.Extensions.DependencyInjection;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class McpRegisterEndpointTests
{
    private const string Url = "https://costs.mcp.example.com/mcp";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_ANewServer_SaysThatItIsConnected()
    {
        await using var host = await StartAsync();
        using var answer = await host.SendAsync(Post("/mcp/servers", new { id = "costs", url = Url, domains = new[] { "cost" }, timeout_seconds = 90, auth = new { token_env = "MCP_REGISTERED_COSTS_TOKEN" } }, ("x-coordinator-by", "finopsai")));

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal("""{"id":"costs","status":"connected","tool_count":0,"registered_at":"2026-11-24T10:00:00+00:00","error":null}""", (await answer.JsonAsync()).GetRawText());
        var entry = Assert.Single(await AuditAsync(host));
        Assert.Equal(("server_registered", "costs", $"url={Url} token_env=MCP_REGISTERED_COSTS_TOKEN"), (entry.GetProperty("action").GetString(), entry.GetProperty("target").GetString(), entry.GetProperty("detail").GetString()));
        Assert.StartsWith("'finopsai'", entry.GetProperty("by").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_TheSameAgain_ChangesNothing_AndAnotherReplacesIt()
    {
        await using var host = await StartAsync();
        await RegisterAsync(host, new { id = "costs", url = Url });
        Assert.Equal(200, (await RegisterAsync(host, new { id = "costs", url = Url, generated_at = "later" })).Status);
        Assert.Single(await AuditAsync(host));

        Assert.Equal(200, (await RegisterAsync(host, new { id = "costs", url = Url, timeout_seconds = 5 })).Status);

        Assert.Equal(["server_registration_changed", "server_registered"], (await AuditAsync(host)).Select(entry => entry.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task Post_AServerThatCannotBeReached_IsRegisteredAndSaysWhy()
    {
        await using var host = await StartAsync();
        host.Servers.FirstContact = () => Task.FromResult<Failure?>(new Failure(FailureClass.Unavailable, "'costs' could not be reached."));
        var (status, answer) = await RegisterAsync(host, new { id = "costs", url = Url });
        Assert.Equal((201, "error", "'costs' could not be reached."), (status, answer.GetProperty("status").GetString(), answer.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Post_AServerThatIsSlow_IsAnsweredWhileItConnects()
    {
        await using var host = await StartAsync();
        var never = new TaskCompletionSource<Failure?>();
        host.Servers.FirstContact = () => never.Task;
        var registering = RegisterAsync(host, new { id = "costs", url = Url });
        for (var tries = 0; tries < 5_000 && !registering.IsCompleted; tries++)
        {
            host.Clock.Advance(McpRegisterEndpoint.ConnectsWithin);
            await Task.WhenAny(registering, host.GetJsonAsync("/version"));
        }

        var (status, answer) = await registering.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal((201, "registered"), (status, answer.GetProperty("status").GetString()));
        never.SetResult(null);
    }

    [Theory]
    [InlineData("""{"url":"https://costs.mcp.example.com/mcp"}""", 400, "invalid-field", "'id'")]
    [InlineData("""{"id":"Costs","url":"https://costs.mcp.example.com/mcp"}""", 400, "invalid-field", "'id'")]
    [InlineData("""{"id":"oci:circuit","url":"https://costs.mcp.example.com/mcp"}""", 400, "invalid-field", "'id'")]
    [InlineData("""{"id":5,"url":"https://costs.mcp.example.com/mcp"}""", 400, "invalid-field", "'id'")]
    [InlineData("""{"id":"costs"}""", 400, "invalid-field", "'url' is missing")]
    [InlineData("""{"id":"costs","url":7}""", 400, "invalid-field", "'url' must be a text")]
    [InlineData("""{"id":"costs","url":"\ud800"}""", 400, "invalid-field", "'url' must be a text")]
    [InlineData("""{"id":"costs","url":"http://costs.mcp.example.com/mcp"}""", 400, "invalid-field", "must be https")]
    [InlineData("""{"id":"costs","url":"https://a:b@costs.mcp.example.com/mcp"}""", 400, "invalid-field", "user name")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp?api_key=1"}""", 400, "invalid-field", "query")]
    [InlineData("""{"id":"costs","url":"https://169.254.169.254/opc/v2/"}""", 403, "host-not-allowed", "MCP_REGISTRATION_ALLOWED_HOSTS")]
    [InlineData("""{"id":"costs","url":"https://evil.example.net/mcp"}""", 403, "host-not-allowed", "MCP_REGISTRATION_ALLOWED_HOSTS")]
    [InlineData("""{"id":"costs","command":"npx"}""", 400, "invalid-field", "'command' cannot be registered")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","args":["-y"]}""", 400, "invalid-field", "'args' cannot be registered")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","env":{}}""", 400, "invalid-field", "'env' cannot be registered")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","headers":{"Authorization":"Bearer x"}}""", 400, "invalid-field", "'headers' cannot be registered")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","token":"abc"}""", 400, "invalid-field", "'token' cannot be registered")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","api_key":"abc"}""", 400, "invalid-field", "'api_key' cannot be registered")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","transport":"stdio"}""", 400, "invalid-field", "'transport' must be http")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","auth":{"token":"abc"}}""", 400, "invalid-field", "'auth'")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","auth":"abc"}""", 400, "invalid-field", "'auth'")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","auth":{"token_env":"COORDINATOR_ADMIN_KEY"}}""", 400, "invalid-field", "MCP_REGISTERED_")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","auth":{"token_env":"MCP_REGISTERED_NONE_TOKEN"}}""", 400, "invalid-field", "is not set")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","timeout_seconds":0}""", 400, "invalid-field", "'timeout_seconds'")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","timeout_seconds":"9"}""", 400, "invalid-field", "'timeout_seconds'")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","domains":"cost"}""", 400, "invalid-field", "'domains'")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","domains":["Cost and more"]}""", 400, "invalid-field", "'domains'")]
    [InlineData("""{"id":"costs","url":"https://costs.mcp.example.com/mcp","metadata":[]}""", 400, "invalid-field", "'metadata'")]
    [InlineData("""[]""", 400, "invalid-json", "object")]
    [InlineData("""{"id":"gateway","url":"https://costs.mcp.example.com/mcp"}""", 409, "server-configured", "switched off")]
    [InlineData("""{"id":"finops","url":"https://costs.mcp.example.com/mcp"}""", 409, "server-configured", "another address")]
    public async Task Post_WhatMustNotBe_IsRefused(string body, int status, string type, string words)
    {
        await using var host = await StartAsync();
        using var answer = await host.SendAsync(PostText("/mcp/servers", body));
        Assert.Contains(words, await answer.ProblemAsync(status, type), StringComparison.Ordinal);
        Assert.Null(await host.Get<IStateStore>().ReadAsync(RegistrationsDocument.Key, Token));
        Assert.Empty(await AuditAsync(host));
    }

    [Fact]
    public async Task Post_MoreThanABody_IsRefused()
    {
        await using var host = await StartAsync();
        using var answer = await host.SendAsync(Post("/mcp/servers", new { id = "costs", url = Url, metadata = new { tools = new string('a', RegistrationBody.MaxBytes) } }));
        await answer.ProblemAsync(413, "body-too-large");
    }

    [Fact]
    public async Task Post_WithoutAList_NamesTheSetting()
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var answer = await host.SendAsync(Post("/mcp/servers", new { id = "costs", url = Url }));
        Assert.Contains("MCP_REGISTRATION_ALLOWED_HOSTS is empty", await answer.ProblemAsync(403, "registration-off"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_OneTooMany_IsRefused()
    {
        await using var host = await StartAsync();
        for (var number = 0; number < RegistrationsDocument.Most; number++)
        {
            await RegisterAsync(host, new { id = $"server-{number}", url = Url });
        }

        using var answer = await host.SendAsync(Post("/mcp/servers", new { id = "one-more", url = Url }));
        await answer.ProblemAsync(409, "registration-limit");
    }

    [Fact]
    public async Task Post_WhenTheStoreIsAway_SaysThatItWasNotRegistered()
    {
        await using var host = await StartAsync();
        (host.Get<IStateStore>() as IDisposable)!.Dispose();
        using var answer = await host.SendAsync(Post("/mcp/servers", new { id = "costs", url = Url }));
        await answer.ProblemAsync(503, "state-unavailable");
    }

    /// <summary>Runbook 1.4: FinOps tools are there, but the coordinator says "not registered". Works without a list of hosts, as nothing is connected to.</summary>
    [Theory]
    [InlineData("finops", null)]
    [InlineData("finops", "https://finops.example.com/mcp")]
    [InlineData("oci-unified", "https://finops.example.com/mcp")]
    public async Task Post_AConfiguredServer_IsShownAsRegistered(string id, string? url)
    {
        await using var host = await CoordinatorHost.StartAsync();
        Assert.Equal("not registered", await RegistrationAsync(host, id));

        var (status, answer) = await RegisterAsync(host, new { id, url, version = "2.1", metadata = new { tools = new[] { new { name = "finops_ping" } }, password = "hunter2hunter2" } });

        Assert.Equal((200, "already configured", "connected"), (status, answer.GetProperty("status").GetString(), answer.GetProperty("connection").GetString()));
        Assert.Equal("registered", await RegistrationAsync(host, id));
        var server = await host.GetJsonAsync($"/mcp/servers/{id}");
        Assert.Equal("configured", server.GetProperty("source").GetString());
        var registration = server.GetProperty("registration");
        Assert.Equal(("registered", host.Clock.GetUtcNow()), (registration.GetProperty("status").GetString(), registration.GetProperty("registered_at").GetDateTimeOffset()));
        Assert.Equal("""{"tools":[{"name":"finops_ping"}],"password":"[redacted]","version":"2.1"}""", registration.GetProperty("metadata").GetRawText());
        using var removal = await host.SendAsync(Delete(id));
        Assert.Contains("enabled: false", await removal.ProblemAsync(409, "server-configured"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_ARegisteredServer_LeavesNothingOfIt()
    {
        await using var host = await StartAsync();
        await RegisterAsync(host, new { id = "costs", url = Url, metadata = new { a = 1 } });
        var store = host.Get<IStateStore>();
        foreach (var key in new[] { "oci:circuit:costs", GenerationDocument.KeyOf("costs"), KnownTools.KeyOf("costs") })
        {
            await store.AddAsync(key, "{}", null, Token);
        }

        await host.Get<AutoRestartSwitches>().SetAsync(HealthBoard.ComponentOf("costs"), false, Token);
        using var answer = await host.SendAsync(Delete("costs"));

        Assert.Equal("""{"id":"costs","status":"removed"}""", (await answer.JsonAsync()).GetRawText());
        var keys = new List<string>();
        await foreach (var key in store.ScanAsync("oci:", Token))
        {
            keys.Add(key);
        }

        Assert.DoesNotContain(keys, key => key.Contains("costs", StringComparison.Ordinal));
        Assert.Empty(host.Get<AutoRestartSwitches>().Off);
        Assert.Equal(["server_removed", "server_registered"], (await AuditAsync(host)).Select(entry => entry.GetProperty("action").GetString()));
        using var again = await host.SendAsync(Delete("costs"));
        await again.ProblemAsync(404, "server-not-found");
    }

    [Fact]
    public async Task Delete_WhenTheStoreIsAway_SaysThatItIsStillThere()
    {
        await using var host = await StartAsync();
        await RegisterAsync(host, new { id = "costs", url = Url });
        (host.Get<IStateStore>() as IDisposable)!.Dispose();
        using var answer = await host.SendAsync(Delete("costs"));
        await answer.ProblemAsync(503, "state-unavailable");
    }

    private static Task<CoordinatorHost> StartAsync() => CoordinatorHost.StartAsync(add: services => services.AddSingleton(new RegistrationOptions
    {
        Hosts = AllowedHosts.Parse("*.mcp.example.com", out _),
        Variable = name => name switch { "MCP_REGISTERED_COSTS_TOKEN" => "a-token", "COORDINATOR_ADMIN_KEY" => "the-admin-key", _ => null },
    }));

    private static async Task<(int Status, JsonElement Answer)> RegisterAsync(CoordinatorHost host, object body)
    {
        using var answer = await host.SendAsync(Post("/mcp/servers", body));
        return ((int)answer.StatusCode, await answer.JsonAsync());
    }

    private static async Task<string> RegistrationAsync(CoordinatorHost host, string id) =>
        (await host.GetJsonAsync("/mcp/servers")).GetProperty("servers").EnumerateArray().Single(server => server.GetProperty("id").GetString() == id).GetProperty("registration").GetString()!;

    private static async Task<IReadOnlyList<JsonElement>> AuditAsync(CoordinatorHost host) => [.. (await host.GetJsonAsync("/audit")).GetProperty("entries").EnumerateArray()];

    private static HttpRequestMessage Delete(string id) => new(HttpMethod.Delete, $"/mcp/servers/{id}") { Content = new StringContent("", System.Text.Encoding.UTF8, "application/json") };
}
