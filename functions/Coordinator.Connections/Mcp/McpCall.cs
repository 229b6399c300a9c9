using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Coordinator.Connections.Mcp;

/// <summary>
/// One <c>tools/call</c>, sent by hand because the SDK's own call is abandoned without a word to the server:
/// over stdio its notice is unregistered before it runs, over HTTP it is registered only once the answer is there.
/// </summary>
internal sealed class McpCall
{
    /// <summary>A server that does not even take the notice is not waited for.</summary>
    private static readonly TimeSpan NoticeWithin = TimeSpan.FromSeconds(2);

    private static long _lastId;

    private readonly McpClient _client;
    private readonly bool _isHttp;
    private readonly TimeProvider _time;
    private readonly IProgress<ToolProgress>? _progress;
    private readonly JsonRpcRequest _request;
    private readonly string _id;

    public McpCall(McpClient client, bool isHttp, ToolCall call, IProgress<ToolProgress>? progress, TimeProvider time)
    {
        (_client, _isHttp, _progress, _time) = (client, isHttp, progress, time);
        _id = string.Create(CultureInfo.InvariantCulture, $"call-{Interlocked.Increment(ref _lastId)}");
        var parameters = new JsonObject { ["name"] = call.Tool, ["arguments"] = JsonObject.Create(call.Arguments) };
        if (MetaOf(call) is { Count: > 0 } meta)
        {
            parameters["_meta"] = meta;
        }

        _request = new JsonRpcRequest { Id = new RequestId(_id), Method = RequestMethods.ToolsCall, Params = parameters };
    }

    /// <summary>Ends with the token at once, whatever the connection is doing.</summary>
    public async Task<CallToolResult> SendAsync(CancellationToken cancellationToken)
    {
        var abandon = new CancellationTokenSource();
        await using var listening = _progress is null ? null : _client.RegisterNotificationHandler(NotificationMethods.ProgressNotification, ReceiveAsync);
        var answer = _client.SendRequestAsync(_request, abandon.Token);
        try
        {
            var response = await answer.WaitAsync(cancellationToken);
            return response.Result.Deserialize<CallToolResult>(McpJsonUtilities.DefaultOptions) ?? throw new JsonException("There is no result.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !answer.IsCompleted)
        {
            _ = CancelAsync(answer, abandon);
            throw;
        }
    }

    private ValueTask ReceiveAsync(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        if (notification.Params.Deserialize<ProgressNotificationParams>(McpJsonUtilities.DefaultOptions) is { } received && received.ProgressToken.ToString() == _id)
        {
            _progress!.Report(new ToolProgress(received.Progress.Progress, received.Progress.Total, received.Progress.Message));
        }

        return ValueTask.CompletedTask;
    }

    private JsonObject MetaOf(ToolCall call)
    {
        var meta = new JsonObject();
        if (call.EffectKey is { } key)
        {
            meta["coordinator/effectKey"] = key;
        }

        if (_progress is not null)
        {
            meta["progressToken"] = _id;
        }

        return meta;
    }

    /// <summary>The notice first, then the request: over HTTP its end takes the connection away.</summary>
    private async Task CancelAsync(Task answer, CancellationTokenSource abandon)
    {
        try
        {
            await NoticeAsync().WaitAsync(NoticeWithin, _time);
        }
        catch (Exception exception) when (exception is TimeoutException or HttpRequestException or IOException or OperationCanceledException or McpException)
        {
            // The server is gone or hangs: there is nobody left to tell.
        }

        await abandon.CancelAsync();
        await answer.ContinueWith(ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        abandon.Dispose();
    }

    /// <summary>Over HTTP the newest revision takes the end of the request for the notice; it has no sessions, and a notice without one would belong to nobody.</summary>
    private Task NoticeAsync() => _isHttp && _client.SessionId is null
        ? Task.CompletedTask
        : _client.SendMessageAsync(new JsonRpcNotification { Method = NotificationMethods.CancelledNotification, Params = new JsonObject { ["requestId"] = _id } });
}
