using System.Collections.Concurrent;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Audit;

/// <summary>
/// Who did what to the coordinator: a log line that stays where logs stay, and an entry in the state store that <c>GET /audit</c> shows.
/// What is being done never fails because it could not be written down here: the log line is written in any case.
/// </summary>
public sealed partial class AuditLog(IStateStore store, TimeProvider time, ILogger<AuditLog> logger)
{
    /// <summary>Sorted by time; the members are the entries themselves.</summary>
    public const string Index = "oci:audit";

    /// <summary>Entries that are kept: a caller in a loop must not fill the store.</summary>
    public const int MostKept = 10_000;

    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    private const int RemovedAtOnce = 200;
    private const int MostRemembered = 1_000;

    /// <summary>Written down since the store was last seen to be there.</summary>
    private readonly ConcurrentQueue<IndexedMember> _unsure = new();

    private long _lastScore;

    /// <param name="action">A stable word, e.g. <c>circuit_reset</c>.</param>
    /// <param name="by">What is known of the caller.</param>
    /// <param name="detail">What was set, or how it ended; no secrets.</param>
    public async Task RecordAsync(string action, string target, string by, string? detail, CancellationToken cancellationToken)
    {
        var entry = new AuditEntry { Id = Ulid.NewUlid(time.GetUtcNow()).ToString(), At = time.GetUtcNow(), Action = action, Target = target, By = by, Detail = detail };
        LogAudit(action, target, by, detail ?? "");
        var member = new IndexedMember(entry.Serialize(), NextScore(entry.At));
        Remember(member);
        try
        {
            await store.AddToIndexAsync(Index, member.Member, member.Score, cancellationToken);
            await TrimAsync(entry.At, cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogNotKept(action, target, exception);
        }
    }

    /// <summary>Newest first.</summary>
    /// <exception cref="StateStoreException">They cannot be read now.</exception>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        var members = await store.ReadIndexAsync(Index, new IndexQuery { From = ScoreOf(time.GetUtcNow() - KeptFor), Descending = true, Take = limit }, cancellationToken);
        return [.. members.Select(member => AuditEntry.Deserialize(member.Member)).OfType<AuditEntry>()];
    }

    /// <summary>After every look at the store. What was written down since the last look may have gone to the memory that stood in for it: it is written again, and is one entry all the same.</summary>
    public async Task CatchUpAsync(StateStoreHealth health, CancellationToken cancellationToken)
    {
        while (health.Outage is null && _unsure.TryDequeue(out var entry))
        {
            var isKept = false;
            try
            {
                await store.AddToIndexAsync(Index, entry.Member, entry.Score, cancellationToken);
                health = await store.CheckAsync(cancellationToken);
                isKept = health.Outage is null;
            }
            catch (StateStoreException)
            {
                return;
            }
            finally
            {
                if (!isKept)
                {
                    Remember(entry);
                }
            }
        }
    }

    private void Remember(IndexedMember entry)
    {
        _unsure.Enqueue(entry);
        if (_unsure.Count > MostRemembered)
        {
            _unsure.TryDequeue(out _);
        }
    }

    private async Task TrimAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var old = await store.ReadIndexAsync(Index, new IndexQuery { To = ScoreOf(now - KeptFor), Take = RemovedAtOnce }, cancellationToken);
        var excess = await store.CountIndexAsync(Index, cancellationToken) - MostKept;
        if (excess > old.Count)
        {
            old = await store.ReadIndexAsync(Index, new IndexQuery { Take = (int)Math.Min(excess, RemovedAtOnce) }, cancellationToken);
        }

        foreach (var member in old)
        {
            await store.RemoveFromIndexAsync(Index, member.Member, cancellationToken);
        }
    }

    /// <summary>What one process writes down in one moment stays in its order.</summary>
    private long NextScore(DateTimeOffset at)
    {
        while (true)
        {
            var last = Volatile.Read(ref _lastScore);
            var next = Math.Max(ScoreOf(at), last + 1);
            if (Interlocked.CompareExchange(ref _lastScore, next, last) == last)
            {
                return next;
            }
        }
    }

    /// <summary>Microseconds: a double holds them without loss.</summary>
    private static long ScoreOf(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    [LoggerMessage(LogLevel.Information, "audit action={Action} target={Target} by={By} detail={Detail}")]
    private partial void LogAudit(string action, string target, string by, string detail);

    [LoggerMessage(LogLevel.Warning, "audit_not_kept action={Action} target={Target} it is in this log only")]
    private partial void LogNotKept(string action, string target, Exception exception);
}
