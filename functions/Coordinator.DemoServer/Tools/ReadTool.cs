using Coordinator.DemoServer.Cloud;
using ModelContextProtocol.Protocol;

namespace Coordinator.DemoServer.Tools;

/// <summary>A tool that looks at the tenancy as it is now.</summary>
internal abstract class ReadTool(ToolCard card, ReadContext context) : DemoTool(card, context.Logger)
{
    protected DateTimeOffset Now => context.Clock.GetUtcNow();

    protected override ValueTask<CallToolResult> AnswerAsync(
        CallToolRequestParams call, ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (context.Gate.Fails()) return new(AnswerJson.Result(ToolError.Unavailable("The simulated API is out of order for the moment.")));
        var tenancy = context.Store.Read();
        return new(AnswerJson.Result(CompartmentArgument.Problem(tenancy, arguments) ?? Look(tenancy, arguments)));
    }

    protected abstract ToolAnswer Look(Tenancy tenancy, ToolArguments arguments);
}
