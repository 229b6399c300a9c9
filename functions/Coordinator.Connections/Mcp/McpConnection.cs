using System.Diagnostics;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Mcp;

/// <summary>The connection to one server under its one configured identity: opens a session when one is needed, by one attempt for all who wait.</summary>
internal sealed class McpConnection : IAsyncDisposable
{
    /// <summary>A session that ends sooner counts as a failed attempt, else a server that crashes on every call would be restarted without a pause.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(5);

    /// <summary>What ends later is left behind: the host has to stop within 10 s.</summary>
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly McpOpenSessions _open = new();
    private readonly McpCurrentSession _current;
    private readonly McpServerConfig _config;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly McpFailures _failures;
    private readonly McpDialer _dialer;
    private readonly ReconnectBackoff _backoff;
    private readonly ServerGenerations? _generations;
    private readonly ITimer? _sweep;
    private bool _isLeaving;
    private Task<Outcome<McpSession>>? _opening;
    private DateTimeOffset _openingSince;
    private volatile Failure? _lastFailure;

    /// <param name="generations">Null: nobody restarts the server.</param>
    public McpConnection(McpServerConfig config, McpTransports transports, ServerGenerations? generations, TimeProvider time, ILogger logger)
    {
        (_config, _generations, _time, _logger) = (config, generations, time, logger);
        var secrets = new McpSecrets(config);
        _failures = new McpFailures(config, secrets);
        _dialer = new McpDialer(config, transports, secrets, time, logger);
        _backoff = new ReconnectBackoff(time, Random.Shared.NextDouble);
        _current = new McpCurrentSession(config, time, logger);
        _sweep = config.Transport == "http" ? time.CreateTimer(_ => _ = _current.Usable, null, SweepEvery, SweepEvery) : null;
    }

    public McpFailures Failures => _failures;

    public McpSession? Current => _current.Usable;

    public Failure? LastFailure => _lastFailure;

    public string? ProtocolVersion => _dialer.ProtocolVersion;

    /// <summary>The last attempt failed: nobody should wait for the next one.</summary>
    public bool IsFailing => _backoff.IsFailing;

    /// <summary>When the attempt under way began; null if there is none.</summary>
    public DateTimeOffset? OpeningSince
    {
        get
        {
            lock (_lock)
            {
                return _opening is { IsCompleted: false } ? _openingSince : null;
            }
        }
    }

    /// <summary>A session for one call; <see cref="McpSession.Exit"/> gives it back.</summary>
    public async ValueTask<Outcome<McpSession>> EnterAsync(CancellationToken cancellationToken)
    {
        if (_generations is not null)
        {
            _current.Renew(await _generations.CurrentAsync(_config.Id, cancellationToken));
        }

        while (true)
        {
            if (Current is { } session && session.TryEnter(_time.GetUtcNow()))
            {
                return session;
            }

            var opened = await OpenAsync(cancellationToken);
            if (!opened.IsSuccess || opened.Value.TryEnter(_time.GetUtcNow()))
            {
                return opened;
            }
        }
    }

    /// <summary>Joins the attempt under way or begins one, unless the server is still held back. Who gives up waiting does not end the attempt.</summary>
    public Task<Outcome<McpSession>> OpenAsync(CancellationToken cancellationToken) => Opening().WaitAsync(cancellationToken);

    /// <summary>Lets the session go if the server was restarted since, as far as is known without asking.</summary>
    public void RenewIfKnown()
    {
        if (_generations is not null)
        {
            _current.Renew(_generations.Known(_config.Id));
        }
    }

