using System.Reflection;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Connections.Sqlite;
using Coordinator.TestKit.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Coordinator.Scenarios;

public sealed class When_a_retry_is_interrupted
{
    [Fact]
    public async Task Should_take_over_the_rest_after_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("coordinator-retry-").FullName;
        var isWell = false;
        var tools = new ScriptedTools().Read("look", _ => ScriptedTools.Says("three")).Write("stop", _ => ScriptedTools.Says("stopped"));
        await using var model = await ModelStub.StartAsync(request => request.Results.Count < 2
            ? ModelReply.Asks(new StubCall(request.Results.Count == 0 ? "look" : "stop", "{}"))
            : isWell ? ModelReply.Says(string.Join(", ", request.Results.Select(result => result.Text))) : ModelReply.Fails(400));
        var held = new TaskCompletionSource();
        var plan = new ScenarioPlan { Tools = tools, Model = model, Folder = folder, StopWithin = TimeSpan.Zero, Settings = new Dictionary<string, string> { ["ALLOW_MUTATIONS"] = "true" } };
        var first = await ScenarioHost.StartAsync(plan with { More = services => Hold(services, "tool:2.0", held) });
        var failed = await first.ChatAsync("How is Berlin?", "t");
        Assert.Equal("failed", failed.GetProperty("status").GetString());
        var origin = failed.GetProperty("run_id").GetString()!;

        isWell = true;
        using var answer = await first.PostAsync("/dlq/retry", new { ids = new[] { $"op_{origin}" } });
        await held.Task.SoonAsync();
        await first.StopAsync();

        await using var second = await ScenarioHost.StartAsync(plan);
        Assert.Equal(RunStatus.Answered, await second.EndAsync($"{origin}-retry1").SoonAsync());
        var retry = await second.GetAsync($"/runs/{origin}-retry1");
        Assert.EndsWith("three, stopped", retry.GetProperty("response").GetString(), StringComparison.Ordinal);
        Assert.Equal(["look", "stop"], tools.Calls.Select(call => call.Tool));
        Assert.Equal(
            ["message_routed", "turn_taken", "tool_finished", "turn_taken", "tool_finished", "run_started", "turn_taken", "run_finished"],
            retry.GetProperty("facts").EnumerateArray().Select(fact => fact.GetProperty("type").GetString()).Where(type => type != "run_resumed"));
        Assert.Empty((await second.GetAsync("/dlq")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Should_be_one_run_when_two_operators_retry_at_once()
    {
        var isWell = false;
        await using var model = await ModelStub.StartAsync(_ => isWell ? ModelReply.Says("Fine") : ModelReply.Fails(400));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { Tools = new ScriptedTools(), Model = model });
        var origin = (await host.ChatAsync("How is Berlin?", "t")).GetProperty("run_id").GetString()!;

        isWell = true;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.PostAsync("/dlq/retry", new { ids = new[] { $"op_{origin}" } })));
        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode));
        Assert.Equal(RunStatus.Answered, await host.EndAsync($"{origin}-retry1").SoonAsync());
        Assert.Equal(2, (await host.GetAsync("/runs")).GetProperty("runs").GetArrayLength());
        Assert.Equal(2, model.Requests.Count);
    }

    /// <summary>The take-over reads what it brings from the run memory of the container: this one never gives it that.</summary>
    private static void Hold(IServiceCollection services, string factKey, TaskCompletionSource held) => services.Replace(ServiceDescriptor.Singleton(provider =>
    {
        var memory = DispatchProxy.Create<IRunMemory, HoldingMemory>();
        ((HoldingMemory)(object)memory).Set(provider.GetRequiredService<SqliteRunMemory>(), factKey, held);
        return memory;
    }));

    public class HoldingMemory : DispatchProxy
    {
        private IRunMemory _memory = null!;
        private string _factKey = "";
        private TaskCompletionSource _held = null!;

        internal void Set(IRunMemory memory, string factKey, TaskCompletionSource held) => (_memory, _factKey, _held) = (memory, factKey, held);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IRunMemory.ReadContentAsync) && (string)args![1]! == _factKey)
            {
                _held.TrySetResult();
                return HangAsync((CancellationToken)args[2]!);
            }

            return targetMethod.Invoke(_memory, args);
        }

        private static async Task<string?> HangAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return null;
        }
    }
}
