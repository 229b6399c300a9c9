using Coordinator.Connections.Mcp;
using Coordinator.Connections.Sqlite;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Core.Tools.Validation;
using Coordinator.Http.Hosting;
using Coordinator.OciServer.Simulation;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.LocalHost;

/// <summary><c>validate-tools</c>: connects to the servers of the configuration, says what is wrong with tools, policy and workflows, and ends. For CI.</summary>
internal static class ValidateToolsCommand
{
    public const int NotValid = 3;

    /// <param name="config">The configuration folder.</param>
    /// <param name="startup">Also makes the calls of <c>startup</c> in tool-catalog.yaml.</param>
    /// <param name="verbose">Also prints notes.</param>
    /// <returns>0, or <see cref="NotValid"/> if there are errors.</returns>
    public static async Task<int> RunAsync(string config, bool startup, bool verbose, Func<string, string?> variable, TextWriter output, CancellationToken cancellationToken)
    {
        // A simulated tenancy of its own: no host's data is touched.
        var scratch = Directory.CreateTempSubdirectory("coordinator-validate-");
        try
        {
            var settings = HostSettings.Read(variable).Coordinator;
            var files = ConfigFiles.Read(config, OciUnified.Locate(variable, scratch.FullName), TimeProvider.System);
            await using var simulation = OciUnified.Simulation(variable, scratch.FullName) is { } simulated ? SimulationApp.Open(simulated, TimeProvider.System, TimeProvider.System) : null;
            await (simulation?.StartAsync(cancellationToken) ?? Task.CompletedTask);
            await using var services = Build(settings, files);
            await services.GetRequiredService<McpPool>().ConnectAllAsync(cancellationToken);
            var report = await services.GetRequiredService<ToolValidator>().ValidateAsync(cancellationToken);
            var checks = startup ? await services.GetRequiredService<StartupVerification>().VerifyAsync(cancellationToken) : null;
            var cards = await services.GetRequiredService<ToolCards>().ListAsync(cancellationToken);
            await output.WriteAsync(ValidationText.Write(cards, report, checks, verbose));
            return report.Valid && (checks is null || checks.Values.All(check => check.Status != "error")) ? 0 : NotValid;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>The coordinator without what remembers, and without its background work: it is not started.</summary>
    private static ServiceProvider Build(CoordinatorSettings settings, ConfigFiles files)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddCoordinator(settings, files, slack: false);
        services.Replace(ServiceDescriptor.Singleton<IStateStore>(provider => SqliteStateStore.OpenInMemory(provider.GetRequiredService<TimeProvider>())));
        return services.BuildServiceProvider();
    }
}
