using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Coordinator.TestKit.Slack;

/// <summary>Slack's end of one connection.</summary>
public sealed class SocketStubConnection
{
    private readonly WebSocket _socket;
    private readonly HttpContext _context;
    private readonly SocketStub _stub;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource<WebSocketCloseStatus?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal SocketStubConnection(WebSocket socket, HttpContext context, SocketStub stub) => (_socket, _context, _stub) = (socket, context, stub);

    /// <summary>1 for the first that heard hello.</summary>
    public int Number { get; internal set; }

    public bool IsOpen { get; internal set; }

    /// <summary>It was told to leave: Slack sends nothing new over it.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Completes when the other side has gone: with its code if it closed in peace.</summary>
    public Task<WebSocketCloseStatus?> Ended => _ended.Task;

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte[] text) => SendAsync(text, WebSocketMessageType.Text, Math.Max(1, text.Length));

    /// <param name="frame">Bytes of one frame: fewer than the message has make several.</param>
    public async Task SendAsync(byte[] message, WebSocketMessageType type, int frame)
    {
        await _sending.WaitAsync();
        try
        {
            for (var at = 0; at == 0 || at < message.Length; at += frame)
                await _socket.SendAsync(message.AsMemory(at, Math.Min(frame, message.Length - at)), type, at + frame >= message.Length, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The other side is gone: what was not acknowledged goes to another.
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says that it will be closed.</summary>
    public Task DisconnectAsync(string? reason)
    {
        IsLeaving = true;
        return SendAsync(reason is null ? """{"type":"disconnect"}""" : $$"""{"type":"disconnect","reason":"{{reason}}","debug_info":{"host":"applink-{{Number}}"} }""");
    }

    /// <summary>Closes it, with or without a word before.</summary>
    public async Task CloseAsync()
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "refresh", CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It is gone.
        }
    }

    /// <summary>The connection below it is reset.</summary>
    public void Abort()
    {
        try
        {
            _context.Abort();
            _socket.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It is gone.
        }
    }

    internal async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        WebSocketCloseStatus? status = null;
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } read)
                Take(Encoding.UTF8.GetString(buffer, 0, read.Count));
            status = _socket.CloseStatus;
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // It was cut, or both closed.
        }

        IsOpen = false;
        _ended.TrySetResult(status);
    }

    private void Take(string message)
    {
        if (JsonNode.Parse(message)?["envelope_id"]?.GetValue<string>() is { } envelopeId)
            _stub.Acknowledged(envelopeId, message);
    }
}
