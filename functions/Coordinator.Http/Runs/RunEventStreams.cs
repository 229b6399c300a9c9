using System.Globalization;
using System.Text.Json.Nodes;
using Coordinator.Core.Failures;
using Coordinator.Core.Live;
using Coordinator.Core.State;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordinator.Http.Runs;

/// <summary>Sends runs as server-sent events: facts with their number, progress without, <c>end</c> with the summary.</summary>
internal sealed partial class RunEventStreams(
    IRunEvents events, RunReader reader, CoordinatorHttpOptions options, TimeProvider time, IHostApplicationLifetime host, ILogger<RunEventStreams> logger)
{
    /// <summary>From the event that the client saw last.</summary>
    public IResult Resume(RunRecord run, HttpRequest request) => new RunEventStream(this, run, LastSeen(request), IsNew: false);

    /// <summary>From the beginning, with a first event <c>run</c> that names the run.</summary>
    public IResult Start(RunRecord run) => new RunEventStream(this, run, After: 0, IsNew: true);

    public async Task SendAsync(HttpContext context, RunEventStream stream)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        try
        {
            var writer = new EventStreamWriter(context.Response);
            await writer.OpenAsync(ended.Token);
            if (HttpMethods.IsHead(context.Request.Method))
            {
                return;
            }

            if (stream.IsNew)
            {
                await writer.WriteAsync("run", null, await SummaryAsync(stream.Run, ended.Token), ended.Token);
            }

            await SendEventsAsync(writer, stream, ended);
            await writer.WriteAsync("end", null, await SummaryAsync(stream.Run, ended.Token), ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, or this process stops: the client comes back with the last number it has seen.
        }
        catch (Exception exception) when (!exception.IsCausedBy(ended.Token))
        {
            LogStreamBroke(stream.Run.Request.RunId, exception);
            context.Abort();
        }
    }

    private static long LastSeen(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private async Task SendEventsAsync(EventStreamWriter writer, RunEventStream stream, CancellationTokenSource ended)
    {
        var runId = stream.Run.Request.RunId;
        using var heartbeat = new PeriodicTimer(options.Heartbeat, time);
        await using var happening = events.SubscribeAsync(runId, stream.After, ended.Token).GetAsyncEnumerator(ended.Token);
        var next = happening.MoveNextAsync().AsTask();
        var beat = heartbeat.WaitForNextTickAsync(ended.Token).AsTask();
        try
        {
            while (true)
            {
                await Task.WhenAny(next, beat);
                if (!next.IsCompleted)
                {
                    await beat;
                    await writer.HeartbeatAsync(ended.Token);
                    beat = heartbeat.WaitForNextTickAsync(ended.Token).AsTask();
                }
                else if (await next)
                {
                    await SendAsync(writer, runId, happening.Current, ended.Token);
                    next = happening.MoveNextAsync().AsTask();
                }
                else
                {
                    return;
                }
            }
        }
        catch
        {
            // The enumerator may not be disposed of while it is moving.
            await ended.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task SendAsync(EventStreamWriter writer, string runId, RunEvent happened, CancellationToken cancellationToken)
    {
        switch (happened)
        {
            case FactRecorded recorded:
                var fact = await reader.ReadFactAsync(runId, recorded.Stored, cancellationToken);
                await writer.WriteAsync(FactJson.TypeOf(recorded.Stored.Fact), recorded.Stored.Number, fact, cancellationToken);
                break;
            case ProgressReported reported:
                await writer.WriteAsync("progress", null, WebJson.ToNode(reported.Progress), cancellationToken);
                break;
        }
    }

    private async Task<JsonObject> SummaryAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var current = await reader.FindAsync(run.Request.RunId, cancellationToken) ?? run;
        return WebJson.ToNode(await reader.SummariseAsync(current, cancellationToken));
    }

    [LoggerMessage(LogLevel.Error, "event_stream_broke run_id={RunId}")]
    private partial void LogStreamBroke(string runId, Exception exception);
}
