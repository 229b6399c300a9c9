using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Coordinator.AwkwardServer;

/// <summary>What the server knows of one client: what it asked it, and what the client has cancelled.</summary>
internal sealed class Client
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode?>> _asked = new();
    private readonly ConcurrentQueue<string> _received = new();
    private readonly TaskCompletionSource<JsonNode> _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _questions;
    private int _lists;

    /// <summary>Tools added while it runs.</summary>
    public int ToolsAdded { get; set; }

    /// <summary>Added to the description of each tool while it runs.</summary>
    public string ToolWords { get; set; } = "";

    /// <summary>Ends when the client cancels a call; gives the id of the cancelled request.</summary>
    public Task<JsonNode> Cancelled => _cancelled.Task;

    /// <summary>Methods of all requests and notifications so far.</summary>
    public IReadOnlyList<string> Received => [.. _received];

    public int CountList() => Interlocked.Increment(ref _lists);

    public void Receive(JsonObject message)
    {
        if (message["method"]?.GetValue<string>() is { } method)
        {
            _received.Enqueue(method);
            if (method == "notifications/cancelled")
            {
                _cancelled.TrySetResult(message["params"]!["requestId"]!.DeepClone());
            }
        }
        else if (message["id"]?.ToString() is { } id && _asked.TryRemove(id, out var answer))
        {
            answer.SetResult((message["result"] ?? message["error"])?.DeepClone());
        }
    }

    public async Task<JsonNode?> AskAsync(string method, JsonObject parameters, Func<JsonObject, Task> send)
    {
        var id = $"ask-{Interlocked.Increment(ref _questions)}";
        var answer = _asked[id] = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await send(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters });
        return await answer.Task;
    }
}
