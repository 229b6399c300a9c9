using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Coordinator.TestKit.Npm;

namespace Coordinator.OciServer.Tests.Server;

/// <summary>MCP's own inspector lists and calls the tools, over both transports, up to the simulated tenancy.</summary>
public sealed partial class When_the_inspector_calls : IAsyncLifetime
{
    private readonly SimulatedOci oci = new() { RequestClock = TimeProvider.System };

    public ValueTask InitializeAsync() => oci.InitializeAsync();

    public ValueTask DisposeAsync() => oci.DisposeAsync();

    [Fact]
    public async Task Should_list_and_call_over_stdio()
    {
        var modules = NpmPackages.Modules();
        await CheckAsync(modules, [ServerProcess.Executable]);
    }

    [Fact]
    public async Task Should_list_and_call_over_http()
    {
        var modules = NpmPackages.Modules();
        using var server = Process.Start(ServerProcess.Start(Environment, "--http", "0"))!;
        try
        {
            await CheckAsync(modules, [await AddressAsync(server), "--transport", "http"]);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task CheckAsync(string modules, string[] target)
    {
        var listed = await InspectAsync(modules, target, isRefused: false, "--method", "tools/list");
        var called = await InspectAsync(modules, target, isRefused: false, "--method", "tools/call", "--tool-name", "oci_compute_list_instances", "--tool-arg", "compartment_id=prod-apps", "--tool-arg", "limit=2");
        var refused = await InspectAsync(modules, target, isRefused: true, "--method", "tools/call", "--tool-name", "oci_compute_get_instance", "--tool-arg", "instance_id=nonsense");

        Assert.Equal(40, listed.List("tools").Count);
        Assert.All(listed.List("tools"), tool => Assert.Equal("object", tool.GetProperty("outputSchema").Text("type")));
        Assert.Equal((2, true), (called.GetProperty("structuredContent").GetProperty("count").GetInt32(), called.GetProperty("structuredContent").GetProperty("more").GetBoolean()));
        Assert.True(refused.GetProperty("isError").GetBoolean());
    }

    private async Task<JsonElement> InspectAsync(string modules, string[] target, bool isRefused, params string[] arguments) =>
        JsonElement.Parse(await NpmPackages.NodeAsync([NpmPackages.Inspector(modules), "--cli", .. target, "-e", $"OCI_CLI_CONFIG_FILE={oci.ConfigFile}", .. arguments], null, Environment, isRefused));

    private Dictionary<string, string> Environment => new() { ["OCI_CLI_CONFIG_FILE"] = oci.ConfigFile };

    private static async Task<string> AddressAsync(Process server)
    {
        while (await server.StandardError.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken) is { } line)
        {
            if (Address().Match(line) is { Success: true } match) return match.Value;
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/mcp")]
    private static partial Regex Address();
}
