using System.Diagnostics;
using Coordinator.Core.Secrets;
using Coordinator.Core.Telemetry;
using OpenTelemetry;

namespace Coordinator.Http.Telemetry;

/// <summary>
/// Takes what looks like a secret out of spans before they leave. Words of errors are left out altogether where an SDK wrote them, as they quote bodies;
/// content, which is there only if it was asked for, is redacted like everything else that is shown.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Status == ActivityStatusCode.Error && data.StatusDescription is not null && data.Source.Name != RunTrace.SourceName)
        {
            data.SetStatus(ActivityStatusCode.Error);
        }

        foreach (var tag in data.TagObjects.ToList())
        {
            if (tag.Value is string text && Redaction.Of(text) is var shown && !ReferenceEquals(shown, text) && shown != text)
            {
                data.SetTag(tag.Key, shown);
            }
        }
    }
}
