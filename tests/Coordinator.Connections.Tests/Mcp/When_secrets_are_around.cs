using Coordinator.AwkwardServer;
using Coordinator.Connections.Mcp;

namespace Coordinator.Connections.Tests.Mcp;

public sealed class When_secrets_are_around
{
    private const string Secret = "s3cr3t-value-of-ours";

    [Fact]
    public async Task Should_give_a_process_only_what_its_configuration_says()
    {
        Environment.SetEnvironmentVariable("COORDINATOR_TEST_SECRET", Secret);
        await using var pool = new PoolUnderTest(PoolUnderTest.Stdio() with { Environment = new Dictionary<string, string> { ["REGION"] = "eu-frankfurt-1" } });

        var variables = (await pool.AskAsync("env")).Structured!.Value;

        Assert.DoesNotContain(Secret, variables.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("eu-frankfurt-1", variables.GetProperty("REGION").GetString());
        string[] allowed = ["PATH", "HOME", "REGION"];
        Assert.DoesNotContain(variables.EnumerateObject(), variable => !allowed.Contains(variable.Name) && !variable.Name.StartsWith("DOTNET_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_hide_them_in_failures_and_logs_of_a_process()
    {
        var config = PoolUnderTest.Stdio() with { Environment = new Dictionary<string, string> { ["API_KEY"] = Secret }, Secrets = [Secret] };
        await using var pool = new PoolUnderTest(config);

        var refused = await pool.FailAsync("rpc_error", new { code = -32602, message = $"bad key {Secret}" });
        var died = await pool.FailAsync("die", new { last_words = $"fatal: key {Secret} rejected" });

        Assert.Contains("bad key ***", refused.Message, StringComparison.Ordinal);
        Assert.Contains("fatal: key *** rejected", died.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(pool.Logs.All, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.Contains(pool.Logs.All, line => line.Contains("fatal: key *** rejected", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task Should_hide_a_token_that_a_server_repeats(int status)
    {
        await using var server = await HttpServer.StartAsync(new Quirks());
        server.Refuse = _ => new HttpRefusal(status, Body: $$$"""{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"token {{{Secret}}} is wrong"}}""");
        await using var pool = new PoolUnderTest(PoolUnderTest.Http(server) with { Headers = new Dictionary<string, string> { ["Authorization"] = $"Bearer {Secret}" } });

        var failure = await pool.FailAsync("echo");

        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(pool.Logs.All, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, pool.Status.Error, StringComparison.Ordinal);
        Assert.All(server.Calls, call => Assert.Equal($"Bearer {Secret}", call.Headers["Authorization"]));
    }

    [Fact]
    public void Should_hide_nothing_as_short_as_a_word()
    {
        var secrets = new McpSecrets(new McpServerConfig { Id = "x", Transport = "stdio", Secrets = ["true", "longer-value"] });

        Assert.Equal("it is true that *** is here", secrets.Hide("it is true that longer-value is here"));
        Assert.Equal("a b…", secrets.Hide("a\r\nb\nc", most: 3));
    }
}
