using System.Collections;
using System.Text.Json.Nodes;

namespace Coordinator.AwkwardServer;

/// <summary>Each tool is one way in which a call can go.</summary>
internal static class Tools
{
    private static readonly string[] Names =
    [
        "echo", "hang", "await_cancelled", "received", "die", "big", "env", "fail", "fail_with_details", "rpc_error", "progress", "ask",
        "add_tool", "no_result", "wrong_result", "args", "process", "ask_for_ever",
    ];

    public static IReadOnlyList<JsonObject> Describe(int added, string words) =>
        [.. Names.Concat(Enumerable.Range(1, added).Select(number => $"added_{number}")).Select(name => new JsonObject
        {
            ["name"] = name,
            ["description"] = $"Does '{name}'.{words}",
            ["inputSchema"] = new JsonObject { ["type"] = "object" },
            ["annotations"] = new JsonObject { ["readOnlyHint"] = name == "echo" },
        })];

    public static async Task<JsonNode?> CallAsync(ToolRun run) => run.Tool switch
    {
        "echo" => Text(run["text"]?.GetValue<string>() ?? "", new JsonObject { ["text"] = run["text"]?.DeepClone(), ["meta"] = run.Meta?.DeepClone() }),
        "hang" => null,
        "await_cancelled" => Text((await run.Client.Cancelled).ToString()),
        "received" => Text(string.Join(',', run.Client.Received)),
        "die" => await DieAsync(run),
        "big" => Text(new string('x', run.Number("megabytes", 10) * 1024 * 1024)),
        "env" => Text("environment", Variables()),
        "process" => Text($"{Environment.ProcessId}"),
        "fail" => Failed("It did not work.", null),
        "fail_with_details" => Failed("It did not work.", new JsonObject { ["error"] = new JsonObject { ["status"] = 429, ["code"] = "TooManyRequests", ["retryable"] = true } }),
        "rpc_error" => throw new RpcException(run.Number("code", -32603), run["message"]?.GetValue<string>() ?? "broken inside"),
        "progress" => await ProgressAsync(run),
        "ask" => Text((await run.Client.AskAsync("elicitation/create", Question(), run.Send))?.ToJsonString() ?? "nothing"),
        "ask_for_ever" => new JsonObject { ["resultType"] = "input_required", ["requestState"] = "again", ["inputRequests"] = new JsonObject { ["q"] = new JsonObject { ["method"] = "elicitation/create", ["params"] = Question() } } },
        "add_tool" => await AddToolAsync(run),
        "no_result" => new JsonObject(),
        "wrong_result" => new JsonObject { ["content"] = 5 },
        "args" => Text(run.Parameters["arguments"]?.ToJsonString() ?? "none"),
        _ => throw new RpcException(-32602, $"Unknown tool: {run.Tool}"),
    };

    private static JsonObject Text(string text, JsonObject? structured = null)
    {
        var result = new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) };
        if (structured is not null)
        {
            result["structuredContent"] = structured;
        }

        return result;
    }

    private static JsonObject Failed(string text, JsonObject? structured)
    {
        var result = Text(text, structured);
        result["isError"] = true;
        return result;
    }

    private static async Task<JsonNode?> DieAsync(ToolRun run)
    {
        await run.Die(run.Number("code", 3), run["last_words"]?.GetValue<string>() ?? "out of luck");
        return null;
    }

    private static async Task<JsonNode?> ProgressAsync(ToolRun run)
    {
        var steps = run.Number("steps", 3);
        for (var step = 1; step <= steps; step++)
        {
            await run.NotifyAsync("notifications/progress", new JsonObject { ["progressToken"] = run.Meta?["progressToken"]?.DeepClone(), ["progress"] = step, ["total"] = steps, ["message"] = $"step {step}" });
        }

        return run["then"] is null ? Text("done") : null;
    }

    private static async Task<JsonNode?> AddToolAsync(ToolRun run)
    {
        if (run["words"]?.GetValue<string>() is { } words)
        {
            run.Client.ToolWords = words;
        }
        else
        {
            run.Client.ToolsAdded++;
        }

        await run.NotifyAsync("notifications/tools/list_changed", []);
        return Text("added");
    }

    private static JsonObject Question() => new()
    {
        ["message"] = "Which one?",
        ["requestedSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["one"] = new JsonObject { ["type"] = "string" } } },
    };

    private static JsonObject Variables()
    {
        var variables = new JsonObject();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value;
        }

        return variables;
    }
}
