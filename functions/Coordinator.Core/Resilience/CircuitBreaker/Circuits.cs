using System.Collections.Concurrent;
using Coordinator.Core.Failures;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Resilience.CircuitBreaker;

/// <summary>
/// The circuits of all servers, shared by all instances. While all is well a call costs no round trip: it looks at a copy that is at most a second old.
/// An open circuit holds a lease of <c>CIRCUIT_BREAKER_TIMEOUT</c> on the store's clock; the first to get it afterwards is the one probe.
/// </summary>
public sealed partial class Circuits(IStateStore store, BreakerOptions options, ProcessIdentity process, TimeProvider time, ILogger<Circuits> logger)
{
    /// <summary>An older copy is not used.</summary>
    private static readonly TimeSpan UsedFor = TimeSpan.FromSeconds(1);

    /// <summary>An older copy is renewed while it is used.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromMilliseconds(500);

    /// <summary>A circuit of which nothing is heard for so long is closed.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <summary>What a probe needs beside its call's own time limit.</summary>
    private static readonly TimeSpan ProbeMargin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, CircuitCopy> _copies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _reading = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _refusedAt = new(StringComparer.Ordinal);
    private long _probes;

    /// <param name="timeLimit">Of the call: a probe that does not end in it has lost its lease.</param>
    public async ValueTask<CircuitPass> EnterAsync(string server, CallKind kind, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        try
        {
            var circuit = (await CopyAsync(server, cancellationToken)).Of(kind);
            return circuit.Status == CircuitStatus.Closed ? CircuitPass.Allowed(server, kind) : await AskForProbeAsync(server, kind, circuit, timeLimit, cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogNotKept(server, exception);
            return CircuitPass.Allowed(server, kind);
        }
    }

    /// <summary>Never fails: the call has its result, whatever becomes of the count.</summary>
    /// <param name="failure">Null: it ended well.</param>
    public async Task ReportAsync(CircuitPass pass, Failure? failure, CancellationToken cancellationToken)
    {
        try
        {
            await CountAsync(pass, failure, cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogNotKept(pass.Server, exception);
        }
    }

    /// <summary>As they are stored now.</summary>
    public async Task<CircuitDocument> ReadAsync(string server, CancellationToken cancellationToken)
    {
        await FetchAsync(server, cancellationToken);
        return KnownOf(server);
    }

    /// <summary>Closes both circuits at once.</summary>
    public async Task ResetAsync(string server, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(CircuitDocument.KeyOf(server), null, cancellationToken);
        foreach (var kind in Enum.GetValues<CallKind>())
        {
            await store.DeleteAsync(PermitRequest.KeyOf(PoolOf(server, kind)), null, cancellationToken);
        }

        Remember(server, CircuitDocument.Closed);
        LogReset(server);
    }

    private async Task<CircuitPass> AskForProbeAsync(string server, CallKind kind, Circuit circuit, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var pool = PoolOf(server, kind);
        if (_refusedAt.TryGetValue(pool, out var refusedAt) && time.GetElapsedTime(refusedAt) < UsedFor)
        {
            return CircuitPass.Rejected(server, kind, circuit.RetryAt);
        }

        var holder = $"{process.Id}:{Interlocked.Increment(ref _probes)}";
        var answer = await store.AcquireAsync(new PermitRequest(pool, holder, "", 1, timeLimit + ProbeMargin) { Waits = false }, cancellationToken);
        if (!answer.IsGranted)
        {
            _refusedAt[pool] = time.GetTimestamp();
            return CircuitPass.Rejected(server, kind, circuit.RetryAt);
        }

        var (_, after) = await ChangeAsync(server, kind, known => BreakerPolicy.ProbeStarted(known, answer.Token), cancellationToken);
        if (after.Status == CircuitStatus.Closed)
        {
            // Somebody else's probe has closed it meanwhile.
            await store.ReleaseAsync(pool, holder, cancellationToken);
            return CircuitPass.Allowed(server, kind);
        }

        LogHalfOpen(server, kind);
        return CircuitPass.Probing(server, kind, holder, answer.Token);
    }

    private Task CountAsync(CircuitPass pass, Failure? failure, CancellationToken cancellationToken)
    {
        var counts = failure is not null && BreakerPolicy.Counts(failure.Class);
        return pass.Probe is { } probe ? EndProbeAsync(pass, probe, counts, failure, cancellationToken)
            : counts ? CountFailureAsync(pass, failure!.Message, cancellationToken)
            : (failure is not null && BreakerPolicy.SaysNothing(failure.Class)) || KnownOf(pass.Server).Of(pass.Kind).Failures == 0 ? Task.CompletedTask
            : ChangeAsync(pass.Server, pass.Kind, BreakerPolicy.Succeeded, cancellationToken);
    }

    private async Task CountFailureAsync(CircuitPass pass, string error, CancellationToken cancellationToken)
    {
        var (before, after) = await ChangeAsync(pass.Server, pass.Kind, known => BreakerPolicy.Failed(known, error, options, time.GetUtcNow()), cancellationToken);
        if (before.Status == CircuitStatus.Closed && after.Status == CircuitStatus.Open)
        {
            await HoldAsync(pass, process.Id, cancellationToken);
            LogOpened(pass.Server, pass.Kind, after.Failures, error);
        }
    }

    private async Task EndProbeAsync(CircuitPass pass, (string Holder, long Token) probe, bool counts, Failure? failure, CancellationToken cancellationToken)
    {
        var isGivenUp = failure is not null && BreakerPolicy.SaysNothing(failure.Class);
        var (before, after) = await ChangeAsync(
            pass.Server,
            pass.Kind,
            known => isGivenUp ? BreakerPolicy.ProbeGivenUp(known, probe.Token) : BreakerPolicy.ProbeEnded(known, probe.Token, counts ? failure!.Message : null, options, time.GetUtcNow()),
            cancellationToken);
        if (before == after)
        {
            return;
        }

        if (after.Status == CircuitStatus.Open && !isGivenUp)
        {
            await HoldAsync(pass, probe.Holder, cancellationToken);
            LogOpened(pass.Server, pass.Kind, after.Failures, failure!.Message);
            return;
        }

        await store.ReleaseAsync(PoolOf(pass.Server, pass.Kind), probe.Holder, cancellationToken);
        if (after.Status == CircuitStatus.Closed)
        {
            LogClosed(pass.Server, pass.Kind);
        }
    }

    /// <summary>Nobody probes before this lease is over.</summary>
    private async Task HoldAsync(CircuitPass pass, string holder, CancellationToken cancellationToken) =>
        await store.AcquireAsync(new PermitRequest(PoolOf(pass.Server, pass.Kind), holder, "", 1, options.OpenFor) { Waits = false }, cancellationToken);

    private async Task<(Circuit Before, Circuit After)> ChangeAsync(string server, CallKind kind, Func<Circuit, Circuit> change, CancellationToken cancellationToken)
    {
        var (before, after) = (Circuit.Closed, Circuit.Closed);
        var stored = await store.UpdateAsync(
            CircuitDocument.KeyOf(server),
            json =>
            {
                var document = CircuitDocument.Deserialize(json);
                before = document.Of(kind);
                after = change(before);
                return before == after ? null : document.With(kind, after).Serialize();
            },
            KeptFor,
            cancellationToken);
        Remember(server, CircuitDocument.Deserialize(stored?.Value));
        return (before, after);
    }

    private async ValueTask<CircuitDocument> CopyAsync(string server, CancellationToken cancellationToken)
    {
        if (!_copies.TryGetValue(server, out var copy) || time.GetElapsedTime(copy.ReadAt) is var age && age >= UsedFor)
        {
            await FetchAsync(server, cancellationToken);
            return KnownOf(server);
        }

        if (age >= FreshFor)
        {
            _ = FetchAsync(server, CancellationToken.None);
        }

        return copy.Document;
    }

    private CircuitDocument KnownOf(string server) => _copies.TryGetValue(server, out var copy) ? copy.Document : CircuitDocument.Closed;

    /// <summary>One read for all who ask meanwhile.</summary>
    private Task FetchAsync(string server, CancellationToken cancellationToken) =>
        _reading.GetOrAdd(server, name => new Lazy<Task>(() => FetchNowAsync(name))).Value.WaitAsync(cancellationToken);

    private async Task FetchNowAsync(string server)
    {
        try
        {
            Remember(server, CircuitDocument.Deserialize((await store.ReadAsync(CircuitDocument.KeyOf(server), CancellationToken.None))?.Value));
        }
        catch (StateStoreException exception)
        {
            // Without a store every process has its own view; the one it has is as good as any.
            Remember(server, KnownOf(server));
            LogNotKept(server, exception);
        }
        finally
        {
            _reading.TryRemove(server, out _);
        }
    }

    private void Remember(string server, CircuitDocument document) => _copies[server] = new CircuitCopy(document, time.GetTimestamp());

    private static string PoolOf(string server, CallKind kind) => $"circuit:{server}:{(kind == CallKind.Read ? "read" : "write")}";

    [LoggerMessage(LogLevel.Warning, "circuit_opened server={Server} kind={Kind} failures={Failures} error={Error}")]
    private partial void LogOpened(string server, CallKind kind, int failures, string error);

    [LoggerMessage(LogLevel.Information, "circuit_half_open server={Server} kind={Kind}")]
    private partial void LogHalfOpen(string server, CallKind kind);

    [LoggerMessage(LogLevel.Information, "circuit_closed server={Server} kind={Kind}")]
    private partial void LogClosed(string server, CallKind kind);

    [LoggerMessage(LogLevel.Information, "circuit_closed server={Server} both, by hand")]
    private partial void LogReset(string server);

    [LoggerMessage(LogLevel.Warning, "circuit_not_kept server={Server} calls go through as long as the state store fails")]
    private partial void LogNotKept(string server, Exception exception);
}
