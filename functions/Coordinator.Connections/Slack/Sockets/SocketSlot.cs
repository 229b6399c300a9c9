using Coordinator.Core.Failures;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Slack.Sockets;

/// <summary>One of the connections that are kept open: the next is opened before the last one closes, for ever.</summary>
internal sealed partial class SocketSlot(int number, SocketDialer dialer, SemaphoreSlim places, TimeProvider time, ILogger<SocketSlot> logger)
{
    /// <summary>What is still on its way to the old connection gets so long to arrive.</summary>
    public static readonly TimeSpan LingersFor = TimeSpan.FromSeconds(5);

    /// <summary>What is under way gets so long to be acknowledged.</summary>
    public static readonly TimeSpan FinishesWithin = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly ReconnectBackoff _backoff = new(time, Random.Shared.NextDouble);
    private readonly HashSet<Task> _retiring = [];
    private SocketStatus _status = new(number, SocketStatus.Connecting) { Since = time.GetUtcNow() };
    private SlackSocket? _socket;
    private TaskCompletionSource _dialed = NewSignal();
    private TaskCompletionSource _hurry = NewSignal();
    private CancellationToken _stopping;

    public SocketStatus Status
    {
        get
        {
            lock (_lock)
            {
                return Status_NeedsLock();
            }
        }
    }

    /// <summary>Opens a new connection, then closes the old one. Completes when the new one is open, or could not be opened.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        Task dialed;
        SlackSocket? socket;
        lock (_lock)
        {
            (dialed, socket) = (_dialed.Task, _socket);
            _hurry.TrySetResult();
        }

        socket?.Leave(SocketEnd.Restart);
        await dialed.WaitAsync(cancellationToken);
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        _stopping = stopping;
        try
        {
            while (true)
            {
                await OpenAsync(stopping);
                await ServeAsync(stopping);
            }
        }
        catch (OperationCanceledException exception) when (exception.IsCausedBy(stopping))
        {
            // The host stops.
        }

