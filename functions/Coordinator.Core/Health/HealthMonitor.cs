using Coordinator.Core.Failures;

namespace Coordinator.Core.Health;

/// <summary>Looks at all components side by side, each within its time limit, and restarts MCP servers that are unhealthy (runbook 6). The host calls it when a round is due.</summary>
public sealed class HealthMonitor(
    IEnumerable<IHealthProbe> probes, IServerSessions sessions, ServerCheck check, ServerRestarts restarts, AutoRestartSwitches switches, CheckRunner runner, HealthBoard board, HealthOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A timer of a minute comes now a little sooner, now a little later.</summary>
    private const double DueAt = 0.9;

    private readonly IReadOnlyList<IHealthProbe> _probes = [.. probes];
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _round = Task.CompletedTask;
    private long? _roundAt;
    private volatile bool _hasLooked;

    public HealthBoard Board => board;

    /// <summary>One round now. Everybody who asks while it is under way shares it; who gives up waiting does not end it.</summary>
    public Task CheckAllAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Round_NeedsLock().WaitAsync(cancellationToken);
        }
    }

    /// <summary>For a host with a timer: a round if it is time for one, and the restarts that come of it.</summary>
    public async Task CheckWhenDueAsync(CancellationToken cancellationToken)
    {
        if (IsOlderThan(options.Interval * DueAt))
        {
            await CheckAllAsync(cancellationToken);
            await restarts.EndAsync(cancellationToken);
        }
    }

    /// <summary>For whoever wants to know how things are: what was seen within an interval, else looks now, but keeps nobody waiting for a component that hangs.</summary>
    public async Task RefreshAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        Task round;
        lock (_lock)
        {
            round = IsOlderThan(options.Interval) ? Round_NeedsLock() : _hasLooked ? Task.CompletedTask : _round;
        }

        try
        {
            await round.WaitAsync(within, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What is known already is shown.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task round;
        lock (_lock)
        {
            round = _round;
        }

        await round.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool IsOlderThan(TimeSpan age) => _roundAt is not { } at || time.GetElapsedTime(at) >= age;

    private Task Round_NeedsLock()
    {
        if (_round.IsCompleted)
        {
            _roundAt = time.GetTimestamp();
            _round = Task.Run(RoundAsync);
        }

        return _round;
    }

    private async Task RoundAsync()
    {
        try
        {
            await switches.ReadAsync(_closing.Token);
            var servers = sessions.Servers.Select(server => server.Id).ToList();
            Forget(servers);
            await Task.WhenAll([.. _probes.Select(probe => runner.RunAsync(probe.Component, probe.CheckAsync, _closing.Token)), .. servers.Select(CheckServerAsync)]);
            _hasLooked = true;
        }
        catch (Exception exception) when (exception.IsCausedBy(_closing.Token))
        {
            // The process ends.
        }
    }

    private async Task CheckServerAsync(string server)
    {
        if (board.Of(HealthBoard.ComponentOf(server)).Status != HealthStatus.Restarting)
        {
            await check.RunAsync(server, _closing.Token);
            await restarts.RestartIfNeededAsync(server, _closing.Token);
        }
    }

    /// <summary>Servers that are no longer there.</summary>
    private void Forget(List<string> servers)
    {
        var components = servers.Select(HealthBoard.ComponentOf).Concat(_probes.Select(probe => probe.Component)).ToHashSet();
        foreach (var component in board.All.Keys.Where(component => !components.Contains(component)))
        {
            board.Forget(component);
        }
    }
}
