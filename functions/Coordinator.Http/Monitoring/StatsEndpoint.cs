using Coordinator.Core.Monitoring;
using Coordinator.Http.Health;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Monitoring;

/// <summary><c>GET /stats</c>: the key metrics of runbook 11.1, each with its limits and how it stands to them.</summary>
internal sealed class StatsEndpoint(KeyMetrics metrics, ProcessStart start)
{
    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var read = await metrics.ReadAsync(request.HttpContext.RequestAborted);
        return WebJson.Ok(new
        {
            Status = read.Select(metric => metric.Status).Where(status => status != MetricStatus.Unknown).DefaultIfEmpty(MetricStatus.Unknown).Max(),
            Metrics = read.Select(metric => new
            {
                metric.Name,
                metric.Value,
                metric.Unit,
                metric.Status,
                metric.WarningAbove,
                metric.CriticalAbove,
                Scope = metric.IsShared ? "all_instances" : "this_instance",
                metric.Meaning,
            }),
            UptimeSeconds = (long)start.Uptime.TotalSeconds,
        });
    }
}
