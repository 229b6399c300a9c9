namespace Coordinator.Connections.Mcp;

/// <summary>All sessions of one server that are not closed yet: beside the current one those that were let go, with calls on them.</summary>
internal sealed class McpOpenSessions
{
    private readonly Lock _lock = new();
    private readonly HashSet<McpSession> _sessions = [];

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Count == 0;
            }
        }
    }

    public void Add(McpSession session)
    {
        lock (_lock)
        {
            _sessions.Add(session);
        }
    }

    public void Remove(McpSession session)
    {
        lock (_lock)
        {
            _sessions.Remove(session);
        }
    }

    /// <summary>Ends them now, with the calls on them.</summary>
    public Task CloseAllAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.WhenAll(_sessions.Select(session => session.CloseAsync(cancellationToken)).ToList());
        }
    }
}
