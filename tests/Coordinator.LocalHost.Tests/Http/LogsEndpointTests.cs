using Coordinator.Connections.Logs;
using Coordinator.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using static Coordinator.LocalHost.Tests.Http.Requests;

namespace Coordinator.LocalHost.Tests.Http;

public sealed class LogsEndpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-logs-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Get_GivesTheLastLinesAndWhatComesAfter()
    {
        await using var host = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "coordinator.log"), "one\ntwo\nthree\nhalf", Token);
        await File.WriteAllTextAsync(Path.Combine(_folder, "mcp_oci-unified.log"), "four\n", Token);

        var page = await host.GetJsonAsync("/logs?lines=2");
        Assert.Equal(["two", "three"], Lines(page));
        Assert.Equal(["three"], Lines(await host.GetJsonAsync("/logs?contains=REE")));
        Assert.Equal(["four"], Lines(await host.GetJsonAsync("/mcp/servers/oci-unified/logs")));

        await File.AppendAllTextAsync(Path.Combine(_folder, "coordinator.log"), " and whole\n", Token);
        Assert.Equal(["half and whole"], Lines(await host.GetJsonAsync($"/logs?after={page.GetProperty("next")}")));
    }

    [Theory]
    [InlineData("/logs?lines=0", 400, "invalid-value")]
    [InlineData("/logs?lines=5001", 400, "invalid-value")]
    [InlineData("/logs?lines=x", 400, "invalid-value")]
    [InlineData("/mcp/servers/..%2Fcoordinator/logs", 404, "server-not-found")]
    [InlineData("/mcp/servers/none/logs", 404, "server-not-found")]
    public async Task Get_WithWhatCannotBe_IsRefused(string path, int status, string type)
    {
        await using var host = await StartAsync();
        using var response = await host.SendAsync(Get(path));
        await response.ProblemAsync(status, type);
    }

    [Theory]
    [InlineData("/logs")]
    [InlineData("/mcp/servers/oci-unified/logs")]
    public async Task Get_OnAHostWithoutFiles_SaysWhereTheLogIs(string path)
    {
        await using var host = await CoordinatorHost.StartAsync();
        using var response = await host.SendAsync(Get(path));
        Assert.Contains("Application Insights", await response.ProblemAsync(404, "no-log-files"), StringComparison.Ordinal);
    }

    private Task<CoordinatorHost> StartAsync() => CoordinatorHost.StartAsync(add: services => services.AddSingleton<IHostLogs>(new LogFileReader(_folder)));

    private static IEnumerable<string?> Lines(System.Text.Json.JsonElement page) => page.GetProperty("lines").EnumerateArray().Select(line => line.GetString());
}