        if (Replace(null) is { } last)
            Retire(last, TimeSpan.Zero);
        await Task.WhenAll(Retiring());
    }

    /// <summary>Tries until there is a new one; meanwhile the old one serves if it can.</summary>
    private async Task OpenAsync(CancellationToken stopping)
    {
        while (true)
        {
            await PauseAsync(stopping);
            await TakePlaceAsync(stopping);
            var dialed = await DialAsync(stopping);
            if (dialed.Value is { } socket)
            {
                if (Replace(socket) is { } old)
                    Retire(old, LingersFor);
                LogConnected(number, socket.Host, socket.ConnectionsOfApp);
                SignalDialed();
                return;
            }

            Failed(dialed.Failure!);
            SignalDialed();
        }
    }

    private async Task ServeAsync(CancellationToken stopping)
    {
        var socket = _socket!;
        var end = await socket.Leaving.WaitAsync(stopping);
        LogLeaving(number, end.Reason, socket.Lived.TotalSeconds);
        if (end.FailureAfter(socket.Lived) is { } failure)
        {
            Failed(failure);
            return;
        }

        _backoff.Succeeded();
        if (socket.Ended.IsCompleted)
            Change(status => status with { State = SocketStatus.Connecting, LastError = $"The connection ended ({end.Reason})." });
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        Task hurry;
        lock (_lock)
        {
            hurry = _hurry.Task;
        }

        if (_backoff.Wait is { Ticks: > 0 } wait && !hurry.IsCompleted)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(hurry, Task.Delay(wait + SlackSocket.Rounding, time, enough.Token));
            await enough.CancelAsync();
            stopping.ThrowIfCancellationRequested();
        }

        lock (_lock)
        {
            _hurry = NewSignal();
        }
    }

    /// <summary>Slack takes no more than ten. With none left for a second one the old one goes first: the other slots serve meanwhile.</summary>
    private async Task TakePlaceAsync(CancellationToken stopping)
    {
        if (places.Wait(0, CancellationToken.None))
            return;
        if (Replace(null) is { } old)
            await RetireAsync(old, TimeSpan.Zero);
        await places.WaitAsync(stopping);
    }

    private async Task<Outcome<SlackSocket>> DialAsync(CancellationToken stopping)
    {
        if (_socket is null || _socket.Ended.IsCompleted)
            Change(status => status with { State = SocketStatus.Connecting, NextTryAt = null });
        var dialed = default(Outcome<SlackSocket>);
        try
        {
            return dialed = await dialer.DialAsync(stopping);
        }
        catch (Exception exception) when (!exception.IsCausedBy(stopping))
        {
            LogBroke(number, exception);
            return new Failure(FailureClass.Unknown, $"The connection could not be opened ({exception.GetType().Name}); the log has the details.");
        }
        finally
        {
            if (dialed.Value is null)
                places.Release();
        }
    }

    private void Failed(Failure failure)
    {
        // A token is mended by a person, at the earliest in a minute; asking more often helps nobody.
        var isRefused = failure.Class is FailureClass.Authentication or FailureClass.Denied or FailureClass.Validation or FailureClass.NotFound;
        var pause = _backoff.Failed(isRefused && failure.RetryAfter is null ? failure with { RetryAfter = SocketEnd.LongPause } : failure);
        Change(status => status with { State = isRefused ? SocketStatus.Refused : SocketStatus.Waiting, LastError = failure.Message, NextTryAt = time.GetUtcNow() + pause });
        LogFailed(number, failure.Code ?? $"{failure.Class}", failure.Message, pause.TotalSeconds);
    }

    private SlackSocket? Replace(SlackSocket? next)
    {
        lock (_lock)
        {
            var (old, before) = (_socket, Status_NeedsLock());
            _status = next is null ? before : before with
            {
                State = SocketStatus.Connected,
                Since = time.GetUtcNow(),
                Reconnects = before.Reconnects + (before.WasOpen ? 1 : 0),
                WasOpen = true,
                LastError = null,
                NextTryAt = null,
            };
            _socket = next;
            return old;
        }
    }

    private void Change(Func<SocketStatus, SocketStatus> change)
    {
        lock (_lock)
        {
            var changed = change(_status);
            _status = changed.State == _status.State ? changed : changed with { Since = time.GetUtcNow() };
        }
    }

    /// <summary>A connection that is to be replaced, and could not be yet, serves on.</summary>
    private SocketStatus Status_NeedsLock() => _socket is not { } socket ? _status : _status with
    {
        State = !socket.Ended.IsCompleted && _status.State is SocketStatus.Connecting or SocketStatus.Waiting ? SocketStatus.Connected : _status.State,
        LastEventAt = socket.Traffic.LastAt ?? _status.LastEventAt,
        Host = socket.Host,
        ConnectionsOfApp = socket.ConnectionsOfApp,
        RenewedAt = socket.RenewedAt,
    };

    private void Retire(SlackSocket socket, TimeSpan lingers)
    {
        var retiring = RetireAsync(socket, lingers);
        lock (_lock)
        {
            _retiring.RemoveWhere(task => task.IsCompleted);
            _retiring.Add(retiring);
        }
    }

    private async Task RetireAsync(SlackSocket socket, TimeSpan lingers)
    {
        if (lingers > TimeSpan.Zero)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
            await Task.WhenAny(socket.Ended, Task.Delay(lingers, time, enough.Token));
            await enough.CancelAsync();
        }

        await socket.FinishAsync(FinishesWithin, CancellationToken.None);
        places.Release();
        LogClosed(number, socket.Host);
    }

    private List<Task> Retiring()
    {
        lock (_lock)
        {
            return [.. _retiring];
        }
    }

    private void SignalDialed()
    {
        TaskCompletionSource dialed;
        lock (_lock)
        {
            (dialed, _dialed) = (_dialed, NewSignal());
        }

        dialed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Information, "slack_socket_connected connection={Number} host={Host} connections_of_app={Count}")]
    private partial void LogConnected(int number, string? host, int? count);

    [LoggerMessage(LogLevel.Information, "slack_socket_leaving connection={Number} reason={Reason} after_s={Seconds:0}")]
    private partial void LogLeaving(int number, string reason, double seconds);

    [LoggerMessage(LogLevel.Information, "slack_socket_closed connection={Number} host={Host}")]
    private partial void LogClosed(int number, string? host);

    [LoggerMessage(LogLevel.Warning, "slack_socket_failed connection={Number} code={Code} next_try_in_s={Seconds:0.0} {Problem}")]
    private partial void LogFailed(int number, string code, string problem, double seconds);

    [LoggerMessage(LogLevel.Error, "slack_socket_broke connection={Number}")]
    private partial void LogBroke(int number, Exception exception);
}
