using System.ComponentModel;
using System.Net;
using System.Text.Json;
using Coordinator.Core.Failures;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Coordinator.Connections.Mcp;

/// <summary>What an exception of the SDK means for a run. Texts of the other side are shown without our secrets.</summary>
internal sealed class McpFailures(McpServerConfig config, McpSecrets secrets)
{
    private const int NoSuchFile = 2;
    private const int NotExecutable = 13;

    private readonly string _server = config.Id;

    public Failure OfConnect(Exception exception) => Refused(exception) ?? exception switch
    {
        HttpRequestException { StatusCode: HttpStatusCode.NotFound } => Unreachable(FailureClass.Unavailable, "has no MCP endpoint at its address (404).") with { Code = "404" },
        HttpRequestException { StatusCode: { } status } => OfStatus(status, exception) with { MaybeExecuted = false },
        HttpRequestException http => Unreachable(FailureClass.Unavailable, $"could not be reached: {secrets.Hide(http.Message)}"),
        TimeoutException or OperationCanceledException => Unreachable(FailureClass.Unavailable, "did not answer in time."),
        ClientTransportClosedException closed => Unreachable(FailureClass.Unavailable, $"ended at once{Exit(closed.Details)}."),
        JsonException => Unreachable(FailureClass.Unavailable, "does not speak MCP."),
        McpException => Unreachable(FailureClass.Unavailable, $"refused the connection: {secrets.Hide(exception.Message)}"),
        { InnerException: Win32Exception start } => Unreachable(FailureClass.Unavailable, $"could not be started: {StartProblem(start)}"),
        _ => Unreachable(FailureClass.Unavailable, $"could not be reached: {secrets.Hide((exception.InnerException ?? exception).Message)}"),
    };

    public Failure OfCall(string tool, Exception exception) => Refused(exception) ?? exception switch
    {
        HttpRequestException { StatusCode: { } status } => OfStatus(status, exception),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } =>
            Unreachable(FailureClass.Network, "could not be reached."),
        McpProtocolException protocol => OfProtocol(tool, protocol),
        ClientTransportClosedException closed => OfEnd(tool, closed.Details),
        JsonException => Broken(FailureClass.Protocol, $"answered '{tool}' with something that is not MCP."),
        McpException => Broken(FailureClass.Protocol, $"did not answer '{tool}' properly: {secrets.Hide(exception.Message)}"),
        InvalidOperationException or NotSupportedException => Broken(FailureClass.Protocol, $"asked for something that is not offered here, during '{tool}'."),
        _ => Broken(FailureClass.Network, $"broke the connection during '{tool}'."),
    };

    /// <summary>The connection ended while the call was on it.</summary>
    public Failure OfEnd(string tool, ClientCompletionDetails details) => Broken(FailureClass.Network, $"went away during '{tool}'{Exit(details)}.");

    /// <summary>Refusals and errors leave a session as good as it was.</summary>
    public static bool EndsSession(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => status == HttpStatusCode.NotFound,
        McpProtocolException protocol => IsAboutTheProtocol((int)protocol.ErrorCode),
        McpException or InvalidOperationException or NotSupportedException or JsonException => false,
        _ => true,
    };

    /// <summary>Nothing was sent: the connection would have gone where it must not.</summary>
    private Failure? Refused(Exception? exception)
    {
        while (exception is not (null or McpTargetRefusedException))
        {
            exception = exception.InnerException;
        }

        return exception is null ? null : Unreachable(FailureClass.Denied, $"is not connected to: {exception.Message}");
    }

    private Failure OfStatus(HttpStatusCode status, Exception exception)
    {
        var code = ((int)status).ToString(null as IFormatProvider);
        var failure = status switch
        {
            HttpStatusCode.Unauthorized => Unreachable(FailureClass.Authentication, "does not accept our token (401)."),
            HttpStatusCode.Forbidden => Unreachable(FailureClass.Denied, "does not allow this (403)."),
            HttpStatusCode.NotFound => Unreachable(FailureClass.Network, "forgot our session (404)."),
            HttpStatusCode.RequestTimeout => Broken(FailureClass.Timeout, "gave up waiting (408)."),
            HttpStatusCode.TooManyRequests => Unreachable(FailureClass.RateLimited, "is rate limited (429)."),
            >= HttpStatusCode.InternalServerError => Broken(FailureClass.ServerError, $"failed ({code})."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => Unreachable(FailureClass.Validation, $"redirects elsewhere ({code}); redirects are not followed: put the final address in its configuration."),
            _ => Unreachable(FailureClass.Validation, $"refused the request ({code}): {secrets.Hide(exception.Message)}"),
        };
        return failure with { Code = code, RetryAfter = (exception as McpRefusedException)?.RetryAfter };
    }

    /// <summary>Only errors that a server gives before it begins are harmless; an internal error may come from half-way.</summary>
    private Failure OfProtocol(string tool, McpProtocolException exception)
    {
        var code = (int)exception.ErrorCode;
        var text = secrets.Hide(exception.Message);
        var failure = code switch
        {
            -32700 or -32600 or -32601 or -32602 => Unreachable(FailureClass.Validation, $"refused the call of '{tool}': {text}"),
            _ when IsAboutTheProtocol(code) => Unreachable(FailureClass.Protocol, $"refused the call of '{tool}': {text}"),
            -32042 => Unreachable(FailureClass.Denied, $"wants a person to open a page before '{tool}': {text}"),
            -32001 => Broken(FailureClass.Timeout, $"timed out during '{tool}': {text}"),
            _ => Broken(FailureClass.ServerError, $"failed during '{tool}': {text}"),
        };
        return failure with { Code = code.ToString(null as IFormatProvider) };
    }

    /// <summary>Header mismatch, missing client capability, unsupported version: after a change of the server.</summary>
    private static bool IsAboutTheProtocol(int code) => code is -32020 or -32021 or -32022;

    private Failure Unreachable(FailureClass failureClass, string what) => new(failureClass, $"'{_server}' {what}");

    private Failure Broken(FailureClass failureClass, string what) => new(failureClass, $"'{_server}' {what}") { MaybeExecuted = true };

    /// <summary>Exit code and last words of a process, in brackets; empty for anything else.</summary>
    public string Exit(ClientCompletionDetails details)
    {
        if (details is not StdioClientCompletionDetails process)
        {
            return "";
        }

        var lastWords = process.StandardErrorTail?.LastOrDefault(line => !string.IsNullOrWhiteSpace(line));
        return $" (exit code {process.ExitCode?.ToString(null as IFormatProvider) ?? "unknown"}{(lastWords is null ? "" : $": {secrets.Hide(lastWords)}")})";
    }

    private string StartProblem(Win32Exception start) => start.NativeErrorCode switch
    {
        NoSuchFile when config.WorkingDirectory is { Length: > 0 } folder && !Directory.Exists(folder) => $"its folder '{folder}' does not exist.",
        NoSuchFile => $"the command '{config.Command}' was not found{(Path.IsPathRooted(config.Command) ? "" : " on the PATH")}. Is it installed?",
        NotExecutable => $"the command '{config.Command}' may not be executed.",
        _ => secrets.Hide(start.Message),
    };
}
