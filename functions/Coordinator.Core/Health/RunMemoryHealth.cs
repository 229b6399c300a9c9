using Coordinator.Core.State;

namespace Coordinator.Core.Health;

/// <summary>Can runs be read?</summary>
public sealed class RunMemoryHealth(IRunMemory memory, HealthOptions options) : IHealthProbe
{
    public string Component => options.RunMemoryComponent;

    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        await memory.ListRunsAsync(new RunQuery { Take = 1 }, cancellationToken);
        return CheckResult.Healthy();
    }
}