    /// <summary>Lets the session go, and opens another after a pause, whatever the back-off says. All who need one meanwhile wait for it.</summary>
    public Task<Outcome<McpSession>> RestartAsync(string generation, TimeSpan pause, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _current.Renew(generation);
            var before = _opening ?? Task.CompletedTask;
            _openingSince = _time.GetUtcNow();
            _opening = Task.Run(() => ReopenAsync(before, pause));
            return _opening.WaitAsync(cancellationToken);
        }
    }

    /// <summary>No session is left of a server that was let go.</summary>
    public bool HasLeft
    {
        get
        {
            lock (_lock)
            {
                return _isLeaving && _open.IsEmpty && _opening is not { IsCompleted: false };
            }
        }
    }

    /// <summary>Opens no session any more; the one there is ends when the last call on it has.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _isLeaving = true;
            _current.LetGo("removed");
        }

        _sweep?.Dispose();
    }

    /// <summary>The session is good for no new call, because of <paramref name="failure"/>.</summary>
    public void Lose(McpSession session, Failure failure)
    {
        lock (_lock)
        {
            if (failure.Class == FailureClass.Protocol)
            {
                _dialer.ForgetVersion();
            }

            if (_current.TryForget(session))
            {
                _lastFailure = failure;
                if (_time.GetUtcNow() - session.OpenedAt < Young)
                {
                    _backoff.Failed(failure);
                }

                McpLog.Disconnected(_logger, _config.Id, failure.Message);
            }
        }

        session.Retire();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task opening;
        lock (_lock)
        {
            opening = _opening ?? Task.CompletedTask;
        }

        _sweep?.Dispose();
        await Task.WhenAny(Task.WhenAll(_open.CloseAllAsync(CancellationToken.None), opening), Task.Delay(CloseWithin, _time, CancellationToken.None));
    }

    private Task<Outcome<McpSession>> Opening()
    {
        lock (_lock)
        {
            if (_closing.IsCancellationRequested || _isLeaving)
            {
                return Task.FromResult<Outcome<McpSession>>(Closing());
            }

            if (_current.Usable is { } session)
            {
                return Task.FromResult<Outcome<McpSession>>(session);
            }

            if (_opening is { IsCompleted: false } running)
            {
                return running;
            }

            if (_backoff.Wait is { Ticks: > 0 } wait && _lastFailure is { } last)
            {
                return Task.FromResult<Outcome<McpSession>>(HeldBack(last, wait));
            }

            _openingSince = _time.GetUtcNow();
            return _opening = Task.Run(ConnectAsync);
        }
    }

    /// <param name="before">An attempt that was under way: what it brings is of the generation before.</param>
    private async Task<Outcome<McpSession>> ReopenAsync(Task before, TimeSpan pause)
    {
        await before;
        await Task.Delay(pause, _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await ConnectAsync();
    }

    private async Task<Outcome<McpSession>> ConnectAsync()
    {
        // The session is everybody's: what happens on it later does not belong to the run that happened to need it first.
        Activity.Current = null;
        try
        {
            if (_generations is not null)
            {
                _current.Renew(await _generations.CurrentAsync(_config.Id, _closing.Token));
            }

            var generation = _current.Generation;
            return Take(await _dialer.DialAsync(Watch, _open.Remove, _closing.Token), generation);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            return Closing();
        }
        catch (Exception exception)
        {
            return Failed(exception);
        }
    }

    private Outcome<McpSession> Take(McpSession session, string generation)
    {
        lock (_lock)
        {
            if (_closing.IsCancellationRequested || _isLeaving)
            {
                session.Retire();
                return Closing();
            }

            _lastFailure = null;
            _backoff.Succeeded();
            if (!_current.TryPut(session, generation))
            {
                // The server was restarted meanwhile: whoever waits for a session opens another.
                session.Retire();
                return session;
            }
        }

        McpLog.Connected(_logger, _config.Id, session.Client.NegotiatedProtocolVersion, session.Tools.Tools.Count);
        return session;
    }

    private Failure Failed(Exception exception)
    {
        var failure = _failures.OfConnect(exception);
        TimeSpan pause;
        lock (_lock)
        {
            pause = _backoff.Failed(failure);
            _lastFailure = failure;
        }

        McpLog.ConnectFailed(_logger, _config.Id, failure.Message, Math.Round(pause.TotalSeconds, 1));
        return failure;
    }

    /// <summary>Notices a session that ends by itself, also while nobody uses it.</summary>
    private void Watch(McpSession session)
    {
        _open.Add(session);
        _ = session.Client.Completion.ContinueWith(
            ended => Lose(session, new Failure(FailureClass.Network, $"'{_config.Id}' ended{_failures.Exit(ended.Result)}.")),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private Failure Closing() => new(FailureClass.Unavailable, $"'{_config.Id}' is being disconnected: {(_isLeaving ? "its registration was changed or removed" : "the coordinator is stopping")}.");

    private static Failure HeldBack(Failure last, TimeSpan wait) => last with
    {
        Message = $"Server temporarily unavailable: {last.Message} Next try in {Math.Ceiling(wait.TotalSeconds):0} s.",
        RetryAfter = wait,
        MaybeExecuted = false,
    };
}
