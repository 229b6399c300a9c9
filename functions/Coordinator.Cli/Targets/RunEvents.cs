using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.Cli.Targets;

/// <summary>A run's events, each once: a stream that breaks or is cut is taken up again where it ended.</summary>
internal sealed class RunEvents(CoordinatorClient client, TimeProvider time, Action<string> note)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Without anything new for so long, the coordinator is taken for gone.</summary>
    private const int MaxFailures = 30;

    public IAsyncEnumerable<RunEventRead> WatchAsync(string runId, CancellationToken cancellationToken) => ReadAsync(runId, null, cancellationToken);

    /// <summary>Asks, and watches what becomes of it; the first event, <c>run</c>, names the run.</summary>
    public IAsyncEnumerable<RunEventRead> AskAsync(JsonObject question, CancellationToken cancellationToken) => ReadAsync(null, question, cancellationToken);

    private async IAsyncEnumerable<RunEventRead> ReadAsync(string? runId, JsonObject? question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (last, failures) = (0L, 0);
        while (true)
        {
            using var response = await OpenAsync(runId, question, last, ++failures, cancellationToken);
            if (response is not null)
            {
                await foreach (var happened in ParseAsync(response, cancellationToken))
                {
                    (last, failures) = (Math.Max(last, happened.Number ?? 0), 0);
                    runId ??= happened.Name == "run" ? happened.Data.Text("run_id") : null;
                    yield return happened;
                    if (happened.Name == "end")
                    {
                        yield break;
                    }
                }
            }

            if (runId is null)
            {
                throw new CliException(ExitCodes.NoHost, $"{client.Target.Shown} broke off before it had accepted the question.");
            }

            note("The connection ended; it is taken up again.");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Null: it could not be opened now.</summary>
    private async Task<HttpResponseMessage?> OpenAsync(string? runId, JsonObject? question, long last, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            return runId is null
                ? await client.OpenAsync(HttpMethod.Post, "chat/stream", question, null, cancellationToken)
                : await client.OpenAsync(HttpMethod.Get, $"runs/{Uri.EscapeDataString(runId)}/events", null, last, cancellationToken);
        }
        catch (CliException exception) when (exception.ExitCode == ExitCodes.NoHost && last > 0 && attempt < MaxFailures)
        {
            return null;
        }
    }

    private async IAsyncEnumerable<RunEventRead> ParseAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            throw client.NoCoordinator();
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var events = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(events))
        {
            var happened = events.Current;
            yield return new RunEventRead(happened.EventType, long.TryParse(happened.EventId, out var number) ? number : null, JsonElement.Parse(happened.Data));
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return false;
        }
    }
}
