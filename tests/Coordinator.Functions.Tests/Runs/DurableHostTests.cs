using Coordinator.TestKit.Hosts;
using Coordinator.TestKit.State;

namespace Coordinator.Functions.Tests.Runs;

public sealed class DurableHostTests : RunHostSuite
{
    private readonly InMemoryRunMemory _memory = new(TimeProvider.System);

    protected override async Task<IRunHost> StartAsync(RunHostParts parts) => await DurableHost.StartAsync(parts, _memory);
}
