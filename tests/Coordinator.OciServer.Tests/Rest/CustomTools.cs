using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.OciServer.Hosting;
using Coordinator.OciServer.Tools;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Coordinator.OciServer.Tests.Rest;

/// <summary>The server with one file of tools of a user's own, against an API that a test plays.</summary>
internal sealed class CustomTools : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custom-tools-");
    private readonly ServiceProvider services;
    private readonly Dictionary<string, DefinedTool> tools;

    public CustomTools(string yaml, Func<HttpRequestMessage, HttpResponseMessage> answer, Dictionary<string, string>? variables = null)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "own.yaml"), yaml);
        Api = new StubApi(answer);
        services = new ServiceCollection().AddLogging().AddSingleton<HttpMessageHandler>(Api)
            .AddOciTools(new ServerOptions { ToolFolders = [folder.FullName], Variable = name => variables?.GetValueOrDefault(name) })
            .BuildServiceProvider();
        tools = services.GetServices<McpServerTool>().OfType<DefinedTool>().ToDictionary(tool => tool.Definition.Name);
    }

    public StubApi Api { get; }

    public DefinedTool this[string name] => tools[name];

    public async Task<(JsonElement Answer, JsonElement? Error)> CallAsync(string tool, object arguments, string? effectKey = null)
    {
        var (answer, error) = await tools[tool].AnswerAsync(
            new CallToolRequestParams
            {
                Name = tool,
                Arguments = JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(argument => argument.Name, argument => argument.Value),
                Meta = effectKey is null ? null : new JsonObject { [EffectKey.MetaName] = effectKey },
            },
            TestContext.Current.CancellationToken);
        return (error is null ? JsonElement.Parse(answer.Span) : default, error is null ? null : JsonSerializer.SerializeToElement(error.ToJson()["error"]));
    }

    public void Dispose()
    {
        services.Dispose();
        Api.Dispose();
        folder.Delete(recursive: true);
    }
}
