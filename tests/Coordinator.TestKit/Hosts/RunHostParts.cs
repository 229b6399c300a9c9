using Coordinator.Connections.Sqlite;
using Coordinator.Core.Execution;
using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Models;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Tools;
using Coordinator.Core.Workflows;
using Coordinator.TestKit.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.TestKit.Hosts;

/// <summary>What a host under test carries out runs with; it brings run memory and whatever remembers its steps.</summary>
public sealed record RunHostParts(ScriptedTools Tools, IModel Model)
{
    public bool IsDrained { get; init; }

    public PartitionPlan Partitions { get; init; } = new([]);

    public void AddTo(IServiceCollection services, IRunMemory memory)
    {
        services.AddLogging().AddMetrics();
        services.AddSingleton(memory);
        services.AddSingleton(new RunLimitsOptions());
        services.AddSingleton(new MutationOptions { AllowMutations = true });
        services.AddSingleton<IStateStore>(SqliteStateStore.OpenInMemory(TimeProvider.System));
        services.AddSingleton(new DrainSwitch(IsDrained));
        services.AddSingleton(Partitions);
        services.AddSingleton(new ToolPolicy(new Dictionary<string, ToolRule>(), _ => TimeSpan.FromSeconds(30)));
        services.AddSingleton(WorkflowCatalog.Empty);
        services.AddSingleton(new ProcessIdentity(Guid.NewGuid().ToString("N")));
        services.AddSingleton<IToolServers>(Tools);
        services.AddSingleton(Model);
        services.AddRunSteps();
    }
}
