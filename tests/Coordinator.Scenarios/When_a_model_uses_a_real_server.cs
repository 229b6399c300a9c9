using Coordinator.Core.Runs;
using Coordinator.TestKit.Mcp;
using Coordinator.TestKit.Models;

namespace Coordinator.Scenarios;

/// <summary>The whole way: a question, a model over its wire format, a real MCP server as a child process, the answer.</summary>
public sealed class When_a_model_uses_a_real_server : IDisposable
{
    private readonly string _config = Directory.CreateTempSubdirectory("coordinator-config-").FullName;

    public void Dispose() => Directory.Delete(_config, recursive: true);

    [Fact]
    public async Task Should_answer_from_two_of_its_tools()
    {
        var script = ServerEverything.Script();
        await File.WriteAllTextAsync(
            Path.Combine(_config, "mcp-servers.yaml"),
            $"servers:\n  everything:\n    transport: stdio\n    command: node\n    args: [\"{script}\", stdio]\n",
            TestContext.Current.CancellationToken);
        await using var model = await ModelStub.StartAsync(request => request.Results.Count == 0
            ? ModelReply.Asks(StubCall.Of("echo", new { message = "hello" }), StubCall.Of("get-sum", new { a = 2, b = 40 }))
            : ModelReply.Says(string.Join(" / ", request.Results.Select(result => result.Text))));
        await using var host = await ScenarioHost.StartAsync(new ScenarioPlan { ConfigFolder = _config, Model = model });

        var answer = await host.ChatAsync("Say hello and add 2 and 40");

        Assert.Equal("Echo: hello / The sum of 2 and 40 is 42.", answer.GetProperty("response").GetString());
        Assert.All(answer.GetProperty("steps").EnumerateArray(), step => Assert.Equal(ToolOutcomes.Succeeded, step.GetProperty("outcome").GetString()));
    }
}
