using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Mcp;

/// <summary>The session that calls of one server go to now, of the server's current generation. One that is let go is retired: calls on it end in peace.</summary>
internal sealed class McpCurrentSession(McpServerConfig config, TimeProvider time, ILogger logger)
{
    /// <summary>A session over HTTP is replaced after this time, so that load balancers and certificates are met anew.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>A session over HTTP that neither call nor health check has used for this long is given back. A child process keeps running: starting it costs more than having it.</summary>
    public static readonly TimeSpan MaxIdle = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private McpSession? _session;
    private string _generation = "";

    /// <summary>Looking lets go of one that is too old.</summary>
    public McpSession? Usable
    {
        get
        {
            lock (_lock)
            {
                if (_session is not { IsUsable: true } session)
                {
                    return null;
                }

                if (config.Transport != "http" || ReasonToReplace(session) is not { } reason)
                {
                    return session;
                }

                LetGo_NeedsLock(reason);
                return null;
            }
        }
    }

    /// <summary>Raised by each restart of the server, whoever asked for it; empty if there was none.</summary>
    public string Generation
    {
        get
        {
            lock (_lock)
            {
                return _generation;
            }
        }
    }

    /// <summary>False: the server was restarted since <paramref name="generation"/>.</summary>
    public bool TryPut(McpSession session, string generation)
    {
        lock (_lock)
        {
            if (generation != _generation)
            {
                return false;
            }

            _session = session;
            return true;
        }
    }

    /// <summary>A session of another generation is not used again.</summary>
    public void Renew(string generation)
    {
        lock (_lock)
        {
            if (generation.Length > 0 && generation != _generation)
            {
                _generation = generation;
                LetGo_NeedsLock("restart");
            }
        }
    }

    /// <summary>It broke; false if it was not the current one.</summary>
    public bool TryForget(McpSession session)
    {
        lock (_lock)
        {
            if (_session != session)
            {
                return false;
            }

            _session = null;
            return true;
        }
    }

    public void LetGo(string reason)
    {
        lock (_lock)
        {
            LetGo_NeedsLock(reason);
        }
    }

    private string? ReasonToReplace(McpSession session)
    {
        var now = time.GetUtcNow();
        return now - session.OpenedAt > MaxAge ? "age" : now - session.UsedAt > MaxIdle ? "idle" : null;
    }

    private void LetGo_NeedsLock(string reason)
    {
        if (_session is { } session)
        {
            _session = null;
            McpLog.Replaced(logger, config.Id, reason);
            session.Retire();
        }
    }
}
