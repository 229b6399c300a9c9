using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;
using Coordinator.Core.Secrets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Coordinator.Http.Telemetry;

/// <summary>
/// Exporters tell only event sources of what they could not send, and nobody listens to those: spans, figures and lines would be missing without a word.
/// Each exporter gets one line, and another if it goes on for an hour.
/// </summary>
/// <param name="console">Where it is written too, as what a worker logs while no function runs is shown by nobody.</param>
internal sealed partial class ExportFailures(TextWriter console, TimeProvider time, ILogger<ExportFailures> logger) : IHostedService, IDisposable
{
    private const int MaxWords = 500;

    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);
    private static readonly string[] Exporters = ["OpenTelemetry-Exporter-", "OpenTelemetry-AzureMonitor-Exporter"];

    private readonly ConcurrentDictionary<string, DateTimeOffset> _said = new();
    private Listener? _listener;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = new Listener();
        _listener.EventWritten += (_, written) => Tell(written);
        _listener.EventSourceCreated += (_, created) => Listen(created.EventSource);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener?.Dispose();

    private void Listen(EventSource? source)
    {
        if (source is not null && Exporters.Any(name => source.Name.StartsWith(name, StringComparison.Ordinal)))
        {
            _listener?.EnableEvents(source, EventLevel.Error);
        }
    }

    private void Tell(EventWrittenEventArgs written)
    {
        var now = time.GetUtcNow();
        var exporter = written.EventSource.Name;
        if ((_said.TryGetValue(exporter, out var last) && now - last < Quiet) || written.Message is null)
        {
            return;
        }

        _said[exporter] = now;
        var words = string.Format(CultureInfo.InvariantCulture, written.Message, [.. written.Payload ?? []]).ReplaceLineEndings("\n").Split('\n')[0];
        var shown = Redaction.Of(words.Length > MaxWords ? words[..MaxWords] : words);
        LogNotSent(exporter, shown);
        console.WriteLine($"telemetry_not_sent exporter={exporter} {shown}");
    }

    [LoggerMessage(LogLevel.Warning, "telemetry_not_sent exporter={Exporter} reason={Reason}")]
    private partial void LogNotSent(string exporter, string reason);

    private sealed class Listener : EventListener;
}
