using System.Buffers;
using System.Net.WebSockets;
using Coordinator.Core.Intake;

namespace Coordinator.Connections.Slack.Sockets;

/// <summary>Puts messages together from their frames. One that is too large, or of bytes, is read to its end and given up; the next is read as ever.</summary>
internal sealed class SocketReader(WebSocket socket)
{
    /// <summary>As much as a body of <c>POST /slack/events</c>, and the envelope around it.</summary>
    public const int MostBytes = (1024 * 1024) + 4096;

    private const int Chunk = 16 * 1024;

    private ArrayBufferWriter<byte> _buffer = new(Chunk);

    /// <summary>Valid until the next call.</summary>
    public async Task<SocketRead> ReadAsync(CancellationToken cancellationToken)
    {
        // What one large message took is given back.
        if (_buffer.Capacity > 8 * Chunk)
            _buffer = new ArrayBufferWriter<byte>(Chunk);
        _buffer.ResetWrittenCount();
        var tooLarge = false;
        while (true)
        {
            var read = await socket.ReceiveAsync(_buffer.GetMemory(Chunk), cancellationToken);
            if (read.MessageType == WebSocketMessageType.Close)
                return new SocketRead(IsClosed: true, null, default);
            tooLarge |= _buffer.WrittenCount + read.Count > MostBytes;
            if (!tooLarge)
                _buffer.Advance(read.Count);
            if (read.EndOfMessage)
                return new SocketRead(false, tooLarge ? RejectReason.TooLarge : read.MessageType == WebSocketMessageType.Binary ? RejectReason.MediaType : null, _buffer.WrittenMemory);
        }
    }
}

/// <param name="Refused">Why it is not read further.</param>
internal readonly record struct SocketRead(bool IsClosed, RejectReason? Refused, ReadOnlyMemory<byte> Text);
