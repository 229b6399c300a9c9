using Coordinator.DemoServer.State;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Coordinator.DemoServer.Tools;

/// <summary>A tool that is strict about its arguments and tells every failure as <c>structuredContent.error</c>.</summary>
internal abstract partial class DemoTool(ToolCard card, ILogger<DemoTool> logger) : McpServerTool
{
    public override Tool ProtocolTool { get; } = card.ToProtocol();

    public override IReadOnlyList<object> Metadata => [];

    protected ILogger Logger { get; } = logger;

    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            return ToolArguments.TryRead(card.Parameters, request.Params.Arguments, out var arguments, out var error)
                ? await AnswerAsync(request.Params, arguments, cancellationToken)
                : AnswerJson.Result(error);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(Logger, card.Name, e);
            return AnswerJson.Result(Explain(e));
        }
    }

    protected abstract ValueTask<CallToolResult> AnswerAsync(
        CallToolRequestParams call, ToolArguments arguments, CancellationToken cancellationToken);

    private ToolError Explain(Exception exception) => exception switch
    {
        TimeoutException => ToolError.Unavailable(exception.Message),
        StateFileException => ToolError.Internal(exception.Message),
        _ => ToolError.Internal($"{card.Name} failed; the server's log says why."),
    };

    [LoggerMessage(1, LogLevel.Error, "{Tool} failed")]
    private static partial void LogFailed(ILogger logger, string tool, Exception exception);
}
