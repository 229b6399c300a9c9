using Coordinator.Connections.Blobs;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Tests.Blobs;

/// <summary>
/// A run from its message to its answer, call by call. The attempt's name is in everything that an attempt computes, so that a mixture of two attempts is seen.
/// </summary>
internal sealed class RunScript(string attempt)
{
    public const string RunId = "run-1";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string big = attempt + new string('x', RunLog.MostInline);

    public IReadOnlyList<Func<BlobRunMemory, CancellationToken, Task>> Steps =>
    [
        (memory, token) => memory.AddRunAsync(BlobMemories.Request(RunId), token),
        (memory, token) => memory.FlushHintsAsync(token),
        (memory, token) => AppendAsync(memory, new RunStarted(1, new RunLimits(12, 40, 8, TimeSpan.FromMinutes(15), 200_000, 3)) { At = Noon }, null, null, token),
        (memory, token) => AppendAsync(memory, new TurnTaken(1, [new RequestedCall("stop", "d")]) { At = Noon, Model = attempt }, attempt, null, token),
        (memory, token) => memory.WriteEffectAsync(null, Intent(), token),
        (memory, token) => AppendAsync(memory, new ToolFinished("1.0", "stop", ToolOutcomes.Succeeded) { At = Noon, Reason = attempt }, big, Intent() with { Status = EffectStatus.Succeeded }, token),
        (memory, token) => memory.AddToInboxAsync(new InboxItem(RunId, "stop", InboxItem.Stop, "U2", Noon), token),
        (memory, token) => AppendAsync(memory, new InboxRead("stop", InboxItem.Stop, "U2") { At = Noon }, null, null, token),
        (memory, token) =>
        {
            memory.NoteStatus(RunId, RunStatus.Waiting, Noon.AddHours(1));
            return memory.FlushHintsAsync(token);
        },
        (memory, token) => AppendAsync(memory, new RunFinished(RunStatus.Answered) { At = Noon }, attempt, null, token),
    ];

    /// <summary>Does it all; a host that comes back repeats what it does not know to be done.</summary>
    public async Task RunAsync(BlobRunMemory memory, CancellationToken cancellationToken)
    {
        foreach (var step in Steps)
            await step(memory, cancellationToken);
    }

    /// <summary>What is stored, and by which attempt, in lines.</summary>
    public static async Task<IReadOnlyList<string>> DescribeAsync(BlobRunMemory memory, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var (number, fact) in await memory.ReadFactsAsync(RunId, 0, cancellationToken))
        {
            var content = await memory.ReadContentAsync(RunId, fact.Key, cancellationToken);
            var by = fact switch { TurnTaken turn => turn.Model, ToolFinished tool => tool.Reason, _ => content };
            lines.Add($"{number} {fact.Key} {(content is null ? "-" : $"{content.Length} {content.StartsWith(by!, StringComparison.Ordinal)}")}");
            if (fact is ToolFinished)
                lines.AddRange((await memory.ReadEffectsAsync(RunId, cancellationToken)).Select(effect => $"{effect.Step} {effect.Status} {effect.Detail == by}"));
        }

        lines.AddRange((await memory.ReadInboxAsync(RunId, cancellationToken)).Select(item => item.Id));
        lines.AddRange((await memory.ListRunsAsync(new RunQuery(), cancellationToken)).Select(run => $"{run.Request.RunId} {run.Status}"));
        lines.AddRange((await memory.ListRunsAsync(new RunQuery { UnfinishedOnly = true }, cancellationToken)).Select(run => $"unfinished {run.Request.RunId}"));
        lines.AddRange((await memory.ListRunsAsync(new RunQuery { ThreadKey = "thread-1" }, cancellationToken)).Select(run => $"thread {run.Request.RunId} {run.Status}"));
        return lines;
    }

    private Effect Intent() => new(RunId, "1.0", EffectStatus.Intended, 1, attempt, Noon.AddMinutes(1)) { Since = Noon, Detail = attempt };

    private static Task<StoredFact> AppendAsync(BlobRunMemory memory, RunFact fact, string? content, Effect? effect, CancellationToken cancellationToken) =>
        memory.AppendAsync(new RunWrite(RunId, fact) { Content = content, Effect = effect }, cancellationToken);
}
