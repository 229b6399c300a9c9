using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Benchmarks.Stubs;

/// <summary>
/// A model provider that costs as little as possible beside what is measured: it speaks just enough of Anthropic's streamed messages, does not look into requests beyond
/// counting tool results, and answers after a fixed time, or always "come back later".
/// </summary>
internal sealed class StubModel : IAsyncDisposable
{
    private const string Tool = "oci_ping";

    private static readonly byte[] ToolResult = Encoding.UTF8.GetBytes("\"tool_result\"");

    private readonly WebApplication _app;
    private readonly TimeSpan _answersAfter;
    private readonly int _toolTurns;
    private readonly TimeSpan? _retryAfter;
    private int _asked;

    private StubModel(TimeSpan answersAfter, int toolTurns, TimeSpan? retryAfter)
    {
        (_answersAfter, _toolTurns, _retryAfter) = (answersAfter, toolTurns, retryAfter);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddLogging();
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>Questions so far; health checks ask nothing.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Asks for the same tool in each of a run's first turns, then answers.</summary>
    public static Task<StubModel> ThinkingAsync(TimeSpan answersAfter, int toolTurns) => StartAsync(new StubModel(answersAfter, toolTurns, null));

    /// <summary>429, always.</summary>
    public static Task<StubModel> BusyAsync(TimeSpan retryAfter) => StartAsync(new StubModel(TimeSpan.Zero, 0, retryAfter));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static async Task<StubModel> StartAsync(StubModel stub)
    {
        await stub._app.StartAsync();
        return stub;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _ = HttpMethods.IsPost(context.Request.Method) ? Interlocked.Increment(ref _asked) : 0;
        if (_retryAfter is { } pause)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = $"{pause.TotalSeconds:0}";
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"type":"error","error":{"type":"rate_limit_error","message":"busy"}}""", context.RequestAborted);
            return;
        }

        await Task.Delay(_answersAfter, TimeProvider.System, context.RequestAborted);
        var results = body.GetBuffer().AsSpan(0, (int)body.Length).Count(ToolResult);
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(results < _toolTurns ? Asking(results) : Answering, context.RequestAborted);
    }

    private static string Asking(int turn) => Events(
        "tool_use",
        $$"""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_{{turn}}","name":"{{Tool}}","input":{} } }""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{}"}}""");

    private static string Answering { get; } = Events(
        "end_turn",
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Nothing unusual was found: all systems answer."}}""");

    private static string Events(string stopReason, string start, string delta) => string.Concat(
        Event("message_start", """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"stub","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":900,"output_tokens":1}}}"""),
        Event("content_block_start", start),
        Event("content_block_delta", delta),
        Event("content_block_stop", """{"type":"content_block_stop","index":0}"""),
        Event("message_delta", $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{stopReason}}}","stop_sequence":null},"usage":{"output_tokens":20}}"""),
        Event("message_stop", """{"type":"message_stop"}"""));

    private static string Event(string type, string data) => $"event: {type}\ndata: {data}\n\n";
}
