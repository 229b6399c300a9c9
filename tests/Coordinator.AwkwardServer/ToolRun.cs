using System.Text.Json.Nodes;

namespace Coordinator.AwkwardServer;

/// <summary>One call of a tool.</summary>
internal sealed record ToolRun(Quirks Quirks, Client Client, JsonObject Parameters, Func<JsonObject, Task> Send, Func<int, string, Task> Die)
{
    public string Tool => Parameters["name"]!.GetValue<string>();

    public JsonNode? this[string argument] => Parameters["arguments"]?[argument];

    public JsonNode? Meta => Parameters["_meta"];

    public int Number(string argument, int otherwise) => this[argument]?.GetValue<int>() ?? otherwise;

    public Task NotifyAsync(string method, JsonObject parameters) =>
        Send(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters });
}
