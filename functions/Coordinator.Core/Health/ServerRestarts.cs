using Coordinator.Core.Audit;
using Coordinator.Core.Failures;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Health;

/// <summary>Restarts servers: disconnects, waits 2 s, connects (runbook 1.2), and has every other instance renew its sessions.</summary>
public sealed partial class ServerRestarts(
    IServerSessions sessions, ServerGenerations generations, RestartClaims claims, AutoRestartSwitches switches, HealthBoard board, AuditLog audit, ProcessIdentity process, TimeProvider time, ILogger<ServerRestarts> logger)
{
    private const string Monitor = "the health monitor";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<ServerRestart>> _underWay = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DateTimeOffset>> _automatic = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _opened = time.GetUtcNow();
    private readonly long _openedAt = time.GetTimestamp();
    private long _holders;

    /// <summary>Counts on when the machine's clock is set: else a cool-down could last for as long as it was set back.</summary>
    private DateTimeOffset Now => _opened + time.GetElapsedTime(_openedAt);

    /// <summary>Ends when those under way have ended.</summary>
    public Task EndAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.WhenAll(_underWay.Values).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Joins the one that is under way. Who gives up waiting does not end it.</summary>
    /// <param name="by">Who asked for it, for the audit log.</param>
    public Task<ServerRestart> RestartAsync(string server, string by, CancellationToken cancellationToken) =>
        BeginAsync(server, by, NewHolder(), isAutomatic: false).WaitAsync(cancellationToken);

    /// <summary>Begins a restart if the server is unhealthy and may be restarted; does not wait for its end.</summary>
    public async Task<RestartDecision> RestartIfNeededAsync(string server, CancellationToken cancellationToken)
    {
        var component = HealthBoard.ComponentOf(server);
        if (board.Of(component).Status != HealthStatus.Unhealthy)
        {
            return RestartDecision.NotNeeded;
        }

        var decision = Decide(server, component);
        var holder = NewHolder();
        if (decision == RestartDecision.Restart && !await claims.TryTakeAsync(server, holder, cancellationToken))
        {
            decision = RestartDecision.Elsewhere;
        }

        if (decision == RestartDecision.Restart)
        {
            _ = BeginAsync(server, Monitor, holder, isAutomatic: true);
        }
        else
        {
            LogHeldBack(server, decision);
        }

        return decision;
    }

    private RestartDecision Decide(string server, string component)
    {
        lock (_lock)
        {
            return RestartPolicy.Decide(
                board.Of(component).Status, switches.IsOnFor(component), _ended.TryGetValue(server, out var ended) ? ended : null, _automatic.GetValueOrDefault(server) ?? [], Now);
        }
    }

    private Task<ServerRestart> BeginAsync(string server, string by, string holder, bool isAutomatic)
    {
        lock (_lock)
        {
            if (_underWay.TryGetValue(server, out var running))
            {
                return running;
            }

            if (isAutomatic)
            {
                Remember_NeedsLock(server);
            }

            board.Change(HealthBoard.ComponentOf(server), before => HealthPolicy.RestartBegun(before, $"It is being restarted ({by})."));
            return _underWay[server] = Task.Run(() => NowAsync(server, by, holder, isAutomatic));
        }
    }

    private void Remember_NeedsLock(string server)
    {
        if (!_automatic.TryGetValue(server, out var times))
        {
            _automatic[server] = times = [];
        }

        var now = Now;
        times.RemoveAll(at => now - at >= RestartPolicy.Window);
        times.Add(now);
    }

    private async Task<ServerRestart> NowAsync(string server, string by, string holder, bool isAutomatic)
    {
        var started = time.GetTimestamp();
        Failure? failure = null;
        try
        {
            if (!isAutomatic)
            {
                await claims.BeginCoolDownAsync(server, holder, CancellationToken.None);
            }

            failure = await sessions.RestartAsync(server, await generations.BeginAsync(server, CancellationToken.None), RestartPolicy.Pause, CancellationToken.None);
        }
        catch (Exception exception)
        {
            failure = new Failure(FailureClass.Unknown, $"The restart failed ({exception.GetType().Name}); the log has the details.");
            LogBroke(server, exception);
        }

        return await EndAsync(server, by, holder, failure, time.GetElapsedTime(started));
    }

    private async Task<ServerRestart> EndAsync(string server, string by, string holder, Failure? failure, TimeSpan took)
    {
        // Before anybody can see how it ended: whoever does must find it cooling down.
        lock (_lock)
        {
            _ended[server] = Now;
        }

        board.Change(HealthBoard.ComponentOf(server), before => HealthPolicy.RestartEnded(before, failure is null ? CheckResult.Healthy() : CheckResult.Failed(failure), took, time.GetUtcNow()));
        LogRestarted(server, by, failure is null ? "connected" : "failed", Math.Round(took.TotalSeconds, 1), failure?.Message ?? "");
        await claims.BeginCoolDownAsync(server, holder, CancellationToken.None);
        await audit.RecordAsync("server_restarted", server, by, failure is null ? "connected" : $"not connected: {failure.Message}", CancellationToken.None);
        lock (_lock)
        {
            _underWay.Remove(server);
        }

        return new ServerRestart(failure, took);
    }

    private string NewHolder() => $"{process.Id}:{Interlocked.Increment(ref _holders)}";

    [LoggerMessage(LogLevel.Information, "server_restarted server={Server} by={By} outcome={Outcome} seconds={Seconds} reason={Reason}")]
    private partial void LogRestarted(string server, string by, string outcome, double seconds, string reason);

    [LoggerMessage(LogLevel.Warning, "server_restart_held_back server={Server} reason={Reason}")]
    private partial void LogHeldBack(string server, RestartDecision reason);

    [LoggerMessage(LogLevel.Error, "server_restart_broke server={Server}")]
    private partial void LogBroke(string server, Exception exception);
}

/// <summary>How a restart ended.</summary>
/// <param name="Failure">Why the server is not connected; null: it is.</param>
public sealed record ServerRestart(Failure? Failure, TimeSpan Took);
