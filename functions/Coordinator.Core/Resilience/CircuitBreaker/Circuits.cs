using System.Collections.Concurrent;
using Coordinator.Core.Failures;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Resilience.CircuitBreaker;

/// <summary>
/// The circuits of all servers, shared by all instances. While all is well a call costs no round trip: it looks at a copy that is at most a second old.
/// An open circuit holds a lease of <c>CIRCUIT_BREAKER_TIMEOUT</c> on the store's clock; the first to get it afterwards is the one probe.
/// </summary>
public sealed partial class Circuits
{
    /// <summary>A circuit of which nothing is heard for so long is closed.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <summary>What a probe needs beside its call's own time limit.</summary>
    private static readonly TimeSpan ProbeMargin = TimeSpan.FromSeconds(5);

    private readonly IStateStore _store;
    private readonly BreakerOptions _options;
    private readonly ProcessIdentity _process;
    private readonly TimeProvider _time;
    private readonly ILogger<Circuits> _logger;
    private readonly DocumentCopies<CircuitDocument> _copies;
    private readonly ConcurrentDictionary<string, long> _refusedAt = new(StringComparer.Ordinal);
    private long _holders;

    public Circuits(IStateStore store, BreakerOptions options, ProcessIdentity process, TimeProvider time, ILogger<Circuits> logger)
    {
        (_store, _options, _process, _time, _logger) = (store, options, process, time, logger);
        _copies = new DocumentCopies<CircuitDocument>(store, time, CircuitDocument.Deserialize, LogNotKept);
    }

    /// <param name="timeLimit">Of the call: a probe that does not end in it has lost its lease.</param>
    public async ValueTask<CircuitPass> EnterAsync(string server, CallKind kind, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        try
        {
            var circuit = (await _copies.ReadAsync(CircuitDocument.KeyOf(server), cancellationToken)).Of(kind);
            return circuit.Status == CircuitStatus.Closed ? CircuitPass.Allowed(server, kind) : await AskForProbeAsync(server, kind, circuit, timeLimit, cancellationToken);
        }
        catch (StateStoreException exception)
        {
            LogNotKept(CircuitDocument.KeyOf(server), exception);
            return CircuitPass.Allowed(server, kind);
        }
    }

