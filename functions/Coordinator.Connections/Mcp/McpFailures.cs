using System.Net;
using System.Text.Json;
using Coordinator.Core.Failures;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Coordinator.Connections.Mcp;

/// <summary>What an exception of the SDK means for a run.</summary>
internal static class McpFailures
{
    private const int MaxText = 300;

    public static Failure OfConnect(string server, Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => OfStatus(server, status, exception) with { MaybeExecuted = false },
        TimeoutException or OperationCanceledException => new Failure(FailureClass.Unavailable, $"'{server}' did not answer in time."),
        ClientTransportClosedException closed => new Failure(FailureClass.Unavailable, $"'{server}' ended at once{Exit(closed)}."),
        JsonException => new Failure(FailureClass.Unavailable, $"'{server}' does not speak MCP."),
        McpException => new Failure(FailureClass.Unavailable, $"'{server}' refused the connection: {Short(exception.Message)}"),
        _ => new Failure(FailureClass.Unavailable, $"'{server}' could not be reached: {Short(exception.Message)}"),
    };

    public static Failure OfCall(string server, string tool, Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => OfStatus(server, status, exception),
        McpProtocolException protocol => new Failure(FailureClass.Validation, $"'{server}' refused the call of '{tool}': {Short(protocol.Message)}") { Code = ((int)protocol.ErrorCode).ToString(null as IFormatProvider) },
        ClientTransportClosedException closed => new Failure(FailureClass.Network, $"'{server}' went away during '{tool}'{Exit(closed)}.") { MaybeExecuted = true },
        JsonException => new Failure(FailureClass.Protocol, $"'{server}' answered '{tool}' with something that is not MCP.") { MaybeExecuted = true },
        McpException => new Failure(FailureClass.Protocol, $"'{server}' answered '{tool}' with an error: {Short(exception.Message)}") { MaybeExecuted = true },
        _ => new Failure(FailureClass.Network, $"The connection to '{server}' broke during '{tool}'.") { MaybeExecuted = true },
    };

    private static Failure OfStatus(string server, HttpStatusCode status, Exception exception)
    {
        var code = ((int)status).ToString(null as IFormatProvider);
        return status switch
        {
            HttpStatusCode.Unauthorized => new Failure(FailureClass.Authentication, $"'{server}' does not accept our token (401).") { Code = code },
            HttpStatusCode.Forbidden => new Failure(FailureClass.Denied, $"'{server}' does not allow this (403).") { Code = code },
            HttpStatusCode.NotFound => new Failure(FailureClass.Network, $"'{server}' forgot our session.") { Code = code },
            HttpStatusCode.TooManyRequests => new Failure(FailureClass.RateLimited, $"'{server}' is rate limited (429).") { Code = code },
            >= HttpStatusCode.InternalServerError => new Failure(FailureClass.ServerError, $"'{server}' failed ({code}).") { Code = code, MaybeExecuted = true },
            _ => new Failure(FailureClass.Validation, $"'{server}' refused the request ({code}): {Short(exception.Message)}") { Code = code },
        };
    }

    private static string Exit(ClientTransportClosedException closed) => closed.Details is StdioClientCompletionDetails details
        ? $" (exit code {details.ExitCode}{(details.StandardErrorTail is { Count: > 0 } tail ? $": {Short(tail[^1])}" : "")})"
        : "";

    private static string Short(string text) => text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText), "…");
}
