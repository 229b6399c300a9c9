using System.Text;
using Microsoft.AspNetCore.Http;

namespace Coordinator.TestKit.Slack;

/// <summary>
/// Slack's side of Socket Mode: gives out addresses that are good for one connection, takes ten at most, sends each envelope to one of them, and again (to another,
/// or to the next that is opened) what was not acknowledged when its connection ended.
/// </summary>
public sealed class SocketStub
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _tickets = [];
    private readonly Recorded<SocketStubConnection> _opened = new();
    private readonly List<SocketDelivery> _deliveries = [];
    private int _sent;
    private int _numbers;
    private int _turnedAway;
    private int _taken;
    private int _waitingForHello;

    /// <summary>Connections that were left without a hello.</summary>
    public int WaitingForHello => Volatile.Read(ref _waitingForHello);

    /// <summary>Connections that Slack takes at the same time.</summary>
    public int Most { get; set; } = 10;

    /// <summary>Where sockets are connected to: a proxy before the stub. Null: the stub itself.</summary>
    public int? Port { get; set; }

    /// <summary>A new connection hears no hello.</summary>
    public bool IsMute { get; set; }

    /// <summary>A new connection is told to leave in place of a hello, for this reason.</summary>
    public string? TurnAway { get; set; }

    /// <summary>Connections that were told to leave in place of a hello.</summary>
    public int TurnedAway => _turnedAway;

    /// <summary>Acknowledgements get lost, as when a process dies before they are sent.</summary>
    public bool LosesAcknowledgements { get; set; }

    /// <summary>All that were ever opened, in order.</summary>
    public IReadOnlyList<SocketStubConnection> Opened => _opened.Items;

    public IReadOnlyList<SocketStubConnection> Open => [.. Opened.Where(connection => connection.IsOpen)];

    /// <summary>Most that were open at the same time.</summary>
    public int MostOpen { get; private set; }

    public IReadOnlyList<SocketDelivery> Deliveries
    {
        get
        {
            lock (_lock)
                return [.. _deliveries];
        }
    }

    /// <summary>The connection of that number (1, 2, …), once it has heard hello.</summary>
    public Task<SocketStubConnection> ConnectionAsync(int number, CancellationToken cancellationToken) =>
        _opened.WaitForAsync(connection => connection.Number == number, cancellationToken);

    /// <summary>Sends it to one of the open connections, or to the next one.</summary>
    /// <param name="attempts">How often it was sent before.</param>
    public SocketDelivery Send(byte[] payload, string type = "events_api", bool acceptsAnswer = false, int attempts = 0)
    {
        var delivery = new SocketDelivery($"envelope-{Interlocked.Increment(ref _sent)}", type, payload, acceptsAnswer) { Attempts = attempts };
        lock (_lock)
            _deliveries.Add(delivery);
        Pass(delivery, except: null);
        return delivery;
    }

    /// <summary>Sends it once more, as after 3 s without an acknowledgement, or although there was one.</summary>
    public void SendAgain(SocketDelivery delivery)
    {
        delivery.Attempts++;
        Pass(delivery, except: null);
    }

    internal string NewAddress(int port)
    {
        var ticket = Guid.NewGuid().ToString("N");
        lock (_lock)
            _tickets.Add(ticket);
        return $"ws://127.0.0.1:{Port ?? port}/link/?ticket={ticket}";
    }

    internal async Task ServeAsync(HttpContext context, CancellationToken stopping)
    {
        bool isKnown;
        lock (_lock)
            isKnown = _tickets.Remove(context.Request.Query["ticket"].ToString());
        if (!isKnown)
        {
            context.Response.StatusCode = StatusCodes.Status408RequestTimeout;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(2), KeepAliveTimeout = TimeSpan.FromSeconds(30) });
        var connection = new SocketStubConnection(socket, context, this);
        using var onStop = stopping.Register(connection.Abort);
        if (await GreetAsync(connection))
        {
            await connection.ReadAsync();
            Give();
            Left(connection);
        }
    }

    internal void Acknowledged(string envelopeId, string message)
    {
        if (LosesAcknowledgements)
            return;
        Deliveries.FirstOrDefault(delivery => delivery.EnvelopeId == envelopeId)?.Acknowledge(message);
    }

    private async Task<bool> GreetAsync(SocketStubConnection connection)
    {
        if ((TurnAway ?? (TryTake() ? null : "too_many_websockets")) is { } away)
        {
            Interlocked.Increment(ref _turnedAway);
            await connection.DisconnectAsync(away);
            await connection.CloseAsync();
            return false;
        }

        if (IsMute)
        {
            Interlocked.Increment(ref _waitingForHello);
            await connection.ReadAsync();
            Give();
            return false;
        }

        connection.Number = Interlocked.Increment(ref _numbers);
        await connection.SendAsync($$$"""{"type":"hello","num_connections":{{{Open.Count + 1}}},"debug_info":{"host":"applink-{{{connection.Number}}}","started":"2026-11-24 12:00:00.000","build_number":10,"approximate_connection_time":18060},"connection_info":{"app_id":"A100"}}""");
        List<SocketDelivery> waiting;
        lock (_lock)
        {
            // In one go: what is sent in between would find no connection, and this one would not find it.
            connection.IsOpen = true;
            _opened.Add(connection);
            waiting = [.. _deliveries.Where(delivery => delivery is { Over: null, IsAcknowledged: false })];
            foreach (var delivery in waiting)
                delivery.Over = connection;
        }

        MostOpen = Math.Max(MostOpen, Open.Count);
        foreach (var delivery in waiting)
            await connection.SendAsync(delivery.Envelope());
        return true;
    }

    /// <summary>Two that come at the same time are not both the last.</summary>
    private bool TryTake()
    {
        lock (_lock)
        {
            if (_taken >= Most)
                return false;
            _taken++;
            return true;
        }
    }

    private void Give()
    {
        lock (_lock)
            _taken--;
    }

    private void Left(SocketStubConnection connection)
    {
        foreach (var delivery in Deliveries.Where(delivery => delivery.Over == connection && !delivery.IsAcknowledged))
        {
            delivery.Attempts++;
            Pass(delivery, connection);
        }
    }

    private void Pass(SocketDelivery delivery, SocketStubConnection? except)
    {
        SocketStubConnection? connection;
        lock (_lock)
        {
            var open = Open.Where(one => one != except && !one.IsLeaving).ToList();
            connection = delivery.Over = open.Count == 0 ? null : open[Random.Shared.Next(open.Count)];
        }

        _ = connection?.SendAsync(delivery.Envelope());
    }
}

