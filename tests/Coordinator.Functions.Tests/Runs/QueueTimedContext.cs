using Coordinator.Functions.Runs;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Coordinator.Functions.Tests.Runs;

/// <summary>Carries out an orchestration on the spot. Its timers are those of Azure Storage's queues, which count whole seconds and cut off the rest: they come too early.</summary>
internal sealed class QueueTimedContext(IServiceProvider services, FakeTimeProvider clock) : TaskOrchestrationContext
{
    private const int MostTimers = 20;

    private readonly Dictionary<string, FunctionActivity> _activities =
        FunctionActivity.All(typeof(RunActivities)).ToDictionary(activity => activity.Name, activity => new FunctionActivity(services, activity.Method));

    /// <summary>How long each timer was asked to take.</summary>
    public List<TimeSpan> Timers { get; } = [];

    /// <summary>How far the instance that takes a fired timer is behind the one that set it.</summary>
    public TimeSpan ClockIsBehind { get; set; }

    public object? ContinuedWith { get; private set; }

    public override TaskName Name => RunOrchestrator.Name;

    public override string InstanceId => "instance";

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => clock.GetUtcNow().UtcDateTime;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override T GetInput<T>() => throw new NotSupportedException();

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        (TResult)(await _activities[name].RunAsync(null!, input))!;

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var delay = fireAt - CurrentUtcDateTime;
        Timers.Add(delay);
        Assert.True(Timers.Count <= MostTimers, "A timer that came is waited for again and again.");
        clock.Advance(TimeSpan.FromSeconds(Math.Max(0, Math.Floor((delay - ClockIsBehind).TotalSeconds))));
        return Task.CompletedTask;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => new TaskCompletionSource<T>().Task;

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus)
    {
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) => throw new NotSupportedException();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => ContinuedWith = newInput;

    public override Guid NewGuid() => throw new NotSupportedException();
}
