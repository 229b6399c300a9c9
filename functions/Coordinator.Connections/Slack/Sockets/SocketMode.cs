using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Coordinator.Connections.Slack.Sockets;

/// <summary>Slack without a public address: events come over connections that we open. Each slot keeps one, independent of the others, so that one serves while another is replaced.</summary>
public sealed class SocketMode : IDisposable
{
    private readonly SocketSlot[] _slots;
    private readonly SemaphoreSlim _restarting = new(1, 1);

    internal SocketMode(SocketDialer dialer, IOptions<SlackOptions> options, TimeProvider time, ILogger<SocketSlot> logger)
    {
        var places = new SemaphoreSlim(SlackOptions.MostSockets, SlackOptions.MostSockets);
        _slots = [.. Enumerable.Range(1, options.Value.Sockets).Select(number => new SocketSlot(number, dialer, places, time, logger))];
    }

    public IReadOnlyList<SocketStatus> Connections => [.. _slots.Select(slot => slot.Status)];

    /// <summary>Until it is cancelled; what is under way then is acknowledged, for at most some seconds.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        // A slot that breaks must not go unnoticed as long as others run.
        await foreach (var ended in Task.WhenEach(_slots.Select(slot => slot.RunAsync(stopping))))
            await ended;
    }

    /// <summary>New connections in place of all, one after another, so that never all are away; a pause after a failure is cut short. How it went is in <see cref="Connections"/>.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _restarting.WaitAsync(cancellationToken);
        try
        {
            foreach (var slot in _slots)
                await slot.RestartAsync(cancellationToken);
        }
        finally
        {
            _restarting.Release();
        }
    }

    public void Dispose() => _restarting.Dispose();
}
