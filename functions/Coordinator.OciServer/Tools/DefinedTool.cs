using System.Globalization;
using System.Text;
using System.Text.Json;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Errors;
using Coordinator.OciServer.Parameters;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Coordinator.OciServer.Tools;

/// <summary>A definition as an MCP tool: strict about its arguments, held to its time limit, and every failure told as <c>structuredContent.error</c>.</summary>
/// <param name="writeGate">Throws where a write is not allowed.</param>
internal sealed partial class DefinedTool(ToolDefinition definition, IAnswerer answerer, Action<Arguments> writeGate, TimeProvider clock, ILogger<DefinedTool> logger) : McpServerTool
{
    /// <summary>More than any model reads, and several times the memory of the answer itself.</summary>
    private const int MostText = 1024 * 1024;

    public ToolDefinition Definition { get; } = definition;

    public override Tool ProtocolTool { get; } = ToolCard.Of(definition, answerer.OutputSchema);

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var began = clock.GetTimestamp();
        var (answer, error) = await AnswerAsync(request.Params, cancellationToken);
        LogAnswered(Definition.Name, error?.Code ?? "ok", error?.RequestId ?? "-", clock.GetElapsedTime(began).TotalMilliseconds);
        return Result(error is null ? answer : AnswerJson.Of(error.ToJson()), error?.Text);
    }

    /// <summary>The answer in UTF-8, or why there is none.</summary>
    internal async Task<(ReadOnlyMemory<byte> Answer, ToolError? Error)> AnswerAsync(CallToolRequestParams call, CancellationToken cancellationToken)
    {
        var (arguments, problem) = Arguments.Read(Definition.Parameters, call.Arguments);
        if (arguments is null) return (default, ToolError.InvalidParameter(problem!));
        using var limit = new CancellationTokenSource(Definition.TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            if (!Definition.Hints.IsRead) writeGate(arguments);
            var key = Definition.Hints.IsRead ? null : EffectKey.Read(call.Meta);
            return (await answerer.AnswerAsync(new ToolCall(arguments, key), either.Token), null);
        }
        catch (ToolException exception)
        {
            return (default, exception.Error);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var error = ToolError.OutOfTime($"{Definition.Name} took longer than its {Definition.TimeLimit.TotalSeconds:0} seconds.");
            return (default, Definition.Hints.IsRead ? error : error.OfWrite());
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(Definition.Name, exception);
            return (default, ToolError.Internal($"{Definition.Name} failed; the server's log says why."));
        }
        finally
        {
            // Of several requests at a time one may have failed: the limit ends with the call, and would not end the others.
            await either.CancelAsync();
        }
    }

    /// <summary>The object as structured content, and the same, or the error's words, as text for clients that read only text: as far as such a client could read it.</summary>
    internal static CallToolResult Result(ReadOnlyMemory<byte> content, string? error) => new()
    {
        StructuredContent = JsonDocument.Parse(content).RootElement,
        Content = [new TextContentBlock { Text = error ?? (content.Length <= MostText ? Encoding.UTF8.GetString(content.Span) : TooLong(content.Length)) }],
        IsError = error is not null,
    };

    private static string TooLong(int bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"The answer has {bytes / 1024d / 1024d:0.0} MB and is not repeated as text: read structuredContent, or ask for less with a smaller limit or a filter.");

    [LoggerMessage(1, LogLevel.Error, "{Tool} failed")]
    private partial void LogFailed(string tool, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "{Tool}: {Outcome}, request id {RequestId}, {Milliseconds:0} ms")]
    private partial void LogAnswered(string tool, string outcome, string requestId, double milliseconds);
}
