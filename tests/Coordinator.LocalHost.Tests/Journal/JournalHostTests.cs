using Coordinator.Connections.Sqlite;
using Coordinator.Core.Execution;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Intake;
using Coordinator.Core.Live;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.LocalHost.Journal;
using Coordinator.TestKit.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.LocalHost.Tests.Journal;

public sealed class JournalHostTests : RunHostSuite, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coordinator-host-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override async Task<IRunHost> StartAsync(RunHostParts parts)
    {
        var folder = DataFolder.Open(_folder);
        var memory = SqliteRunMemory.Open(folder, TimeProvider.System, NullLogger<SqliteRunMemory>.Instance);
        var services = new ServiceCollection();
        parts.AddTo(services, memory);
        services.AddSingleton<IRunProgress>(new RunEventHub(memory));
        var provider = services.BuildServiceProvider();
        var runner = new JournalRunner(
            memory, provider.GetRequiredService<StepExecutor>(), new RunnerOptions { StopWithin = TimeSpan.Zero }, provider.GetRequiredService<Drain>(), TimeProvider.System, NullLogger<JournalRunner>.Instance);
        await runner.StartAsync(Token);
        return new JournalHost(folder, memory, provider, runner);
    }

    private sealed class JournalHost(DataFolder folder, SqliteRunMemory memory, ServiceProvider provider, JournalRunner runner) : IRunHost
    {
        private bool _isDown;

        public IRunStarter Starter { get; } = new JournalRunStarter(memory, runner, TimeProvider.System);

        public IRunMemory Memory => memory;

        public async Task CrashAsync()
        {
            if (_isDown)
            {
                return;
            }

            _isDown = true;
            await runner.StopAsync(CancellationToken.None);
            runner.Dispose();
            await provider.DisposeAsync();
            memory.Dispose();
            folder.Dispose();
        }

        /// <summary>The runner took up what was left at its start.</summary>
        public Task SweepAsync() => Task.CompletedTask;

        public async ValueTask DisposeAsync() => await CrashAsync();
    }
}
