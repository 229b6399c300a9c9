using System.Net;
using System.Net.Sockets;

namespace Coordinator.TestKit.Network;

/// <summary>The network between two processes of this machine: passes everything on until a test cuts it, lets it hang, or slows it down.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly int _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _open = [];
    private readonly Task _accepting;
    private TaskCompletionSource? _hanging;
    private TimeSpan _delay;
    private bool _isCut;

    private TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static TcpProxy To(int port) => new(port);

    /// <summary>Every connection is reset, and each new one at once.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            foreach (var client in _open)
            {
                Reset(client);
            }

            _open.Clear();
        }
    }

    /// <summary>Connections stay and new ones come about, but nothing arrives, until <see cref="Restore"/>.</summary>
    public void Hang()
    {
        lock (_lock)
        {
            _hanging ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Whatever is sent arrives so much later.</summary>
    public void Slow(TimeSpan delay)
    {
        lock (_lock)
        {
            _delay = delay;
        }
    }

    /// <summary>What was held back arrives now.</summary>
    public void Restore()
    {
        lock (_lock)
        {
            (_isCut, _delay) = (false, TimeSpan.Zero);
            _hanging?.SetResult();
            _hanging = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        Cut();
        Restore();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_ending.Token);
            _ = ServeAsync(client, _ending.Token);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken ended)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                if (!TryKeep(client))
                {
                    Reset(client);
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, _target, ended);
                await Task.WhenAny(PassAsync(client, server, ended), PassAsync(server, client, ended));
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // One of both is gone, and so is the other.
            }
            finally
            {
                Forget(client);
            }
        }
    }

    private bool TryKeep(TcpClient client)
    {
        lock (_lock)
        {
            if (!_isCut)
            {
                _open.Add(client);
            }

            return !_isCut;
        }
    }

    private void Forget(TcpClient client)
    {
        lock (_lock)
        {
            _open.Remove(client);
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, CancellationToken ended)
    {
        var buffer = new byte[64 * 1024];
        var (source, sink) = (from.GetStream(), to.GetStream());
        while (await source.ReadAsync(buffer, ended) is > 0 and var count)
        {
            var (hanging, delay) = Weather();
            await hanging.WaitAsync(ended);
            await Task.Delay(delay, TimeProvider.System, ended);
            await sink.WriteAsync(buffer.AsMemory(0, count), ended);
        }
    }

    private (Task Hanging, TimeSpan Delay) Weather()
    {
        lock (_lock)
        {
            return (_hanging?.Task ?? Task.CompletedTask, _delay);
        }
    }

    private static void Reset(TcpClient client)
    {
        try
        {
            client.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }

        client.Dispose();
    }
}
