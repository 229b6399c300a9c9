using Coordinator.Connections.Mcp;
using Coordinator.Core.Configuration;
using Coordinator.Core.Tools;

namespace Coordinator.Connections.Tests.Mcp;

public sealed class McpServersFileTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["TOKEN"] = "abc-123-def", ["EMPTY"] = "", ["NESTED"] = "${TOKEN}" };

    [Fact]
    public void Parse_ExpandsVariables_EverywhereAndOnce()
    {
        var server = Parse("""
            servers:
              one:
                transport: stdio
                command: ${COMMAND:-node}
                args: ["--key", "${TOKEN}", "${NESTED}", "${EMPTY:-fallback}", "${MISSING:-}"]
                working_dir: ${FOLDER:-/tmp}
                env: {KEY: "x-${TOKEN}-y", PLAIN: plain}
            """).Single();

        Assert.Equal("node", server.Command);
        Assert.Equal(["--key", "abc-123-def", "${TOKEN}", "fallback", ""], server.Args);
        Assert.Equal("/tmp", server.WorkingDirectory);
        Assert.Equal("x-abc-123-def-y", server.Environment["KEY"]);
        Assert.Contains("abc-123-def", server.Secrets);
        Assert.DoesNotContain("plain", server.Secrets);
    }

    [Fact]
    public void Parse_Auth_BecomesAHeaderAndASecret()
    {
        var server = Parse("""
            servers:
              one: {transport: http, url: "https://example.test/mcp", auth: {token_env: TOKEN}, headers: {X-Tenant: t1}}
            """).Single();

        Assert.Equal("Bearer abc-123-def", server.Headers["Authorization"]);
        Assert.Equal("t1", server.Headers["X-Tenant"]);
        Assert.Equal(["abc-123-def"], server.Secrets);
        Assert.True(server.Enabled);
    }

    [Fact]
    public void TimeLimitOf_TakesTheToolsOwn_ThenTheServers_ThenTheDefault()
    {
        var config = ParseAll("""
            servers:
              one: {command: x, timeout_seconds: 30, tool_timeouts: {slow: 300}}
              two: {command: x}
            """);

        Assert.Equal([300, 30, 120, 120], new[] { Tool("one", "slow"), Tool("one", "other"), Tool("two", "other"), Tool("gone", "x") }.Select(tool => config.TimeLimitOf(tool).TotalSeconds));
    }

    [Theory]
    [InlineData("one", "oci_cost_list", 20)]
    [InlineData("one", "oci_cost_summary", 7)]
    [InlineData("one", "oci_opsi_get", 240)]
    [InlineData("one", "oci_opsi_addm_get", 200)]
    [InlineData("one", "other", 30)]
    [InlineData("two", "oci_cost_list", 60)]
    [InlineData("two", "oci_cost_summary", 50)]
    [InlineData("two", "other", 90)]
    [InlineData("gone", "oci_cost_summary", 50)]
    public void TimeLimitOf_TheServersEntryForATool_ThenTheDefaultsForIt_ThenTheServer_ThenTheDefault(string server, string tool, int seconds) =>
        Assert.Equal(seconds, ParseAll("""
            defaults:
              timeout_seconds: 90
              tool_timeouts: {oci_cost_*: 60, oci_cost_summary: 50, oci_opsi_*: 240, oci_opsi_addm_*: 200}
            servers:
              one: {command: x, timeout_seconds: 30, tool_timeouts: {oci_cost_*: 20, oci_cost_summary: 7}}
              two: {command: x}
            """).TimeLimitOf(Tool(server, tool)).TotalSeconds);

    [Theory]
    [InlineData(10, 10)]
    [InlineData(600, 60)]
    public void TimeLimitOf_TheDefaults_AreShortenedByAManifestButNotLengthened(int claimed, int seconds)
    {
        var config = ParseAll("""
            defaults: {tool_timeouts: {slow: 60}}
            servers: {one: {command: x}}
            """);

        Assert.Equal(seconds, config.TimeLimitOf(Tool("one", "slow") with { Claim = new ToolClaim { TimeLimit = TimeSpan.FromSeconds(claimed) } }).TotalSeconds);
    }

    [Theory]
    [InlineData("timeout: 5", "servers.yaml:2:3: defaults.timeout: Unknown field. Known here: timeout_seconds, tool_timeouts.")]
    [InlineData("timeout_seconds: 0", "servers.yaml:2:20: defaults.timeout_seconds: '0' is not a number from 1 to 3600.")]
    [InlineData("tool_timeouts: {slow: soon}", "servers.yaml:2:25: defaults.tool_timeouts.slow: 'soon' is not a number from 1 to 3600.")]
    [InlineData("tool_timeouts: {slow: }", "defaults.tool_timeouts.slow: '' is not a number from 1 to 3600.")]
    [InlineData("tool_timeouts: {'*': 5}", "defaults.tool_timeouts.*: '*' is neither the name of a tool nor its beginning")]
    [InlineData("tool_timeouts: {'a*b': 5}", "defaults.tool_timeouts.a*b: 'a*b' is neither the name of a tool nor its beginning")]
    [InlineData("tool_timeouts: [slow]", "defaults.tool_timeouts: Must be a mapping")]
    public void Parse_WrongDefaults_NameFileLineAndField(string defaults, string expected) =>
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => Parse($"defaults:\n  {defaults}\nservers: {{one: {{command: x}}}}")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_Disabled_NeedsNoVariables() => Assert.False(Parse("""
        servers:
          one: {transport: http, url: "${URL}", auth: {token_env: NOT_SET}, enabled: "${SWITCH:-false}"}
        """).Single().Enabled);

    [Theory]
    [InlineData("command: x\n    transport: carrier-pigeon", "servers.yaml:4:16: servers.one.transport: 'carrier-pigeon' is not one of stdio, http.")]
    [InlineData("args: [a]", "servers.one.command: Is missing.")]
    [InlineData("transport: http", "servers.one.url: Is missing.")]
    [InlineData("transport: http\n    url: ftp://x", "servers.yaml:4:10: servers.one.url: Must be an absolute http or https address.")]
    [InlineData("command: x\n    timeout: 5", "servers.yaml:4:5: servers.one.timeout: Unknown field.")]
    [InlineData("command: x\n    timeout_seconds: soon", "servers.yaml:4:22: servers.one.timeout_seconds: 'soon' is not a number from 1 to 3600.")]
    [InlineData("command: x\n    tool_timeouts: {slow: 0}", "servers.one.tool_timeouts.slow: '0' is not a number from 1 to 3600.")]
    [InlineData("command: x\n    enabled: yes please", "servers.yaml:4:14: servers.one.enabled: 'yes please' is not one of true, false.")]
    [InlineData("command: ${NOT_SET}", "servers.yaml:3:14: servers.one.command: The variable NOT_SET is not set")]
    [InlineData("transport: http\n    url: http://x\n    auth: {token_env: NOT_SET}", "servers.yaml:5:23: servers.one.auth.token_env: The variable NOT_SET is not set.")]
    [InlineData("transport: http\n    url: http://x\n    auth: {token: abc}", "servers.one.auth.token: Unknown field.")]
    [InlineData("transport: http\n    url: http://x\n    headers: {X-A: \"a\\nb\"}", "servers.one.headers: 'X-A' is no header name")]
    [InlineData("command: x\n    protocol_version: newest", "servers.one.protocol_version: 'newest' is no MCP revision")]
    [InlineData("command: x\n    env: [a]", "servers.one.env: Must be a mapping")]
    [InlineData("command: x\n    standalone_get_stream: maybe", "servers.one.standalone_get_stream: 'maybe' is not one of true, false.")]
    public void Parse_Wrong_NamesFileLineAndField(string server, string expected)
    {
        var problem = Assert.Throws<ConfigException>(() => Parse($"servers: \n  one:\n    {server}"));

        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("servers: {One: {command: x}}", "'One' is no server id")]
    [InlineData("server: {}", "server: Unknown field. Known here: defaults, servers.")]
    [InlineData("servers: {one: [", "Not valid YAML")]
    [InlineData("- a", "must be one YAML mapping")]
    public void Parse_WrongFile_IsRefused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_Problems_AllAtOnceAndWithoutValues()
    {
        var problem = Assert.Throws<ConfigException>(() => Parse("""
            servers:
              one: {transport: http, url: "${TOKEN}"}
              two: {}
            """));

        Assert.Equal(2, problem.Problems.Count);
        Assert.DoesNotContain("abc-123-def", problem.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<McpServerConfig> Parse(string text) => ParseAll(text).Servers;

    private static McpServersConfig ParseAll(string text) => McpServersFile.Parse("servers.yaml", text, Variables.GetValueOrDefault);

    private static ToolDefinition Tool(string server, string name) => new() { Server = server, Name = name, InputSchema = default };
}
