using System.Collections.Concurrent;
using Coordinator.Core.State;
using Microsoft.Extensions.Logging;

namespace Coordinator.Core.Tools;

/// <summary>
/// Notices that a server has changed the definition of a tool since it was accepted. The first definition is accepted as it is.
/// Compared when the list of tools changes, never with a call; a write that is held looks into the store whether somebody has accepted it meanwhile.
/// </summary>
public sealed partial class ToolDrift(IStateStore store, ToolPolicy policy, TimeProvider time, ILogger<ToolDrift> logger)
{
    /// <summary>A check that the state store failed is made again after this time.</summary>
    private static readonly TimeSpan CheckedAgain = TimeSpan.FromSeconds(30);

    /// <summary>Refusals look into the store no more often.</summary>
    private static readonly TimeSpan LookedAgain = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, ServerDrift> _servers = new(StringComparer.Ordinal);
    private IReadOnlyList<ToolDefinition>? _checked;
    private Task<bool> _checking = Task.FromResult(true);
    private long _checkedAt;

    /// <summary>All that differ from what was accepted.</summary>
    public IReadOnlyList<DriftedTool> Drifted => [.. _servers.Values.SelectMany(server => server.Tools.Values)];

    public DriftedTool? Find(ToolDefinition tool) => _servers.TryGetValue(tool.Server, out var server) ? server.Tools.GetValueOrDefault(tool.Name) : null;

    /// <summary>Compares a list that is new; costs nothing for one that was compared already.</summary>
    public ValueTask CheckAsync(IReadOnlyList<ToolDefinition> tools, CancellationToken cancellationToken)
    {
        Task<bool> checking;
        lock (_lock)
        {
            var isOver = _checking is { IsCompletedSuccessfully: true, Result: false } && time.GetElapsedTime(_checkedAt) > CheckedAgain;
            if (!ReferenceEquals(_checked, tools) || isOver)
            {
                (_checked, _checkedAt) = (tools, time.GetTimestamp());
                _checking = Task.Run(() => CheckNowAsync(tools), CancellationToken.None);
            }

            checking = _checking;
        }

        return checking.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(checking.WaitAsync(cancellationToken));
    }

    /// <summary>The change because of which a call is not let through; null: there is none, or the tool only reads and always did.</summary>
    public async ValueTask<DriftedTool?> FindHeldAsync(ToolDefinition tool, bool write, CancellationToken cancellationToken)
    {
        if (Find(tool) is not { } drifted || !(write || drifted.Accepted.Write))
        {
            return null;
        }

        // Perhaps another instance was told to accept it.
        if (_servers.TryGetValue(tool.Server, out var server) && time.GetElapsedTime(server.ReadAt) >= LookedAgain)
        {
            await CompareAsync(tool.Server, server.Listed, false, cancellationToken);
        }

        return Find(tool);
    }

    /// <summary>From now on this definition is the right one.</summary>
    /// <exception cref="StateStoreException">It could not be stored: the tool is held as before.</exception>
    public async Task AcceptAsync(ToolDefinition tool, string by, CancellationToken cancellationToken)
    {
        var accepted = Known(tool) with { By = by };
        await store.UpdateAsync(KnownTools.KeyOf(tool.Server), json => KnownTools.Deserialize(json).With(tool.Name, accepted).Serialize(), null, cancellationToken);
        if (_servers.TryGetValue(tool.Server, out var server))
        {
            _servers[tool.Server] = server with { Tools = new Dictionary<string, DriftedTool>(server.Tools.Where(drifted => drifted.Key != tool.Name)) };
        }

        LogAccepted(tool.Server, tool.Name, accepted.Definition.Digest, by);
    }

    /// <summary>The server is gone for good: one that comes under its id is seen for the first time.</summary>
    /// <exception cref="StateStoreException">It could not be deleted.</exception>
    public async Task ForgetAsync(string server, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(KnownTools.KeyOf(server), null, cancellationToken);
        _servers.TryRemove(server, out _);
    }

