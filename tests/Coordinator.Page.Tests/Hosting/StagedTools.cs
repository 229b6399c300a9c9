using System.Collections.Concurrent;
using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;

namespace Coordinator.Page.Tests.Hosting;

/// <summary>Tools that a test plays: a call waits for its cue, so that the page can be looked at meanwhile.</summary>
internal sealed class StagedTools : IToolServers
{
    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type":"object"}""").RootElement;

    private readonly ConcurrentDictionary<string, Task<Outcome<ToolResult>>> _acts = [];
    private readonly List<ToolDefinition> _tools = [];

    public IReadOnlyList<ToolServerStatus> Servers => [new("staged", "connected", _tools.Count)];

    /// <summary>Answers at once with this JSON.</summary>
    public StagedTools With(string tool, string json, bool isRead = true)
    {
        Announce(tool, isRead);
        _acts[tool] = Task.FromResult(Shows(json));
        return this;
    }

    public StagedTools WithFailure(string tool, string json)
    {
        Announce(tool, isRead: true);
        _acts[tool] = Task.FromResult<Outcome<ToolResult>>(new ToolResult { IsError = true, Text = json, Structured = JsonDocument.Parse(json).RootElement });
        return this;
    }

    /// <summary>Answers when the cue is given.</summary>
    public TaskCompletionSource<Outcome<ToolResult>> Hold(string tool, bool isRead = true)
    {
        Announce(tool, isRead);
        var cue = new TaskCompletionSource<Outcome<ToolResult>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _acts[tool] = cue.Task;
        return cue;
    }

    public static Outcome<ToolResult> Shows(string json) => new ToolResult { IsError = false, Text = json, Structured = JsonDocument.Parse(json).RootElement };

    public Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ToolDefinition>>(_tools);

    public Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new ToolProgress(1, 3, "Reading page 1 of 3"));
        return _acts[call.Tool].WaitAsync(cancellationToken);
    }

    private void Announce(string tool, bool isRead)
    {
        if (_tools.All(known => known.Name != tool))
        {
            _tools.Add(new ToolDefinition { Server = "staged", Name = tool, Description = tool, InputSchema = AnyObject, ReadOnlyHint = isRead });
        }
    }
}
