using Coordinator.Core.Execution.Drains;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Functions.Runs;
using Coordinator.TestKit.Hosts;
using Coordinator.TestKit.State;
using Coordinator.TestKit.Tools;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Functions.Tests.Runs;

public sealed class DurableHostTests : RunHostSuite
{
    private readonly InMemoryRunMemory _memory = new(TimeProvider.System);

    [Fact]
    public async Task ParkedRun_EndsItsOrchestration()
    {
        await _memory.AddRunAsync(Request("r1"), Token);
        await _memory.AppendAsync(new RunWrite("r1", RunFactJson.Deserialize("""{"type":"of_tomorrow","schemaVersion":2,"at":"2030-01-01T00:00:00Z"}""")), Token);
        await using var host = await DurableHost.StartAsync(new RunHostParts(new ScriptedTools(), new ScriptedModel(_ => ScriptedModel.Says("never"))), _memory);
        await host.Client.ScheduleRunAsync("r1", Token);
        var instance = await host.Client.WaitForInstanceCompletionAsync("r1", Token);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, instance.RuntimeStatus);
        Assert.Equal(RunStatus.Parked, (await _memory.FindRunAsync("r1", Token))!.Status);
    }

    [Fact]
    public async Task AnsweredRun_EndsItsOrchestration()
    {
        await using var host = await DurableHost.StartAsync(new RunHostParts(new ScriptedTools(), new ScriptedModel(_ => ScriptedModel.Says("Hello"))), _memory);
        await host.Starter.StartAsync(Request("r1"), Token);
        var instance = await host.Client.WaitForInstanceCompletionAsync("r1", Token);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, instance.RuntimeStatus);
        Assert.Equal(RunStatus.Answered, (await _memory.FindRunAsync("r1", Token))!.Status);
    }

    /// <summary>By itself it would look again after a minute.</summary>
    [Fact]
    public async Task EndOfADrain_LetsHeldRunsGoOnAtOnce()
    {
        await using var host = await DurableHost.StartAsync(new RunHostParts(new ScriptedTools(), new ScriptedModel(_ => ScriptedModel.Says("Hello"))), _memory);
        var drain = host.Services.GetRequiredService<Drain>();
        await drain.SetAsync(true, "ann", Token);
        await host.Starter.StartAsync(Request("r1"), Token);
        await EventuallyAsync(async () => (await host.Client.GetInstanceAsync("r1", Token))?.RuntimeStatus == OrchestrationRuntimeStatus.Running);
        Assert.Empty(await _memory.ReadFactsAsync("r1", 0, Token));

        await drain.SetAsync(false, "ann", Token);
        host.Services.GetRequiredService<DurableClients>().Use(host.Client);
        await EventuallyAsync(async () =>
        {
            await host.Services.GetRequiredService<IHeldRuns>().WakeAsync(Token);
            return (await _memory.FindRunAsync("r1", Token))!.Status == RunStatus.Answered;
        });
    }

    protected override async Task<IRunHost> StartAsync(RunHostParts parts) => await DurableHost.StartAsync(parts, _memory);
}
