using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Coordinator.DemoServer;

/// <summary>The tools as MCP sees them: listing, calling, and errors that are errors.</summary>
internal sealed class DemoTools
{
    private readonly Dictionary<string, DemoTool> _tools;
    private readonly DemoOptions _options;
    private readonly TimeProvider _time;

    public DemoTools(TenancyFile file, DemoOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        DemoTool[] tools = [.. new InventoryTools(file).All(), .. new CostTools(file, time).All(), .. new InstanceActions(file, time).All()];
        _tools = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
    }

    public ValueTask<ListToolsResult> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new ListToolsResult
        {
            Tools = [.. _tools.Values.Select(tool => new Tool
            {
                Name = tool.Name,
                Description = tool.Description,
                InputSchema = tool.InputSchema(),
                Annotations = new ToolAnnotations { ReadOnlyHint = !tool.Write, DestructiveHint = tool.Write, IdempotentHint = !tool.Write, OpenWorldHint = false },
            })],
        });
    }

    public async ValueTask<CallToolResult> CallAsync(CallToolRequestParams call, CancellationToken cancellationToken)
    {
        if (!_tools.TryGetValue(call.Name, out var tool))
        {
            return Answer(Error(new DemoError(404, "UnknownTool", $"There is no tool '{call.Name}'. Tools: {string.Join(", ", _tools.Keys)}.")), isError: true);
        }

        try
        {
            var key = call.Meta?["coordinator/effectKey"]?.GetValue<string>();
            var result = tool.Run(new DemoArguments(tool, call.Arguments ?? new Dictionary<string, JsonElement>(), key));
            await HoldAsync(tool, cancellationToken);
            return Answer(result, isError: false);
        }
        catch (DemoError error)
        {
            return Answer(Error(error), isError: true);
        }
    }

    private async Task HoldAsync(DemoTool tool, CancellationToken cancellationToken)
    {
        while (tool.Write && _options.HoldAfterWrite is { } file && File.Exists(file))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellationToken);
        }
    }

    private static JsonObject Error(DemoError error) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject
        {
            ["status"] = error.Status,
            ["code"] = error.Code,
            ["message"] = error.Message,
            ["retryable"] = error.Status is 429 or >= 500,
        },
    };

    private static CallToolResult Answer(JsonObject result, bool isError)
    {
        var structured = JsonDocument.Parse(result.ToJsonString()).RootElement;
        return new CallToolResult { IsError = isError, StructuredContent = structured, Content = [new TextContentBlock { Text = structured.GetRawText() }] };
    }
}
