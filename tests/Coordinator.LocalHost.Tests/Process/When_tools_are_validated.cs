namespace Coordinator.LocalHost.Tests.Process;

/// <summary>The verb for CI, as the built host runs it against a simulated tenancy. Its exit code is what a pipeline goes by.</summary>
public sealed class When_tools_are_validated : DataFolders
{
    private const string Oci = "servers:\n  oci-unified:\n    transport: stdio\n    command: ${COORDINATOR_OCI_SERVER}\n    env: {OCI_CLI_CONFIG_FILE: \"${COORDINATOR_OCI_CONFIG}\"}\n    domains: [infrastructure]\n    timeout_seconds: 30\n";

    private static readonly Dictionary<string, string> Simulated = new() { ["OCI_UNIFIED_ENABLED"] = "true" };

    private const string Workflow = """
        name: look
        title: look
        group: Tests
        examples: [look]
        patterns: [look]
        steps:
          - {name: look, tool: oci_compute_list_instances, args: {days: 7}}
        answer: "{{ steps.look.text }}"
        """;

    /// <summary>What is shipped is valid: no errors, no warnings, and each category works or says why it was left out.</summary>
    [Fact]
    public async Task Should_find_nothing_wrong_with_what_is_shipped()
    {
        await using var host = HostProcess.Begin(Data, Simulated, null, "validate-tools", "--startup");

        Assert.Equal(0, await host.ExitAsync());

        await host.Output.WaitForAsync(line => line.StartsWith("40 tools of 1 server: valid, 0 errors, 0 warnings,", StringComparison.Ordinal));
        Assert.Contains(host.Output.All, line => line.StartsWith("oci_compute_stop_by_name", StringComparison.Ordinal) && line.Contains("  4     write   high", StringComparison.Ordinal));
        foreach (var category in new[] { "compute ", "database ", "cost ", "identity " })
        {
            Assert.Contains(host.Output.All, line => line.StartsWith(category, StringComparison.Ordinal) && line.Contains("  healthy  ", StringComparison.Ordinal));
        }

        Assert.Contains(host.Output.All, line => line.StartsWith("security ", StringComparison.Ordinal) && line.Contains("  skipped  ", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Data), "A validation leaves nothing behind.");
    }

    [Fact]
    public async Task Should_end_with_3_when_a_workflow_asks_for_what_its_tool_refuses()
    {
        Write(Oci);
        File.WriteAllText(Path.Combine(Config, "workflows", "look.yaml"), Workflow);

        await ShouldEndAsync(3, "error    oci_compute_list_instances (oci-unified): Workflow 'look', step 'look': there is no argument 'days' (there are compartment_id, include_subtree, lifecycle_state, limit, profile, region). [workflow_arguments]", "validate-tools");
    }

    [Fact]
    public async Task Should_end_with_3_when_a_server_is_not_there()
    {
        Write("servers:\n  gone:\n    transport: stdio\n    command: /nowhere/coordinator-no-such-server\n");

        await ShouldEndAsync(3, "error    server gone: It is error: ", "validate-tools");
    }

    [Fact]
    public async Task Should_end_with_3_when_a_category_does_not_work()
    {
        Write(Oci);
        File.WriteAllText(Path.Combine(Config, "tool-catalog.yaml"), "startup:\n  compute: {tool: oci_compute_get_instance, args: {instance_id: nowhere}}\n");

        await ShouldEndAsync(3, "compute   error   oci_compute_get_instance", "validate-tools", "--startup");
        await ShouldEndAsync(0, "40 tools of 1 server: valid", "validate-tools");
    }

    [Fact]
    public async Task Should_end_with_1_when_the_configuration_is_wrong()
    {
        Write("servers:\n  a:\n    transprt: stdio\n");
        await using var host = HostProcess.Begin(Data, null, Config, "validate-tools");

        Assert.Equal(1, await host.ExitAsync());

        await host.Errors.WaitForAsync(line => line == "The tools were not validated.");
        await host.Errors.WaitForAsync(line => line.StartsWith("mcp-servers.yaml:3:5: servers.a.transprt: Unknown field.", StringComparison.Ordinal));
    }

    private async Task ShouldEndAsync(int exitCode, string line, params string[] verb)
    {
        await using var host = HostProcess.Begin(Data, Simulated, Config, verb);
        Assert.Equal(exitCode, await host.ExitAsync());
        await host.Output.WaitForAsync(printed => printed.StartsWith(line, StringComparison.Ordinal));
    }

    private void Write(string servers)
    {
        Directory.CreateDirectory(Path.Combine(Config, "workflows"));
        File.WriteAllText(Path.Combine(Config, "mcp-servers.yaml"), servers);
    }
}
