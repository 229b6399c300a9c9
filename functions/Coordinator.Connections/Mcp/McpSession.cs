using ModelContextProtocol.Client;

namespace Coordinator.Connections.Mcp;

/// <summary>
/// An open connection to a server, shared by concurrent calls. Once retired nobody enters it any more; it is closed when the last call on it has ended,
/// so that replacing a session never makes the outcome of somebody's write unknown. A session that broke is closed in the same way: its calls fail by themselves.
/// </summary>
internal sealed class McpSession(McpClient client, McpToolList tools, DateTimeOffset openedAt, Action<McpSession> closed)
{
    private readonly Lock _lock = new();
    private int _calls;
    private bool _retired;
    private Task? _closed;

    public McpClient Client => client;

    public McpToolList Tools => tools;

    public DateTimeOffset OpenedAt { get; } = openedAt;

    public DateTimeOffset UsedAt { get; private set; } = openedAt;

    public bool IsUsable => !_retired && !client.Completion.IsCompleted;

    /// <summary>Whoever gets true calls <see cref="Exit"/> when done.</summary>
    public bool TryEnter(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!IsUsable)
            {
                return false;
            }

            _calls++;
            UsedAt = now;
            return true;
        }
    }

    public void Exit()
    {
        lock (_lock)
        {
            if (--_calls == 0 && _retired)
            {
                Close_NeedsLock();
            }
        }
    }

    /// <summary>Lets nobody in from now on.</summary>
    public void Retire()
    {
        lock (_lock)
        {
            _retired = true;
            if (_calls == 0)
            {
                Close_NeedsLock();
            }
        }
    }

    /// <summary>Ends it now, with the calls on it.</summary>
    public Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _retired = true;
            return Close_NeedsLock().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Off the caller's thread: ending a process waits for it.</summary>
    private Task Close_NeedsLock() => _closed ??= Task.Run(async () =>
    {
        try
        {
            await client.DisposeAsync();
        }
        finally
        {
            closed(this);
        }
    });
}
