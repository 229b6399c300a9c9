using System.Text;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Connections.Blobs;

/// <content>How it is done with a run's log in hand.</content>
public sealed partial class BlobRunMemory
{
    /// <summary>An empty log, the entries in the lists, and then the first line, which makes it a run.</summary>
    private async Task<bool> AddAsync(RunLog log, RunRequest request, CancellationToken cancellationToken)
    {
        // A known run may have been deleted meanwhile.
        if (log.Run.Head is not null)
            await log.RefreshAsync(cancellationToken);
        if (log.Run.Head is not null || await log.CreateAsync(sequence.Next(), cancellationToken) is not { } number)
            return false;
        var now = time.GetUtcNow();
        var head = new RunHead(number, request, RunRequestJson.Serialize(request));
        await index.AddAsync(head, now, cancellationToken);
        var line = new LogLine { At = now, Sequence = number, Request = head.RequestJson };
        if (!await log.TryAppendAsync(line, null, cancellationToken))
            return log.Run.Head is null ? throw BlobFailure.Gone(head.Key.Run) : false;
        hints.Add(request.RunId, RunStatus.Queued, null);
        return true;
    }

    private async Task<StoredFact> AppendAsync(RunLog log, RunWrite write, CancellationToken cancellationToken)
    {
        // Where letters are to be written, somebody else may have stored the fact already, and they may be done with by now.
        await (write.Letters.Count > 0 ? log.RefreshAsync(cancellationToken) : log.LoadAsync(cancellationToken));
        LogLine? line = null;
        while (true)
        {
            if (log.Run.Head is null)
                throw BlobFailure.NoRun(write.RunId);
            if (log.Run.Find(write.Fact.Key) is { } known)
                return await IndexedAsync(log, known.Stored, cancellationToken);
            line ??= await LineAsync(log, write, cancellationToken);
            if (await log.TryAppendAsync(line, write.Fact, cancellationToken))
                return await IndexedAsync(log, log.Run.Find(write.Fact.Key)!.Stored, cancellationToken);
        }
    }

    /// <summary>What the line stands for beside the log is stored before it.</summary>
    private async Task<LogLine> LineAsync(RunLog log, RunWrite write, CancellationToken cancellationToken)
    {
        await letters.ApplyAsync(write.Letters, cancellationToken);
        var content = write.Content is { } text ? Encoding.UTF8.GetBytes(text) : null;
        var isBig = content?.Length > RunLog.MostInline;
        return new LogLine
        {
            At = time.GetUtcNow(),
            Key = write.Fact.Key,
            Fact = RunFactJson.Serialize(write.Fact),
            Content = content is null || isBig ? null : Encoding.UTF8.GetString(content),
            ContentBlob = isBig ? await log.KeepBigAsync(content!, cancellationToken) : null,
            Effect = write.Effect is { } effect ? LoggedEffect.Of(effect) : null,
        };
    }

    /// <summary>The end belongs to the write, so that it is made up for when the write is done again; all else is a hint.</summary>
    private async Task<StoredFact> IndexedAsync(RunLog log, StoredFact stored, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (stored.Fact is RunFinished && !log.IsEndIndexed)
        {
            await index.EndAsync(log.Run, cancellationToken);
            log.IsEndIndexed = true;
        }
        else if (log.Run.Finished is null && now - log.NotedAt >= NoteInterval)
        {
            hints.Add(log.Run.Head!.Request.RunId, RunStatus.Running, null);
            log.NotedAt = now;
        }

        return stored;
    }

    private async Task<Effect> WriteEffectAsync(RunLog log, Effect? expected, Effect next, CancellationToken cancellationToken)
    {
        await log.LoadAsync(cancellationToken);
        var line = new LogLine { At = time.GetUtcNow(), Effect = LoggedEffect.Of(next) };
        var wanted = expected is null ? null : LoggedEffect.Of(expected).ToEffect(expected.RunId);
        var isFresh = false;
        while (true)
        {
            if (log.Run.Head is null)
                throw BlobFailure.NoRun(next.RunId);
            var stored = log.Run.FindEffect(next.Step);
            if (stored == wanted)
            {
                if (await log.TryAppendAsync(line, null, cancellationToken))
                    return log.Run.FindEffect(next.Step)!;
            }
            else if (isFresh)
            {
                return stored ?? throw new RunMemoryException($"Run {next.RunId} has no effect {next.Step} to be compared with.");
            }
            else
            {
                await log.RefreshAsync(cancellationToken);
            }

            isFresh = true;
        }
    }

    private async Task<RunRecord?> FindAsync(RunLog log, CancellationToken cancellationToken)
    {
        await log.RefreshAsync(cancellationToken);
        if (log.Run is not { Head: { } head } run)
            return null;
        var noted = run.Finished is null ? await index.ReadNoteAsync(head, cancellationToken) : default;
        return new RunRecord
        {
            Request = head.Request,
            Sequence = head.Sequence,
            Status = run.StatusWith(noted.Status),
            UpdatedAt = noted.At > run.UpdatedAt ? noted.At.Value : run.UpdatedAt,
            WakeAt = noted.WakeAt,
        };
    }

    /// <summary>A run whose entry does not say enough; null if it has not come to be.</summary>
    private Task<RunRecord?> ReadEntryAsync(IndexEntry entry, CancellationToken cancellationToken) => logs.UseAsync(
        entry.Key.Run,
        async log =>
        {
            await log.LoadAsync(cancellationToken);
            return log.Run is { Head: { } head } run ? entry.ToRecord(entry.Status ?? run.StatusWith(null), head.Request) : null;
        },
        cancellationToken);

    private Task<ThreadExchange?> ReadExchangeAsync(IndexEntry entry, CancellationToken cancellationToken) => logs.UseAsync(
        entry.Key.Run,
        async log =>
        {
            if (log.Run.Finished is null)
                await log.RefreshAsync(cancellationToken);
            return log.Run is { Head.Request: { } request, Finished: { } finished } run && await log.ReadContentAsync(run.Find(finished.Key)!, cancellationToken) is { } answer
                ? new ThreadExchange(request.RunId, request.Text, answer)
                : null;
        },
        cancellationToken);

    private Task<RunHead?> HeadOfAsync(string runId, CancellationToken cancellationToken) => UseAsync(
        runId,
        async log =>
        {
            await log.LoadAsync(cancellationToken);
            return log.Run.Head;
        },
        cancellationToken);
}
