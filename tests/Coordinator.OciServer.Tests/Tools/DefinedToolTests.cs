using System.Text.Json.Nodes;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Tools;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Protocol;

namespace Coordinator.OciServer.Tests.Tools;

public sealed class DefinedToolTests
{
    /// <summary>One of several requests failed, and the call with it: the others must not be left hanging.</summary>
    [Fact]
    public async Task Answer_OfACallThatFailed_EndsWhatItBegan()
    {
        var answerer = new Failing();
        var definition = new ToolDefinition("fails", "Fails", "Fails.") { Parameters = [], Hints = new ToolHints(true, false, true, "none"), Domain = "tests", Tier = 1, TimeLimit = TimeSpan.FromHours(1) };
        var tool = new DefinedTool(definition, answerer, _ => { }, TimeProvider.System, NullLogger<DefinedTool>.Instance);

        var (_, error) = await tool.AnswerAsync(new CallToolRequestParams { Name = "fails" }, TestContext.Current.CancellationToken);

        Assert.Equal("NotFound", error?.Code);
        Assert.True(answerer.Given.IsCancellationRequested);
    }

    private sealed class Failing : IAnswerer
    {
        public JsonObject OutputSchema { get; } = new() { ["type"] = "object", ["properties"] = new JsonObject { ["type"] = new JsonObject { ["const"] = "x" } }, ["required"] = new JsonArray("type") };

        public CancellationToken Given { get; private set; }

        public Task<ReadOnlyMemory<byte>> AnswerAsync(ToolCall call, CancellationToken cancellationToken)
        {
            Given = cancellationToken;
            throw new ToolException(ToolError.NotFound("Nothing here."));
        }
    }
}
