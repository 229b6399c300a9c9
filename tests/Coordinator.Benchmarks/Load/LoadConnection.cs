using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Coordinator.Benchmarks.Load;

/// <summary>A kept-alive connection with at most one request under way.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly byte[] _answer = new byte[16 * 1024];
    private int _length;

    public LoadConnection(int port)
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(IPAddress.Loopback, port);
    }

    public Socket Socket { get; }

    /// <summary>When the request under way should have been sent.</summary>
    public long ScheduledAt { get; set; }

    public void Send(byte[] request) => Socket.Send(request);

    /// <summary>Takes what has come.</summary>
    /// <returns>The status of the answer; 0 while it is incomplete.</returns>
    public int Receive()
    {
        var read = Socket.Receive(_answer.AsSpan(_length));
        if (read == 0)
            throw new SocketException((int)SocketError.ConnectionReset);
        _length += read;
        var answer = _answer.AsSpan(0, _length);
        if (!IsWhole(answer))
            return 0;
        _length = 0;
        return Utf8Parser.TryParse(answer["HTTP/1.1 ".Length..], out int status, out _) ? status : -1;
    }

    public void Dispose() => Socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = answer[..end];
        var body = answer[(end + 4)..];
        var length = head.IndexOf("Content-Length: "u8);
        return length >= 0
            ? Utf8Parser.TryParse(head[(length + "Content-Length: ".Length)..], out int bytes, out _) && body.Length >= bytes
            : head.IndexOf("chunked"u8) < 0 || body.EndsWith("0\r\n\r\n"u8);
    }
}
