using System.Threading.Channels;
using Coordinator.Core.Intake;
using Coordinator.Core.Live;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.LocalHost.Tests.Http;

/// <summary>Starts runs that a test carries out by hand.</summary>
internal sealed class ScriptedRuns(IRunMemory memory, RunEventHub hub, TimeProvider time) : IRunStarter
{
    private readonly Channel<ScriptedRun> _started = Channel.CreateUnbounded<ScriptedRun>();
    private readonly Channel<(string RunId, string By)> _stopped = Channel.CreateUnbounded<(string, string)>();

    /// <summary>What happens to a run at once, before its start is acknowledged.</summary>
    public Func<ScriptedRun, Task> AtOnce { get; set; } = _ => Task.CompletedTask;

    /// <summary>When set, nothing can be made durable.</summary>
    public Exception? Broken { get; set; }

    public int Starts { get; private set; }

    public async Task<bool> StartAsync(RunRequest request, CancellationToken cancellationToken)
    {
        if (Broken is { } broken)
        {
            throw broken;
        }

        if (!await memory.AddRunAsync(request, cancellationToken))
        {
            return false;
        }

        Starts++;
        var run = new ScriptedRun(request, memory, hub, time);
        await AtOnce(run);
        await _started.Writer.WriteAsync(run, cancellationToken);
        return true;
    }

    public async Task<bool> StopAsync(string runId, string by, CancellationToken cancellationToken)
    {
        var isNew = await memory.AddToInboxAsync(new InboxItem(runId, InboxItem.Stop, InboxItem.Stop, by, time.GetUtcNow()), cancellationToken);
        await _stopped.Writer.WriteAsync((runId, by), cancellationToken);
        return isNew;
    }

    public async Task<ScriptedRun> NextAsync() => await _started.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async Task<(string RunId, string By)> NextStopAsync() => await _stopped.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>A run that is there already.</summary>
    public async Task<ScriptedRun> AddAsync(string runId, string text = "list running instances", string threadKey = "chat-t1")
    {
        var request = new RunRequest { RunId = runId, ThreadKey = threadKey, Actor = new Actor("api", "", "ann"), Text = text, ReceivedAt = time.GetUtcNow() };
        await memory.AddRunAsync(request, CancellationToken.None);
        return new ScriptedRun(request, memory, hub, time);
    }
}
