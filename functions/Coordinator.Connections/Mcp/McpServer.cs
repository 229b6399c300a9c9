using System.Text.Json.Nodes;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Coordinator.Connections.Mcp;

/// <summary>One configured server: at most one session, opened when it is needed, replaced when it breaks.</summary>
internal sealed class McpServer(McpServerConfig config, McpTransports transports, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>A tool list is read again after this time, or at once when the server says that it changed.</summary>
    private static readonly TimeSpan ToolsKept = TimeSpan.FromMinutes(5);

    /// <summary>A session over HTTP is replaced after this time, so that load balancers and certificates are met anew.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private volatile McpSession? _session;
    private volatile Failure? _lastFailure;
    private string? _protocolVersion;
    private int _failures;
    private DateTimeOffset _nextTry;
    private volatile bool _isConnecting;

    public ToolServerStatus Status => new(config.Id, StatusWord(), _session?.Tools.Count ?? 0)
    {
        Transport = config.Transport,
        Domains = config.Domains,
        Error = _session is null ? _lastFailure?.Message : null,
        ProtocolVersion = _protocolVersion,
        ConnectedAt = _session?.OpenedAt,
    };

    /// <summary>The tools of an open session; none while the server is away.</summary>
    public async Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(cancellationToken);
        if (!opened.IsSuccess)
        {
            return [];
        }

        var session = opened.Value;
        if (session.ToolsChanged || time.GetUtcNow() - session.ToolsReadAt > ToolsKept)
        {
            try
            {
                await ReadToolsAsync(session, cancellationToken);
            }
            catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
            {
                Drop(session);
                _lastFailure = McpFailures.OfCall(config.Id, "tools/list", exception);
                return [];
            }
        }

        return session.Tools;
    }

    public async Task<Outcome<ToolResult>> CallAsync(ToolCall toolCall, IProgress<ToolProgress>? progress, CancellationToken cancellationToken)
    {
        var session = _session;
        if (session is null || session.IsBroken || IsTooOld(session))
        {
            var opened = await OpenAsync(cancellationToken);
            if (!opened.IsSuccess)
            {
                return opened.Failure;
            }

            session = opened.Value;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(toolCall.TimeLimit);
        try
        {
            var result = await session.Client.CallToolAsync(
                toolCall.Tool,
                toolCall.Arguments.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value),
                progress is null ? null : new Forward(progress),
                OptionsOf(toolCall),
                deadline.Token);
            return McpResults.Read(config.Id, toolCall.Tool, result);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Failure(FailureClass.Timeout, $"Tool call timed out: '{toolCall.Tool}' took longer than {toolCall.TimeLimit.TotalSeconds:0} s.") { MaybeExecuted = true };
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            if (exception is not McpProtocolException)
            {
                Drop(session);
            }

            return McpFailures.OfCall(config.Id, toolCall.Tool, exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _session, null) is { } session)
        {
            await session.DisposeAsync();
        }

        _connecting.Dispose();
    }

    private async Task<Outcome<McpSession>> OpenAsync(CancellationToken cancellationToken)
    {
        if (_session is { IsBroken: false } usable && !IsTooOld(usable))
        {
            return usable;
        }

        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_session is { } current)
            {
                if (!current.IsBroken && !IsTooOld(current))
                {
                    return current;
                }

                Drop(current);
            }

            var wait = _nextTry - time.GetUtcNow();
            return wait > TimeSpan.Zero && _lastFailure is { } last
                ? last with { Message = $"Server temporarily unavailable: {last.Message} Next try in {Math.Ceiling(wait.TotalSeconds):0} s.", RetryAfter = wait }
                : await ConnectAsync(cancellationToken);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<Outcome<McpSession>> ConnectAsync(CancellationToken cancellationToken)
    {
        _isConnecting = true;
        try
        {
            var client = await transports.ConnectAsync(config, _protocolVersion, cancellationToken);
            var session = new McpSession(client, time.GetUtcNow());
            client.RegisterNotificationHandler(NotificationMethods.ToolListChangedNotification, (_, _) =>
            {
                session.ToolsChanged = true;
                return ValueTask.CompletedTask;
            });
            await ReadToolsAsync(session, cancellationToken);
            _session = session;
            _protocolVersion = client.NegotiatedProtocolVersion;
            _failures = 0;
            _lastFailure = null;
            McpLog.Connected(logger, config.Id, _protocolVersion, session.Tools.Count);
            return session;
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            // A remembered version that no longer fits is forgotten: the next try negotiates.
            _protocolVersion = null;
            var failure = McpFailures.OfConnect(config.Id, exception);
            var pause = Math.Min(Math.Pow(2, _failures++), LongestBackoff.TotalSeconds) * (0.75 + (Random.Shared.NextDouble() / 2));
            _nextTry = time.GetUtcNow().AddSeconds(pause);
            _lastFailure = failure;
            McpLog.ConnectFailed(logger, config.Id, failure.Message, pause);
            return failure;
        }
        finally
        {
            _isConnecting = false;
        }
    }

    private async Task ReadToolsAsync(McpSession session, CancellationToken cancellationToken)
    {
        session.ToolsChanged = false;
        var tools = await session.Client.ListToolsAsync(cancellationToken: cancellationToken);
        session.Tools = [.. tools.Select(tool => McpResults.Read(config.Id, tool.ProtocolTool))];
        session.ToolsReadAt = time.GetUtcNow();
    }

    /// <summary>Calls that are under way on it still end; nobody gets it any more.</summary>
    private void Drop(McpSession session)
    {
        if (Interlocked.CompareExchange(ref _session, null, session) == session)
        {
            _ = session.DisposeAsync().AsTask();
        }
    }

    private bool IsTooOld(McpSession session) => config.Transport == "http" && time.GetUtcNow() - session.OpenedAt > MaxAge;

    private string StatusWord() => _session is { IsBroken: false } ? "connected"
        : _isConnecting ? "connecting"
        : _lastFailure is not null ? "error"
        : "disconnected";

    private static RequestOptions? OptionsOf(ToolCall toolCall) =>
        toolCall.EffectKey is { } key ? new RequestOptions { Meta = new JsonObject { ["coordinator/effectKey"] = key } } : null;

    private sealed class Forward(IProgress<ToolProgress> progress) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => progress.Report(new ToolProgress(value.Progress, value.Total, value.Message));
    }
}
