using System.Text.Json;
using Coordinator.OciServer.Handlers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Coordinator.OciServer.Hosting;

/// <summary>
/// A start is mostly the compiling of code. What the first messages and the schemas need of it is compiled here, on another core, while the files of tools are read:
/// a sixth of the time until tools/list is answered.
/// </summary>
internal static class WarmUp
{
    private const string Message = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"","capabilities":{},"clientInfo":{"name":"","version":""}}}""";

    public static Task Begin() => Task.Run(() =>
    {
        var json = McpJsonUtilities.DefaultOptions;
        var request = (JsonRpcRequest)JsonSerializer.Deserialize<JsonRpcMessage>(Message, json)!;
        var client = request.Params.Deserialize<InitializeRequestParams>(json)!;
        Write(new InitializeResult { ProtocolVersion = client.ProtocolVersion, Capabilities = new ServerCapabilities { Tools = new() }, ServerInfo = client.ClientInfo });
        Write(new ListToolsResult { Tools = [new Tool { Name = "", Annotations = new() }] });
        AnswerType.Schema(typeof(Compartments.Compartment), "");

        void Write<T>(T result) => JsonSerializer.Serialize<JsonRpcMessage>(new JsonRpcResponse { Id = request.Id, Result = JsonSerializer.SerializeToNode(result, json) }, json);
    });
}