/// <summary>One envelope, however often it is sent.</summary>
public sealed class SocketDelivery(string envelopeId, string type, byte[] payload, bool acceptsAnswer)
{
    private readonly TaskCompletionSource<string> _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _acknowledgements;

    public string EnvelopeId => envelopeId;

    /// <summary>Completes with what was sent back first.</summary>
    public Task<string> Acknowledgement => _acknowledged.Task;

    public bool IsAcknowledged => _acknowledged.Task.IsCompleted;

    /// <summary>How often it was acknowledged.</summary>
    public int Acknowledgements => _acknowledgements;

    /// <summary>0 for the first.</summary>
    public int Attempts { get; internal set; }

    internal SocketStubConnection? Over { get; set; }

    internal void Acknowledge(string message)
    {
        Interlocked.Increment(ref _acknowledgements);
        _acknowledged.TrySetResult(message);
    }

    /// <summary>As it goes over the wire.</summary>
    public byte[] Envelope()
    {
        var retry = Attempts == 0 ? "" : $$""","retry_attempt":{{Attempts}},"retry_reason":"timeout" """.TrimEnd();
        return [.. Encoding.UTF8.GetBytes($$"""{"envelope_id":"{{envelopeId}}","payload":"""), .. payload, .. Encoding.UTF8.GetBytes($$""","type":"{{type}}","accepts_response_payload":{{(acceptsAnswer ? "true" : "false")}}{{retry}}}""")];
    }
}
