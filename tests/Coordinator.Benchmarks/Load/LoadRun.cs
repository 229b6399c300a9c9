using System.Net.Sockets;

namespace Coordinator.Benchmarks.Load;

/// <summary>One series of requests. Nothing is allocated for each of them.</summary>
internal sealed class LoadRun : IDisposable
{
    private const int SilenceInMicroseconds = 10_000_000;

    private readonly byte[][] _requests;
    private readonly long _interval;
    private readonly Dictionary<Socket, LoadConnection> _connections = [];
    private readonly Stack<LoadConnection> _idle = [];
    private readonly List<Socket> _ready = [];
    private readonly LoadResult _result;
    private int _sent;

    /// <param name="interval">Ticks from one request to the next; 0 sends whenever a connection is free.</param>
    public LoadRun(int port, byte[][] requests, int connections, long interval)
    {
        (_requests, _interval, _result) = (requests, interval, new LoadResult(requests.Length));
        for (var i = 0; i < connections; i++)
        {
            var connection = new LoadConnection(port);
            _connections.Add(connection.Socket, connection);
            _idle.Push(connection);
        }
    }

    public LoadResult Execute(CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (_result.Answered < _requests.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SendDue(start);
            TakeAnswers();
        }

        _result.Took = TimeProvider.System.GetElapsedTime(start);
        return _result;
    }

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
            connection.Dispose();
    }

    private void SendDue(long start)
    {
        while (_sent < _requests.Length && _idle.Count > 0)
        {
            var now = TimeProvider.System.GetTimestamp();
            var due = _interval == 0 ? now : start + (_sent * _interval);
            if (due > now)
                return;
            var connection = _idle.Pop();
            connection.ScheduledAt = due;
            connection.Send(_requests[_sent++]);
        }
    }

    private void TakeAnswers()
    {
        _ready.Clear();
        _ready.AddRange(_connections.Keys);
        // The clock of the wait has milliseconds: that is the grain of the pace.
        Socket.Select(_ready, null, null, _interval == 0 ? SilenceInMicroseconds : 1_000);
        if (_ready.Count == 0 && _interval == 0)
            throw new TimeoutException($"No answer for 10 s after {_result.Answered} of {_requests.Length}.");
        foreach (var socket in _ready)
        {
            var connection = _connections[socket];
            if (connection.Receive() is not 0 and var status)
            {
                _result.Add(status, connection.ScheduledAt);
                _idle.Push(connection);
            }
        }
    }
}
