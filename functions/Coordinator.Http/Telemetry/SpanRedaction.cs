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
    private const string WebServer = "Microsoft.AspNetCore";

    public override void OnEnd(Activity data)
    {
        if (data.Status == ActivityStatusCode.Error && data.StatusDescription is not null && data.Source.Name != RunTrace.SourceName)
        {
            data.SetStatus(ActivityStatusCode.Error);
        }

        List<KeyValuePair<string, string>>? redacted = null;
        foreach (ref readonly var tag in data.EnumerateTagObjects())
        {
            if (tag.Value is string text && MayHoldASecret(data.Source.Name, tag.Key) && Redaction.Of(text) is var shown && shown != text)
            {
                (redacted ??= []).Add(new(tag.Key, shown));
            }
        }

        foreach (var (name, shown) in redacted ?? [])
        {
            data.SetTag(name, shown);
        }
    }

    /// <summary>There is a span for each request, and of what its instrumentation notes only the query is a stranger's text.</summary>
    private static bool MayHoldASecret(string source, string tag) => source != WebServer || tag == "url.query";
}