    /// <summary>For a health check, which is not a call: it counts nothing where all is well, and is a probe where none is allowed else. Null: it has nothing to do with the circuit.</summary>
    /// <param name="timeLimit">Of the check.</param>
    public async ValueTask<CircuitPass?> EnterAsProbeAsync(string server, CallKind kind, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var pass = await EnterAsync(server, kind, timeLimit, cancellationToken);
        return pass.Probe is null ? null : pass.OfCheck();
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
            LogNotKept(CircuitDocument.KeyOf(pass.Server), exception);
        }
    }

    /// <summary>As they are stored now.</summary>
    public Task<CircuitDocument> ReadAsync(string server, CancellationToken cancellationToken) => _copies.FetchAsync(CircuitDocument.KeyOf(server), cancellationToken);

    /// <summary>Closes both circuits at once.</summary>
    public async Task ResetAsync(string server, CancellationToken cancellationToken)
    {
        await _store.DeleteAsync(CircuitDocument.KeyOf(server), null, cancellationToken);
        foreach (var kind in Enum.GetValues<CallKind>())
        {
            await _store.DeleteAsync(PermitRequest.KeyOf(PoolOf(server, kind)), null, cancellationToken);
        }

        _copies.Remember(CircuitDocument.KeyOf(server), CircuitDocument.Closed);
        LogReset(server);
    }

    private async Task<CircuitPass> AskForProbeAsync(string server, CallKind kind, Circuit circuit, TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        var pool = PoolOf(server, kind);
        if (_refusedAt.TryGetValue(pool, out var refusedAt) && _time.GetElapsedTime(refusedAt) < DocumentCopies<CircuitDocument>.UsedFor)
        {
            return CircuitPass.Rejected(server, kind, circuit.RetryAt);
        }

        var holder = NewHolder();
        var answer = await _store.AcquireAsync(new PermitRequest(pool, holder, "", 1, timeLimit + ProbeMargin) { Waits = false }, cancellationToken);
        if (!answer.IsGranted)
        {
            _refusedAt[pool] = _time.GetTimestamp();
            return CircuitPass.Rejected(server, kind, circuit.RetryAt);
        }

        var (_, after) = await ChangeAsync(server, kind, known => BreakerPolicy.ProbeStarted(known, answer.Token), cancellationToken);
        if (after.Status == CircuitStatus.Closed)
        {
            // Somebody else's probe has closed it meanwhile.
            await _store.ReleaseAsync(pool, holder, cancellationToken);
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
            : (failure is not null && BreakerPolicy.SaysNothing(failure.Class)) || _copies.KnownOf(CircuitDocument.KeyOf(pass.Server)).Of(pass.Kind).Failures == 0 ? Task.CompletedTask
            : ChangeAsync(pass.Server, pass.Kind, BreakerPolicy.Succeeded, cancellationToken);
    }

    /// <summary>The lease comes before the word: whoever reads that the circuit is open finds its time taken.</summary>
    private async Task CountFailureAsync(CircuitPass pass, string error, CancellationToken cancellationToken)
    {
        var key = CircuitDocument.KeyOf(pass.Server);
        var stored = await _store.ReadAsync(key, cancellationToken);
        string? holder = null;
        while (true)
        {
            var known = CircuitDocument.Deserialize(stored?.Value);
            var (before, after) = (known.Of(pass.Kind), BreakerPolicy.Failed(known.Of(pass.Kind), error, _options, _time.GetUtcNow()));
            var opens = after.Status == CircuitStatus.Open && before.Status == CircuitStatus.Closed;
            if (opens && holder is null)
            {
                await HoldAsync(pass, holder = NewHolder(), cancellationToken);
            }

            var write = before == after ? null : await _store.WriteAsync(key, known.With(pass.Kind, after).Serialize(), stored?.Version ?? 0, KeptFor, cancellationToken);
            stored = write?.Stored ?? stored;
            if (write is { IsWritten: false })
            {
                continue;
            }

            Remember(pass.Server, stored?.Value);
            if (opens)
            {
                LogOpened(pass.Server, pass.Kind, after.Failures, error);
            }
            else if (holder is not null && after.Status == CircuitStatus.Closed)
            {
                await _store.ReleaseAsync(PoolOf(pass.Server, pass.Kind), holder, cancellationToken);
            }

            return;
        }
    }

    private async Task EndProbeAsync(CircuitPass pass, (string Holder, long Token) probe, bool counts, Failure? failure, CancellationToken cancellationToken)
    {
        var isGivenUp = failure is not null && BreakerPolicy.SaysNothing(failure.Class);
        var (before, after) = await ChangeAsync(
            pass.Server,
            pass.Kind,
            known => isGivenUp ? BreakerPolicy.ProbeGivenUp(known, probe.Token)
                : pass.IsCheck && !counts ? BreakerPolicy.ProbeAnswered(known, probe.Token, _options)
                : BreakerPolicy.ProbeEnded(known, probe.Token, counts ? failure!.Message : null, _options, _time.GetUtcNow()),
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

        await _store.ReleaseAsync(PoolOf(pass.Server, pass.Kind), probe.Holder, cancellationToken);
        if (after.Status == CircuitStatus.Closed)
        {
            LogClosed(pass.Server, pass.Kind);
        }
    }

    /// <summary>Nobody probes before this lease is over.</summary>
    private async Task HoldAsync(CircuitPass pass, string holder, CancellationToken cancellationToken) =>
        await _store.AcquireAsync(new PermitRequest(PoolOf(pass.Server, pass.Kind), holder, "", 1, _options.OpenFor) { Waits = false }, cancellationToken);

    private async Task<(Circuit Before, Circuit After)> ChangeAsync(string server, CallKind kind, Func<Circuit, Circuit> change, CancellationToken cancellationToken)
    {
        var (before, after) = (Circuit.Closed, Circuit.Closed);
        var stored = await _store.UpdateAsync(
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
        Remember(server, stored?.Value);
        return (before, after);
    }

    private void Remember(string server, string? json) => _copies.Remember(CircuitDocument.KeyOf(server), CircuitDocument.Deserialize(json));

    private string NewHolder() => $"{_process.Id}:{Interlocked.Increment(ref _holders)}";

    private static string PoolOf(string server, CallKind kind) => $"circuit:{server}:{(kind == CallKind.Read ? "read" : "write")}";

    [LoggerMessage(LogLevel.Warning, "circuit_opened server={Server} kind={Kind} failures={Failures} error={Error}")]
    private partial void LogOpened(string server, CallKind kind, int failures, string error);

    [LoggerMessage(LogLevel.Information, "circuit_half_open server={Server} kind={Kind}")]
    private partial void LogHalfOpen(string server, CallKind kind);

    [LoggerMessage(LogLevel.Information, "circuit_closed server={Server} kind={Kind}")]
    private partial void LogClosed(string server, CallKind kind);

    [LoggerMessage(LogLevel.Information, "circuit_closed server={Server} both, by hand")]
    private partial void LogReset(string server);

    [LoggerMessage(LogLevel.Warning, "circuit_not_kept key={Key} calls go through as long as the state store fails")]
    private partial void LogNotKept(string key, Exception exception);
}
