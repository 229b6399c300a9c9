using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Health;
using Coordinator.Core.Tools;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;

namespace Coordinator.Connections.Mcp;

/// <summary>One server: what it is asked and what its answers and failures mean.</summary>
internal sealed class McpServer(McpServerConfig config, McpTransports transports, ServerGenerations? generations, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>No call lasts longer, whatever the configuration says.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromHours(1);

    /// <summary>Longest wait of a list for a server that is just starting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The same for one that failed last time: it must not slow down the users of others.</summary>
    public static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(2);

    /// <summary>A server that takes longer for its list of tools hangs.</summary>
    public static readonly TimeSpan ListWithin = TimeSpan.FromSeconds(5);

    /// <summary>Who checks it gives up sooner; this ends the question itself.</summary>
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(10);

    private readonly McpConnection _connection = new(config, transports, generations, time, logger);

    public string Id => config.Id;

    public McpServerConfig Config => config;

    /// <summary>It was let go, and nothing is left of it.</summary>
    public bool HasLeft => _connection.HasLeft;

    public ToolServerStatus Status
    {
        get
        {
            var session = _connection.Current;
            return new ToolServerStatus(config.Id, StatusWord(session), session?.Tools.Tools.Count ?? 0)
            {
                Transport = config.Transport,
                IsRegistered = config.IsRegistered,
                Domains = config.Domains,
                Error = session is null ? _connection.LastFailure?.Message : null,
                ProtocolVersion = _connection.ProtocolVersion,
                ConnectedAt = session?.OpenedAt,
                Manifest = session?.Tools.Manifest,
            };
        }
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => _connection.OpenAsync(cancellationToken);

    /// <summary>The tools of an open session; none while the server is away.</summary>
    public async ValueTask<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken)
    {
        _connection.RenewIfKnown();
        if ((_connection.Current ?? await AwaitSessionAsync(cancellationToken)) is not { } session)
        {
            return [];
        }

        if (session.Tools.IsStale)
        {
            await RefreshAsync(session, cancellationToken);
        }

        return session.IsUsable ? session.Tools.Tools : [];
    }

    /// <summary>One attempt. The time limit holds from here to the result, the wait for a session included.</summary>
    public async Task<Outcome<ToolResult>> CallAsync(ToolCall toolCall, IProgress<ToolProgress>? progress, CancellationToken cancellationToken)
    {
        if (FindTwice(toolCall.Arguments) is { } twice)
        {
            return new Failure(FailureClass.Validation, $"The argument '{twice}' of '{toolCall.Tool}' is given twice.");
        }

        using var limit = new CancellationTokenSource(toolCall.TimeLimit < LongestCall ? toolCall.TimeLimit : LongestCall, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        McpSession? session = null;
        try
        {
            var entered = await _connection.EnterAsync(ended.Token);
            if (!entered.IsSuccess)
            {
                return entered.Failure;
            }

            session = entered.Value;
            var result = await new McpCall(session.Client, config.Transport == "http", toolCall, progress, time).SendAsync(ended.Token);
            return McpResults.Read(config.Id, toolCall.Tool, result);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return TimedOut(toolCall, session);
        }
        catch (Exception exception) when (session is not null && !exception.IsCausedBy(cancellationToken))
        {
            return Failed(toolCall.Tool, session, exception);
        }
        finally
        {
            session?.Exit();
        }
    }

    /// <summary>
    /// Does it answer? It is asked for its tools, which is what every server with tools can tell (the newest revision has no ping); opening a session does the same.
    /// A session that is merely slow is kept: it is the restart that replaces it.
    /// </summary>
    public async Task<Failure?> CheckAsync(CancellationToken cancellationToken)
    {
        var hadSession = _connection.Current is not null;
        var entered = await _connection.EnterAsync(cancellationToken);
        if (!entered.IsSuccess)
        {
            return entered.Failure;
        }

        var session = entered.Value;
        try
        {
            if (hadSession)
            {
                await session.Tools.ReadAsync(LongestCheck, cancellationToken);
            }

            return null;
        }
        catch (TimeoutException)
        {
            return new Failure(FailureClass.Timeout, $"'{config.Id}' did not list its tools in time.");
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            return Failed("tools/list", session, exception);
        }
        finally
        {
            session.Exit();
        }
    }

    public async Task<Failure?> RestartAsync(string generation, TimeSpan pause, CancellationToken cancellationToken) =>
        (await _connection.RestartAsync(generation, pause, cancellationToken)).Failure;

    /// <summary>Takes no new call; those on it end in peace.</summary>
    public void Leave() => _connection.Leave();

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<McpSession?> AwaitSessionAsync(CancellationToken cancellationToken)
    {
        var patience = _connection.IsFailing ? ShortPatience : Patience;
        var opening = _connection.OpenAsync(cancellationToken);
        if (!opening.IsCompleted)
        {
            patience -= time.GetUtcNow() - (_connection.OpeningSince ?? time.GetUtcNow());
            if (patience <= TimeSpan.Zero)
            {
                return null;
            }
        }

        try
        {
            return (await opening.WaitAsync(patience, time, cancellationToken)).Value;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task RefreshAsync(McpSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.Tools.ReadAsync(ListWithin, cancellationToken);
        }
        catch (Exception exception) when (!exception.IsCausedBy(cancellationToken))
        {
            if (McpFailures.EndsSession(exception))
            {
                _connection.Lose(session, _connection.Failures.OfConnect(exception));
            }
            else
            {
                session.Tools.KeepOld();
            }
        }
    }

    private Failure TimedOut(ToolCall toolCall, McpSession? session)
    {
        if (session is null)
        {
            return new Failure(FailureClass.Timeout, $"'{config.Id}' did not come up within {toolCall.TimeLimit.TotalSeconds:0} s; '{toolCall.Tool}' was not sent.");
        }

        // Slow, or dead? A server that does not even list its tools is replaced; calls that are still on it keep their time.
        _ = RefreshAsync(session, CancellationToken.None);
        return new Failure(FailureClass.Timeout, $"Tool call timed out: '{toolCall.Tool}' took longer than {toolCall.TimeLimit.TotalSeconds:0} s.") { MaybeExecuted = true };
    }

    private Failure Failed(string tool, McpSession session, Exception exception)
    {
        var failure = session.Client.Completion is { IsCompleted: true, Result: StdioClientCompletionDetails details }
            ? _connection.Failures.OfEnd(tool, details)
            : _connection.Failures.OfCall(tool, exception);
        if (McpFailures.EndsSession(exception))
        {
            _connection.Lose(session, failure);
        }

        return failure;
    }

    private string StatusWord(McpSession? session) => session is not null ? "connected"
        : _connection.OpeningSince is not null ? "connecting"
        : _connection.LastFailure is not null ? "error"
        : "disconnected";

    /// <summary>JSON allows a name twice. What was checked and what a server would take could then differ.</summary>
    private static string? FindTwice(JsonElement arguments)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in arguments.EnumerateObject())
        {
            if (!names.Add(member.Name))
            {
                return member.Name;
            }
        }

        return null;
    }
}
