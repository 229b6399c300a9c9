using Coordinator.Core.Secrets;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Coordinator.Http.Telemetry;

/// <summary>
/// Takes what looks like a secret out of log lines before they leave. An exception becomes a part of its line: as one it would go elsewhere than lines do
/// (to the table <c>exceptions</c> of Application Insights), where nobody looks for <c>slack_event_not_stored</c>.
/// </summary>
internal sealed class LogRedaction : BaseProcessor<LogRecord>
{
    private const int MaxException = 8_000;

    public override void OnEnd(LogRecord data)
    {
        var line = data.FormattedMessage ?? data.Body ?? "";
        if (data.Exception is { } exception)
        {
            var words = exception.ToString();
            line = $"{line} exception={(words.Length > MaxException ? words[..MaxException] : words)}";
            data.Exception = null;
        }

        data.FormattedMessage = Redaction.Of(line);
        data.Attributes = data.Attributes?.Select(Shown).ToList();
    }

    private static KeyValuePair<string, object?> Shown(KeyValuePair<string, object?> attribute) =>
        Redaction.IsTelling(attribute.Key) ? new(attribute.Key, Redaction.Placeholder)
        : attribute.Value is string text ? new(attribute.Key, Redaction.Of(text))
        : attribute;
}
