using System.Collections.Concurrent;
using System.Text.Json;
using Coordinator.Core.Failures;
using Coordinator.Core.Tools;

namespace Coordinator.TestKit.Tools;

/// <summary>Tools that do what a test says; every call is kept.</summary>
public sealed class ScriptedTools : IToolServers
{
    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type":"object"}""").RootElement;

    private readonly ConcurrentDictionary<string, Func<ToolCall, CancellationToken, Task<Outcome<ToolResult>>>> _scripts = [];
    private readonly List<ToolDefinition> _tools = [];
    private int _underWay;

    public ConcurrentQueue<ToolCall> Calls { get; } = [];

    public int MostUnderWay { get; private set; }

    public IReadOnlyList<ToolServerStatus> Servers => [new("scripted", "connected", _tools.Count)];

    public ScriptedTools Read(string name, Func<ToolCall, Outcome<ToolResult>> script) => Add(name, true, (call, _) => Task.FromResult(script(call)));

    public ScriptedTools Read(string name, Func<ToolCall, CancellationToken, Task<Outcome<ToolResult>>> script) => Add(name, true, script);

    public ScriptedTools Write(string name, Func<ToolCall, Outcome<ToolResult>> script) => Add(name, false, (call, _) => Task.FromResult(script(call)));

    public ScriptedTools Write(string name, Func<ToolCall, CancellationToken, Task<Outcome<ToolResult>>> script) => Add(name, false, script);

    /// <summary>Gives a tool that was added before the schema of its arguments.</summary>
    public ScriptedTools Taking(string name, string inputSchema)
    {
        var index = _tools.FindIndex(tool => tool.Name == name);
        _tools[index] = _tools[index] with { InputSchema = JsonDocument.Parse(inputSchema).RootElement };
        return this;
    }

    /// <summary>An error as a server of ours gives it: the structure, and the same as text.</summary>
    public static Outcome<ToolResult> Fails(int status, string message, string more = "") =>
        Failing($$$"""{"error":{"status":{{{status}}},"message":"{{{message}}}"{{{more}}}}}""");

    private static Outcome<ToolResult> Failing(string structured) =>
        new ToolResult { IsError = true, Text = structured, Structured = JsonDocument.Parse(structured).RootElement };

    public static Outcome<ToolResult> Says(string text) => new ToolResult { IsError = false, Text = text };

    public static Outcome<ToolResult> Shows(string json) => new ToolResult { IsError = false, Text = json, Structured = JsonDocument.Parse(json).RootElement };

    public Task<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ToolDefinition>>(_tools);

    public async Task<Outcome<ToolResult>> CallAsync(ToolCall call, IProgress<ToolProgress>? progress, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        var underWay = Interlocked.Increment(ref _underWay);
        lock (_tools)
        {
            MostUnderWay = Math.Max(MostUnderWay, underWay);
        }

        try
        {
            return await _scripts[call.Tool](call, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private ScriptedTools Add(string name, bool readOnly, Func<ToolCall, CancellationToken, Task<Outcome<ToolResult>>> script)
    {
        _scripts[name] = script;
        _tools.Add(new ToolDefinition { Server = "scripted", Name = name, Description = name, InputSchema = AnyObject, ReadOnlyHint = readOnly });
        return this;
    }
}