    private async Task<bool> CheckNowAsync(IReadOnlyList<ToolDefinition> tools)
    {
        var isChecked = true;
        foreach (var server in tools.GroupBy(tool => tool.Server, StringComparer.Ordinal))
        {
            isChecked &= await CompareAsync(server.Key, [.. server.DistinctBy(tool => tool.Name)], true, CancellationToken.None);
        }

        return isChecked;
    }

    /// <param name="remember">Stores what was never seen before.</param>
    private async Task<bool> CompareAsync(string server, IReadOnlyList<ToolDefinition> tools, bool remember, CancellationToken cancellationToken)
    {
        try
        {
            var listed = tools.ToDictionary(tool => tool.Name, Known, StringComparer.Ordinal);
            var known = remember
                ? KnownTools.Deserialize((await store.UpdateAsync(KnownTools.KeyOf(server), json => Remembered(json, listed), null, cancellationToken))?.Value)
                : KnownTools.Deserialize((await store.ReadAsync(KnownTools.KeyOf(server), cancellationToken))?.Value);
            Keep(server, tools, listed, known);
            return true;
        }
        catch (StateStoreException exception)
        {
            LogNotChecked(server, exception);
            return false;
        }
    }

    private static string? Remembered(string? json, IReadOnlyDictionary<string, KnownTool> listed)
    {
        var known = KnownTools.Deserialize(json);
        var next = known.Including(listed);
        return ReferenceEquals(next, known) ? null : next.Serialize();
    }

    private void Keep(string server, IReadOnlyList<ToolDefinition> tools, Dictionary<string, KnownTool> listed, KnownTools known)
    {
        var before = _servers.GetValueOrDefault(server);
        var drifted = new Dictionary<string, DriftedTool>(StringComparer.Ordinal);
        foreach (var (name, tool) in known.IsForeign ? [] : listed)
        {
            if (known.Tools.TryGetValue(name, out var accepted) && accepted.Definition != tool.Definition)
            {
                drifted[name] = before?.Tools.GetValueOrDefault(name) is { } same && same.Current == tool.Definition && same.Accepted == accepted
                    ? same
                    : new DriftedTool(server, name, accepted, tool.Definition, time.GetUtcNow());
                if (before?.Tools.GetValueOrDefault(name)?.Current != tool.Definition)
                {
                    LogDrifted(server, name, string.Join(',', drifted[name].Changed));
                }
            }
        }

        _servers[server] = new ServerDrift(tools, drifted, time.GetTimestamp());
    }

    private KnownTool Known(ToolDefinition tool) => new(ToolFingerprint.Of(tool), policy.Classify(tool).Write, time.GetUtcNow());

    [LoggerMessage(LogLevel.Warning, "tool_drifted server={Server} tool={Tool} changed={Changed} its writes are held until POST /tools/{Tool}/accept")]
    private partial void LogDrifted(string server, string tool, string changed);

    [LoggerMessage(LogLevel.Information, "tool_accepted server={Server} tool={Tool} digest={Digest} by={By}")]
    private partial void LogAccepted(string server, string tool, string digest, string by);

    [LoggerMessage(LogLevel.Warning, "tool_drift_not_checked server={Server} nothing new is held as long as the state store fails")]
    private partial void LogNotChecked(string server, Exception exception);

    /// <summary>What was last seen of a server.</summary>
    private sealed record ServerDrift(IReadOnlyList<ToolDefinition> Listed, IReadOnlyDictionary<string, DriftedTool> Tools, long ReadAt);
}

/// <summary>A tool whose definition is not the accepted one.</summary>
/// <param name="Since">When this process noticed.</param>
public sealed record DriftedTool(string Server, string Tool, KnownTool Accepted, ToolFingerprint Current, DateTimeOffset Since)
{
    public IReadOnlyList<string> Changed => Current.ChangedFrom(Accepted.Definition);
}
