using System.Diagnostics;
using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.Failures;
using Coordinator.Core.Intake;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.DeadLetters.Queue;

/// <summary>Starts runs that try again what failed. Letters of one run are one retry: it begins at the first of them and does the rest on its way.</summary>
public sealed partial class DeadLetterRetry(IRunMemory memory, IRunStarter starter, DeadLetterIndex index, TimeProvider time, ILogger<DeadLetterRetry> logger)
{
    /// <summary>More letters than that are not looked at for one order, whatever becomes of them.</summary>
    private const int MostLookedAt = 1000;

    private const int PageSize = 100;

    public async Task<RetryReport> RetryAsync(RetryOrder order, CancellationToken cancellationToken)
    {
        var result = new Result(order);
        if (order.Ids.Count > 0)
        {
            await RetryAsync([.. order.Ids.Distinct()], result, cancellationToken);
        }

        foreach (var failureType in order.FailureTypes.Distinct())
        {
            var query = new DeadLetterQuery { FailureType = failureType, OldestFirst = true, Take = PageSize };
            while (!result.IsEnough && await memory.ListLettersAsync(query, cancellationToken) is { Count: > 0 } page)
            {
                await RetryAsync([.. page.Select(entry => entry.Id)], result, cancellationToken);
                query = query with { After = DeadLetterPosition.Of(page[^1]) };
            }
        }

        return result.ToReport();
    }

    private async Task RetryAsync(IReadOnlyList<string> ids, Result result, CancellationToken cancellationToken)
    {
        var letters = await memory.FindLettersAsync(ids, cancellationToken);
        foreach (var missing in ids.Except(letters.Select(letter => letter.Id)))
        {
            result.Skip(missing, "There is no such dead letter.");
        }

        foreach (var run in letters.OrderBy(letter => letter.Timestamp).GroupBy(letter => letter.RunId))
        {
            if (result.IsEnough)
            {
                return;
            }

            await RetryRunAsync(run.Key, [.. run.OrderBy(RetryPolicy.PositionOf)], result, cancellationToken);
        }
    }

    /// <param name="asked">Letters of one run, in its order.</param>
    private async Task RetryRunAsync(string runId, IReadOnlyList<DeadLetter> asked, Result result, CancellationToken cancellationToken)
    {
        var origin = await memory.FindRequestAsync(runId, cancellationToken);
        var facts = origin is null ? [] : (await memory.ReadFactsAsync(runId, 0, cancellationToken)).Select(stored => stored.Fact).ToList();
        foreach (var letter in asked.Where(letter => !result.Knows(letter.Id)))
        {
            if (await BusyAsync(letter, cancellationToken) is { } reason)
            {
                result.Skip(letter.Id, reason);
            }
            else if (RetryPolicy.RefusalOf(letter, facts, result.Order.MaxRetries) is { } refusal)
            {
                await RefuseAsync(letter, refusal, result, cancellationToken);
            }
            else
            {
                await StartAsync(origin!, facts, letter, result, cancellationToken);
            }
        }
    }

    private async Task<string?> BusyAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        letter is { Status: DeadLetterStatus.Retrying, RetryRun: { } run } && await memory.FindRunAsync(run, cancellationToken) is not null
            ? $"It is being retried already, by run {run}."
            : null;

    private async Task RefuseAsync(DeadLetter letter, RetryRefusal refusal, Result result, CancellationToken cancellationToken)
    {
        result.Skip(letter.Id, refusal.Reason);
        if (refusal == RetryRefusal.Stale && await memory.DeleteLetterAsync(letter.Id, letter.Version, cancellationToken))
        {
            await index.NoteAsync([DeadLetterChange.Remove(letter.Id)], cancellationToken);
        }
    }

    private async Task StartAsync(RunRequest origin, IReadOnlyList<RunFact> facts, DeadLetter letter, Result result, CancellationToken cancellationToken)
    {
        var all = await memory.FindLettersAsync(DeadLetterPolicy.IdsOf(origin, facts), cancellationToken);
        var settled = RetryPolicy.SettledWith(letter, all);
        var request = RetryRequest.Of(origin, letter, settled, time.GetUtcNow(), Activity.Current?.Id);
        try
        {
            // The run first: whoever dies after it leaves letters that look as if nobody retried them, and asking again finds the same run.
            await starter.StartAsync(request, CancellationToken.None);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            LogNotStarted(letter.Id, exception);
            result.Fail(letter.Id);
            return;
        }

        LogStarted(letter.Id, request.RunId);
        result.Retry(request.RunId, [letter.Id, .. settled.Select(other => other.Id)]);
        foreach (var each in (DeadLetter[])[letter, .. settled])
        {
            // Not stored if the run was faster and has settled the letter already.
            await memory.UpdateLetterAsync(each with { Status = DeadLetterStatus.Retrying, RetryRun = request.RunId }, cancellationToken);
        }
    }

    private sealed class Result(RetryOrder order)
    {
        private readonly List<SkippedLetter> _skipped = [];
        private readonly List<RetriedRun> _runs = [];
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);
        private int _taken;
        private int _failed;

        public RetryOrder Order => order;

        public bool IsEnough => _taken >= order.Limit || _known.Count >= MostLookedAt;

        public bool Knows(string id) => _known.Contains(id);

        public void Skip(string id, string reason)
        {
            if (_known.Add(id))
            {
                _skipped.Add(new SkippedLetter(id, reason));
            }
        }

        public void Fail(string id)
        {
            _known.Add(id);
            _taken++;
            _failed++;
        }

        public void Retry(string runId, IReadOnlyList<string> ids)
        {
            // One of another reason to be left alone, such as its count of retries, is done on the way all the same.
            _skipped.RemoveAll(skipped => ids.Contains(skipped.Id));
            _known.UnionWith(ids);
            _taken += ids.Count;
            _runs.Add(new RetriedRun(runId, ids));
        }

        public RetryReport ToReport() => new() { Failed = _failed, Skipped = _skipped, Runs = _runs };
    }

    [LoggerMessage(LogLevel.Information, "dead_letter_retried id={Id} run_id={RunId}")]
    private partial void LogStarted(string id, string runId);

    [LoggerMessage(LogLevel.Error, "dead_letter_not_retried id={Id}")]
    private partial void LogNotStarted(string id, Exception exception);
}
