using Coordinator.Core.DeadLetters.Indexing;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.DeadLetters.Queue;

/// <summary>What a host does once a minute: puts the index right, and once an hour discards letters that are older than <c>DLQ_RETENTION_DAYS</c>.</summary>
public sealed partial class DeadLetterUpkeep(DeadLetterDiscard discard, IndexRebuild rebuild, DeadLetterOptions options, TimeProvider time, ILogger<DeadLetterUpkeep> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private DateTimeOffset _due;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now >= _due)
        {
            var discarded = await discard.DiscardOlderAsync(now.AddDays(-options.RetentionDays), cancellationToken);
            _due = now + Period;
            if (discarded > 0)
            {
                LogDiscarded(discarded, options.RetentionDays);
            }
        }

        try
        {
            await rebuild.RunWhenNeededAsync(cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogNotBuilt(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "dead_letters_discarded count={Count} older_than_days={Days}")]
    private partial void LogDiscarded(int count, int days);

    [LoggerMessage(LogLevel.Warning, "dead_letter_index_not_built letters are listed from run memory; it is tried again in a minute")]
    private partial void LogNotBuilt(Exception exception);
}
