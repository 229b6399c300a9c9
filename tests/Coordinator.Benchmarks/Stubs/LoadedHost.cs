using Coordinator.Benchmarks.Load;
using Coordinator.Benchmarks.Processes;
using Coordinator.TestKit.Slack;

namespace Coordinator.Benchmarks.Stubs;

/// <summary>The local host as a process of its own, with Slack and a model that are stubs in this one, and its simulated tenancy.</summary>
internal sealed class LoadedHost : IAsyncDisposable
{
    private readonly Workspace _workspace;
    private readonly SlackStub _slack;
    private readonly Dictionary<string, string> _settings;

    private LoadedHost(Workspace workspace, SlackStub slack, StubModel model, int activeRuns)
    {
        (_workspace, _slack, Model, Data) = (workspace, slack, model, workspace.NewFolder("host"));
        _settings = new Dictionary<string, string>
        {
            ["SLACK_BOT_TOKEN"] = "xoxb-benchmark",
            ["SLACK_SIGNING_SECRET"] = SignedEvents.Secret,
            ["SLACK_API_URL"] = slack.Url,
            ["ANTHROPIC_API_KEY"] = "benchmark",
            ["ANTHROPIC_BASE_URL"] = model.Url,
            ["RUN_MAX_ACTIVE"] = $"{activeRuns}",
            ["OCI_SIMULATE"] = "true",
            ["SIMULATION_REQUESTS_PER_SECOND"] = "0",
        };
    }

    public StubModel Model { get; }

    public string Data { get; }

    public HostProcess Process { get; private set; } = null!;

    /// <param name="activeRuns">Runs under way at once; the others wait in line.</param>
    public static async Task<LoadedHost> StartAsync(Workspace workspace, StubModel model, int activeRuns, CancellationToken cancellationToken, Dictionary<string, string>? more = null)
    {
        var host = new LoadedHost(workspace, await SlackStub.StartAsync(cancellationToken: cancellationToken), model, activeRuns);
        foreach (var (name, value) in more ?? [])
            host._settings[name] = value;
        try
        {
            await host.StartProcessAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the process and starts it again on the same data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await Process.DisposeAsync();
        await StartProcessAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null)
            await Process.DisposeAsync();
        await _slack.DisposeAsync();
    }

    private async Task StartProcessAsync(CancellationToken cancellationToken) =>
        Process = await HostProcess.StartAsync(_workspace, Data, _settings, cancellationToken);
}
