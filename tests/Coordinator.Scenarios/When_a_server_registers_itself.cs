using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Coordinator.AwkwardServer;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>Runbook 1.4: a real MCP server over HTTP calls back to register itself, is used in a run, outlives the host, and is removed again.</summary>
public sealed class When_a_server_registers_itself : IAsyncLifetime
{
    private readonly string _config = Directory.CreateTempSubdirectory("coordinator-config-").FullName;
    private readonly string _data = Directory.CreateTempSubdirectory("coordinator-data-").FullName;
    private HttpServer _server = null!;
    private ModelStub _model = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await HttpServer.StartAsync(new Quirks());
        _model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(StubCall.Of(request.UserText, new { text = "hello" }))
            : ModelReply.Says(request.Results[^1].Text));
        await File.WriteAllTextAsync(Path.Combine(_config, "mcp-servers.yaml"), $"servers:\n  finops:\n    transport: http\n    url: {_server.Url}\n    enabled: ${{FINOPS_ENABLED:-false}}\n", Token);
        await File.WriteAllTextAsync(Path.Combine(_config, "tool-policy.yaml"), "tools:\n  echo:\n    access: read\n", Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _model.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_config, recursive: true);
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Should_be_used_after_a_restart_of_the_host_until_it_is_removed()
    {
        await using (var host = await StartAsync())
        {
            var (status, answer) = await RegisterAsync(host, new { id = "costs", url = _server.Url, domains = new[] { "cost" } });
            Assert.Equal((201, "connected"), (status, answer.GetProperty("status").GetString()));
            Assert.True(answer.GetProperty("tool_count").GetInt32() > 5);
            Assert.Equal("hello", await host.AnswerAsync("echo"));
        }

        await using var next = await StartAsync();
        Assert.Equal("hello", await next.AnswerAsync("echo"));
        var server = (await next.GetAsync("/mcp/servers")).GetProperty("servers")[0];
        Assert.Equal(("costs", "connected", "registered", "registered"), (server.GetProperty("id").GetString(), server.GetProperty("status").GetString(), server.GetProperty("source").GetString(), server.GetProperty("registration").GetString()));
        using (var check = await next.PostAsync("/health/check", new { }))
        {
            var health = await next.GetAsync("/health?detail=true");
            Assert.Equal("healthy", health.GetProperty("components").GetProperty("mcp_costs").GetProperty("status").GetString());
        }

        Assert.Equal("""{"id":"costs","status":"removed"}""", await RemoveAsync(next, "costs"));

        Assert.Empty((await next.GetAsync("/mcp/servers")).GetProperty("servers").EnumerateArray());
        Assert.DoesNotContain("hello", await next.AnswerAsync("echo"), StringComparison.Ordinal);
        await SessionEndsAsync().SoonAsync();
        Assert.Equal(["server_removed", "server_registered"], (await next.GetAsync("/audit")).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()));
    }

    /// <summary>It says of "echo" that it only reads; nothing else vouches for "args".</summary>
    [Fact]
    public async Task Should_have_its_unknown_tools_held_for_writes()
    {
        await using var host = await StartAsync();
        await RegisterAsync(host, new { id = "costs", url = _server.Url });

        Assert.Contains("ALLOW_MUTATIONS", await host.AnswerAsync("args"), StringComparison.Ordinal);
        Assert.False((await host.GetAsync("/tools/args")).GetProperty("read_only").GetBoolean());
        Assert.DoesNotContain(_server.Calls, call => call.RpcMethod == "tools/call");
    }

    [Fact]
    public async Task Should_be_shown_as_registered_when_it_is_in_the_configuration()
    {
        await using var host = await StartAsync(("FINOPS_ENABLED", "true"), ("MCP_REGISTRATION_ALLOWED_HOSTS", ""));
        Assert.Equal("not registered", (await host.GetAsync("/mcp/servers")).GetProperty("servers")[0].GetProperty("registration").GetString());

        var (status, answer) = await RegisterAsync(host, new { id = "finops", tools = new[] { new { name = "finops_ping" } } });

        Assert.Equal((200, "already configured"), (status, answer.GetProperty("status").GetString()));
        var shown = await host.GetAsync("/mcp/servers/finops");
        Assert.Equal(("configured", "registered"), (shown.GetProperty("source").GetString(), shown.GetProperty("registration").GetProperty("status").GetString()));
        Assert.Equal("hello", await host.AnswerAsync("echo"));
    }

    [Fact]
    public async Task Should_be_refused_where_registration_is_off()
    {
        await using var host = await StartAsync(("MCP_REGISTRATION_ALLOWED_HOSTS", ""));
        var (status, answer) = await RegisterAsync(host, new { id = "costs", url = _server.Url });
        Assert.Equal((403, "urn:coordinator:problem:registration-off"), (status, answer.GetProperty("type").GetString()));
        Assert.Empty(_server.Calls);
    }

    private Task<ScenarioHost> StartAsync(params (string Name, string Value)[] settings) => ScenarioHost.StartAsync(new ScenarioPlan
    {
        ConfigFolder = _config,
        Folder = _data,
        Model = _model,
        Settings = settings.Append(("FINOPS_ENABLED", "false")).Append(("MCP_REGISTRATION_ALLOWED_HOSTS", "127.0.0.1")).DistinctBy(setting => setting.Item1).ToDictionary(setting => setting.Item1, setting => setting.Item2),
    });

    private async Task SessionEndsAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (_server.OpenSessions > 0)
        {
            await timer.WaitForNextTickAsync(Token);
        }
    }

    private static async Task<(int Status, JsonElement Answer)> RegisterAsync(ScenarioHost host, object body)
    {
        using var answer = await host.PostAsync("/mcp/servers", body);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Token));
    }

    private static async Task<string> RemoveAsync(ScenarioHost host, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/mcp/servers/{id}") { Content = new StringContent("", Encoding.UTF8, "application/json") };
        using var answer = await host.Http.SendAsync(request, Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }
}
