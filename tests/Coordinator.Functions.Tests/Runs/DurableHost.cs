using System.Net;
using System.Net.Sockets;
using Coordinator.Core.Intake;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Functions.Runs;
using Coordinator.TestKit.Hosts;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Functions.Tests.Runs;

/// <summary>The orchestration and its activities on the durable task framework, which keeps its histories in this process.</summary>
internal sealed class DurableHost : IRunHost, IRunStarter
{
    private readonly DurableTaskTestHost _host;
    private bool _isDown;

    private DurableHost(DurableTaskTestHost host, IRunMemory memory) => (_host, Memory) = (host, memory);

    public IRunStarter Starter => this;

    public IRunMemory Memory { get; }

    public DurableTaskClient Client => _host.Client;

    public IServiceProvider Services => _host.Services;

    public static async Task<DurableHost> StartAsync(RunHostParts parts, IRunMemory memory)
    {
        var options = new DurableTaskTestHostOptions
        {
            Port = FreePort(),
            ConfigureServices = services =>
            {
                parts.AddTo(services, memory);
                services.AddRunOrchestration();
            },
        };
        return new DurableHost(await DurableTaskTestHost.StartAsync(Register, options, TestContext.Current.CancellationToken), memory);
    }

    public Task<bool> StartAsync(RunRequest request, CancellationToken cancellationToken) => WithClient().StartAsync(request, cancellationToken);

    public Task<bool> StopAsync(string runId, string by, CancellationToken cancellationToken) => WithClient().StopAsync(runId, by, cancellationToken);

    /// <summary>A run rests a while before it is taken for an orphan, so the sweep comes a little later.</summary>
    public Task SweepAsync()
    {
        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(5));
        return ActivatorUtilities.CreateInstance<RunSweep>(_host.Services, later).RunAsync(_host.Client, TestContext.Current.CancellationToken);
    }

    public async Task CrashAsync()
    {
        if (!_isDown)
        {
            _isDown = true;
            await _host.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await CrashAsync();

    private DurableRunStarter WithClient()
    {
        _host.Services.GetRequiredService<DurableClients>().Use(_host.Client);
        return (DurableRunStarter)_host.Services.GetRequiredService<IRunStarter>();
    }

    private static void Register(DurableTaskRegistry tasks)
    {
        tasks.AddOrchestratorFunc<RunInput>(RunOrchestrator.Name, RunOrchestrator.RunAsync);
        foreach (var (name, method) in FunctionActivity.All(typeof(RunActivities)))
        {
            tasks.AddActivity(name, services => new FunctionActivity(services, method));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
