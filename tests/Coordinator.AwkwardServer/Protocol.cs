using System.Text.Json.Nodes;

namespace Coordinator.AwkwardServer;

/// <summary>Answers JSON-RPC messages of one client, over whatever carries them.</summary>
internal sealed class Protocol(Quirks quirks, Client client)
{
    /// <summary>The revision without a handshake.</summary>
    private const string Newest = "2026-07-28";

    /// <param name="send">Sends a message that belongs to the request being answered.</param>
    /// <param name="die">Ends the connection in the middle of the request.</param>
    public async Task HandleAsync(JsonObject message, Func<JsonObject, Task> send, Func<int, string, Task> die)
    {
        client.Receive(message);
        if (message["method"]?.GetValue<string>() is not { } method || message["id"] is not { } id)
        {
            return;
        }

        try
        {
            if (await AnswerAsync(method, message["params"] as JsonObject ?? [], send, die) is { } result)
            {
                await send(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = result });
            }
        }
        catch (RpcException error)
        {
            await send(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message } });
        }
    }

    /// <summary>Null never answers.</summary>
    private async Task<JsonNode?> AnswerAsync(string method, JsonObject parameters, Func<JsonObject, Task> send, Func<int, string, Task> die) => method switch
    {
        "initialize" => quirks.HangAtInitialize ? null : Initialize(parameters),
        "server/discover" when quirks.Versions.Contains(Newest) => Discover(),
        "tools/list" => ListTools(parameters),
        "tools/call" => await Tools.CallAsync(new ToolRun(quirks, client, parameters, send, die)),
        "ping" => new JsonObject(),
        "resources/read" when quirks.Manifest is not null => ReadManifest(quirks.Manifest),
        _ when quirks.HangAtInitialize => null,
        _ => quirks.Unknown switch
        {
            "empty" => new JsonObject(),
            "silence" => null,
            _ => throw new RpcException(-32601, $"Method not found: {method}"),
        },
    };

    private JsonObject Initialize(JsonObject parameters)
    {
        var asked = parameters["protocolVersion"]?.GetValue<string>();
        return new JsonObject
        {
            ["protocolVersion"] = asked is not null && quirks.Versions.Contains(asked) ? asked : quirks.Versions[0],
            ["capabilities"] = Capabilities(new JsonObject { ["listChanged"] = true }),
            ["serverInfo"] = new JsonObject { ["name"] = "awkward", ["version"] = "1" },
        };
    }

    /// <summary>It does not say who it is, which it need not.</summary>
    private JsonObject Discover() => new()
    {
        ["supportedVersions"] = new JsonArray([.. quirks.Versions.Select(version => JsonValue.Create(version))]),
        ["capabilities"] = Capabilities([]),
    };

    private JsonObject Capabilities(JsonObject tools)
    {
        var capabilities = new JsonObject { ["tools"] = tools };
        if (quirks.Manifest is not null)
        {
            capabilities["resources"] = new JsonObject();
        }

        return capabilities;
    }

    private static JsonObject? ReadManifest(string manifest) => manifest switch
    {
        "hang" => null,
        "missing" => throw new RpcException(-32002, "Resource not found"),
        _ => new JsonObject { ["contents"] = new JsonArray(new JsonObject { ["uri"] = "server://manifest", ["mimeType"] = "application/json", ["text"] = manifest }) },
    };

    private JsonObject? ListTools(JsonObject parameters)
    {
        if (client.CountList() > quirks.Lists)
        {
            return null;
        }

        var all = Tools.Describe(client.ToolsAdded, client.ToolWords);
        if (quirks.EndlessPages)
        {
            return new JsonObject { ["tools"] = new JsonArray(), ["nextCursor"] = "more" };
        }

        if (quirks.PageSize == 0)
        {
            return new JsonObject { ["tools"] = new JsonArray([.. all]) };
        }

        var from = int.Parse(parameters["cursor"]?.GetValue<string>() ?? "0", null);
        var page = new JsonObject { ["tools"] = new JsonArray([.. all.Skip(from).Take(quirks.PageSize)]) };
        if (from + quirks.PageSize < all.Count)
        {
            page["nextCursor"] = $"{from + quirks.PageSize}";
        }

        return page;
    }
}

/// <summary>Becomes a JSON-RPC error.</summary>
internal sealed class RpcException(int code, string message) : Exception(message)
{
    public int Code => code;
}
