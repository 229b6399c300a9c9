using Coordinator.Http.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Http.Health;

/// <summary><c>GET /health</c> (runbook 11.2), <c>/health/live</c>, <c>/health/ready</c>; <c>POST /health/check</c> (runbook 6.2).</summary>
internal sealed class HealthEndpoint(IHealthSource checks, ProcessStart start, AccessRule access, IHostApplicationLifetime host)
{
    /// <summary>503 only when unhealthy: runs cannot be kept. Whatever else is missing degrades.</summary>
    public async Task<IResult> GetAsync(HttpRequest request)
    {
        var inDetail = request.Query["detail"] == "true";
        if (inDetail && access.Refuse(RouteAccess.Admin, request) is { } refusal)
        {
            return refusal;
        }

        return Show(await checks.CheckAsync(request.HttpContext.RequestAborted), inDetail);
    }

    /// <summary>Looks at everything now, and shows it in detail.</summary>
    public async Task<IResult> CheckAsync(HttpRequest request) => Show(await checks.CheckNowAsync(request.HttpContext.RequestAborted), inDetail: true);

    /// <summary>This process answers.</summary>
    public static Task<IResult> LiveAsync(HttpRequest request) => Task.FromResult(WebJson.Ok(new { Status = "alive" }));

    /// <summary>Messages can be accepted.</summary>
    public async Task<IResult> ReadyAsync(HttpRequest request)
    {
        var reason = host.ApplicationStopping.IsCancellationRequested
            ? "This process is stopping."
            : (await checks.IntakeProblemAsync(request.HttpContext.RequestAborted))?.Message;
        return reason is null
            ? WebJson.Ok(new { Status = "ready" })
            : WebJson.Status(StatusCodes.Status503ServiceUnavailable, new { Status = "not_ready", Reason = reason });
    }

    private IResult Show(IReadOnlyDictionary<string, ComponentHealth> components, bool inDetail)
    {
        var status = StatusOf(components);
        return WebJson.Status(status == ComponentHealth.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK, new
        {
            Status = status,
            Components = components.Where(component => inDetail || !component.Value.IsDetail).ToDictionary(component => component.Key, component => inDetail ? (object)component.Value : component.Value.Status),
            UptimeSeconds = (long)start.Uptime.TotalSeconds,
        });
    }

    /// <summary>Nothing is called healthy that nobody has looked at.</summary>
    private static string StatusOf(IReadOnlyDictionary<string, ComponentHealth> components) =>
        components.Keys.Any(name => name is ComponentHealth.RunMemory or ComponentHealth.Configuration) ? ComponentHealth.Unhealthy
        : components.Values.Any(component => component is { IsDetail: false, IsIll: true }) ? ComponentHealth.Degraded
        : components.Values.Any(component => component is { IsDetail: false, Status: ComponentHealth.Unknown }) ? ComponentHealth.Unknown
        : ComponentHealth.Healthy;
}
