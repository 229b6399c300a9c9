using Coordinator.Core.Health;
using Coordinator.Core.Registrations;
using Coordinator.Core.Tools;
using Microsoft.Extensions.Logging;

namespace Coordinator.Connections.Mcp;

/// <summary>
/// The servers there are: those of the configuration, and behind them those that registered themselves, as far as is known a second ago.
/// One that is replaced or removed takes no new call; calls on it end in peace.
/// </summary>
internal sealed class McpServerSet : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly McpServersConfig _config;
    private readonly McpTransports _transports;
    private readonly McpRegistrations? _registered;
    private readonly Func<McpServerConfig, McpServer> _open;
    private readonly IReadOnlyList<McpServer> _configured;
    private readonly List<McpServer> _leaving = [];
    private volatile Servers _now;
    private bool _isClosed;

    public McpServerSet(McpServersConfig config, TimeProvider time, ILoggerFactory loggers, ServerGenerations? generations, McpRegistrations? registered)
    {
        (_config, _registered) = (config, registered);
        _transports = new McpTransports(time, registered?.Targets);
        _open = server => new McpServer(server, _transports, generations, time, loggers.CreateLogger($"mcp.{server.Id}"));
        _configured = [.. config.Servers.Where(server => server.Enabled).Select(_open)];
        _now = new Servers(RegistrationsDocument.None, _configured, []);
    }

    /// <summary>As far as is known without waiting.</summary>
    public IReadOnlyList<McpServer> Now
    {
        get
        {
            _registered?.Shared.LookSoon();
            return Latest();
        }
    }

    public async ValueTask<IReadOnlyList<McpServer>> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_registered is not null)
        {
            await _registered.Shared.CurrentAsync(cancellationToken);
        }

        return Latest();
    }

    public async ValueTask<McpServer?> FindAsync(string id, CancellationToken cancellationToken)
    {
        foreach (var server in await CurrentAsync(cancellationToken))
        {
            if (server.Id == id)
            {
                return server;
            }
        }

        return null;
    }

    public TimeSpan TimeLimitOf(ToolDefinition tool) =>
        _now.Registered.FirstOrDefault(entry => entry.Server.Id == tool.Server).Server is { } server ? _config.TimeLimitOf(server.Config, tool) : _config.TimeLimitOf(tool);

    public async ValueTask DisposeAsync()
    {
        IEnumerable<McpServer> open;
        lock (_lock)
        {
            _isClosed = true;
            open = [.. _now.All, .. _leaving];
        }

        await Task.WhenAll(open.Select(server => server.DisposeAsync().AsTask()));
        _transports.Dispose();
    }

    private IReadOnlyList<McpServer> Latest()
    {
        // The document is the same object as long as nothing changed.
        if (_registered is not null && !ReferenceEquals(_now.Document, _registered.Shared.Latest))
        {
            lock (_lock)
            {
                // Asked within the lock: an older document never follows a newer one.
                var latest = _registered.Shared.Latest;
                _now = _isClosed || ReferenceEquals(_now.Document, latest) ? _now : Applied_NeedsLock(latest);
            }
        }

        return _now.All;
    }

    private Servers Applied_NeedsLock(RegistrationsDocument document)
    {
        var before = _now.Registered;
        List<(McpServer Server, DateTimeOffset ChangedAt)> registered = [];
        foreach (var (id, registration) in document.Live.Where(entry => !_config.Servers.Any(server => server.Id == entry.Key)))
        {
            var same = before.FirstOrDefault(entry => entry.Server.Id == id && entry.ChangedAt == registration.ChangedAt);
            registered.Add(same.Server is null ? (_open(RegisteredConfig.Of(id, registration.Server!, _registered!.Options)), registration.ChangedAt) : same);
        }

        _leaving.RemoveAll(server => server.HasLeft);
        foreach (var (server, _) in before.Where(entry => !registered.Contains(entry)))
        {
            server.Leave();
            _leaving.Add(server);
        }

        return new Servers(document, [.. _configured, .. registered.Select(entry => entry.Server)], registered);
    }

    /// <param name="All">The configured ones first, so that none loses a tool's name to one that came later.</param>
    private sealed record Servers(RegistrationsDocument Document, IReadOnlyList<McpServer> All, IReadOnlyList<(McpServer Server, DateTimeOffset ChangedAt)> Registered);
}
