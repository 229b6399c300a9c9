using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Coordinator.Core.Failures;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Slack.Sockets;

/// <summary>
/// One open connection. A reader that never waits for the intake (it answers Slack's pings), workers that take envelopes, one writer that sends what they
/// acknowledge. What ends before its acknowledgement is sent is sent again by Slack.
/// </summary>
internal sealed partial class SlackSocket : IAsyncDisposable
{
    /// <summary>Slack pings every few seconds, and so do we.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(30);

    /// <summary>Envelopes that wait or are under way. Slack sends an app 30,000 an hour at most, and again what is not acknowledged in 3 s.</summary>
    public const int MostWaiting = 256;

    /// <summary>Timers have whole milliseconds, and are rounded down.</summary>
    public static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    private const int Workers = 8;

    /// <summary>Slack answers a close, but does not end the connection below it.</summary>
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(1);

    private readonly WebSocket _socket;
    private readonly IDisposable _connection;
    private readonly LastHeard _heard;
    private readonly SocketIntake _intake;
    private readonly TimeProvider _time;
    private readonly ILogger<SlackSocket> _logger;
    private readonly Channel<SocketEnvelope> _waiting = Channel.CreateBounded<SocketEnvelope>(new BoundedChannelOptions(MostWaiting) { SingleWriter = true });
    private readonly Channel<string> _acknowledgements = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SocketEnd> _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ended = new();
    private readonly long _opened;
    private readonly Task _reading;
    private readonly Task _writing;
    private readonly Task _watching;
    private volatile bool _isClosing;

    /// <param name="connection">What the socket runs on; disposed with it.</param>
    public SlackSocket(WebSocket socket, IDisposable connection, LastHeard heard, SocketIntake intake, TimeProvider time, ILogger<SlackSocket> logger)
    {
        (_socket, _connection, _heard, _intake, _time, _logger, _opened) = (socket, connection, heard, intake, time, logger, time.GetTimestamp());
        _watching = WatchAsync();
        _writing = WriteAsync(Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync))));
        _reading = ReadAsync();
    }

    /// <summary>Slack has said hello.</summary>
    public Task Hello => _hello.Task;

    /// <summary>Completes when another one should take its place. It may serve on for a while.</summary>
    public Task<SocketEnd> Leaving => _leaving.Task;

    /// <summary>Nothing comes any more.</summary>
    public Task Ended => _reading;

    public TimeSpan Lived => _time.GetElapsedTime(_opened);

    public string? Host { get; private set; }

    public int? ConnectionsOfApp { get; private set; }

    /// <summary>When Slack means to renew it.</summary>
    public DateTimeOffset? RenewedAt { get; private set; }

    public SocketTraffic Traffic { get; } = new();

    public void Leave(string reason) => _leaving.TrySetResult(new SocketEnd(reason));

    /// <summary>Takes nothing new, lets what is under way be acknowledged, closes in peace; all within the limit.</summary>
    public async Task FinishAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        _isClosing = true;
        Leave(SocketEnd.Closed);
        _waiting.Writer.TryComplete();
        try
        {
            await _writing.WaitAsync(within, _time, cancellationToken);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).WaitAsync(CloseWithin, _time, cancellationToken);
            await _reading.WaitAsync(CloseWithin, _time, cancellationToken);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            LogNotInPeace(exception.GetType().Name);
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        await _ended.CancelAsync();
        _socket.Abort();
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_reading, _watching);
        // A worker that hangs in the intake is not waited for: its envelope comes again.
        _socket.Dispose();
        _connection.Dispose();
    }

    private async Task ReadAsync()
    {
        var reason = SocketEnd.Lost;
        try
        {
            var reader = new SocketReader(_socket);
            while (await reader.ReadAsync(_ended.Token) is { IsClosed: false } read)
                Receive(read);
            reason = SocketEnd.Closed;
        }
        catch (Exception exception)
        {
            // Whatever it is, another connection has to take its place.
            LogLost(exception);
        }

        _waiting.Writer.TryComplete();
        Leave(reason);
    }

    private void Receive(SocketRead read)
    {
        if (_isClosing)
            return;
        if (read.Refused is { } refused)
        {
            _intake.Refuse(refused);
            return;
        }

        using var message = SocketMessage.Parse(read.Text);
        switch (message?.Type)
        {
            case "hello":
                (Host, ConnectionsOfApp) = (message.Host, message.ConnectionsOfApp);
                RenewedAt = message.Lifetime is { } seconds ? _time.GetUtcNow().AddSeconds(seconds) : null;
                _hello.TrySetResult();
                break;
            case "disconnect":
                Leave(message.Reason ?? "disconnect");
                break;
            default:
                Keep(_intake.Read(message));
                break;
        }
    }

    private void Keep(SocketEnvelope? envelope)
    {
        if (envelope is null)
            return;
        Traffic.Came(_time.GetUtcNow());
        if (!_waiting.Writer.TryWrite(envelope.Value) && !_isClosing)
            _intake.Drop(envelope.Value, MostWaiting);
    }

    private async Task WorkAsync()
    {
        await foreach (var envelope in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (await _intake.TakeAsync(envelope, CancellationToken.None) is { } acknowledgement)
                _acknowledgements.Writer.TryWrite(acknowledgement);
        }
    }

    /// <summary>Ends when the workers have, and everything is sent.</summary>
    private async Task WriteAsync(Task working)
    {
        _ = working.ContinueWith(_ => _acknowledgements.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await foreach (var acknowledgement in _acknowledgements.Reader.ReadAllAsync(_ended.Token))
                await _socket.SendAsync(Encoding.UTF8.GetBytes(acknowledgement), WebSocketMessageType.Text, endOfMessage: true, _ended.Token);
        }
        catch (Exception exception)
        {
            LogLost(exception);
            Leave(SocketEnd.Lost);
            _socket.Abort();
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            while (SilentAfter - _heard.Ago is { Ticks: > 0 } left)
                await Task.Delay(left + Rounding, _time, _ended.Token);
            Leave(SocketEnd.Silent);
            _socket.Abort();
        }
        catch (OperationCanceledException exception) when (exception.IsCausedBy(_ended.Token))
        {
            // It ended otherwise.
        }
    }

    [LoggerMessage(LogLevel.Debug, "slack_socket_lost")]
    private partial void LogLost(Exception exception);

    [LoggerMessage(LogLevel.Debug, "slack_socket_not_closed_in_peace by={Exception} what was not acknowledged comes again")]
    private partial void LogNotInPeace(string exception);
}
