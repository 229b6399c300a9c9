using Coordinator.Core.Intake;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.LocalHost.Journal;

/// <summary>Journals a message, then sets its run going; both answers come after the disk has it.</summary>
internal sealed class JournalRunStarter(IRunMemory memory, JournalRunner runner, TimeProvider time) : IRunStarter
{
    /// <summary>The runner hears of a new run from the journal itself, in the order in which runs are on the disk.</summary>
    public Task<bool> StartAsync(RunRequest request, CancellationToken cancellationToken) => memory.AddRunAsync(request, cancellationToken);

    public async Task<bool> StopAsync(string runId, string by, CancellationToken cancellationToken)
    {
        // One stop is enough: a second one finds the first.
        var item = new InboxItem(runId, InboxItem.Stop, InboxItem.Stop, by, time.GetUtcNow());
        if (!await memory.AddToInboxAsync(item, cancellationToken))
        {
            var known = await memory.ReadInboxAsync(runId, cancellationToken);
            return known.Any(other => other.Kind == InboxItem.Stop);
        }

        runner.Wake(runId);
        return true;
    }
}
