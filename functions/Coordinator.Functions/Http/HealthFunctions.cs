using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Coordinator.Functions.Http;

public static class HealthFunctions
{
    [Function("Health")]
    public static Task<IResult> HealthAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Health", request);

    [Function("HealthLive")]
    public static Task<IResult> LiveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("HealthLive", request);

    [Function("HealthReady")]
    public static Task<IResult> ReadyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("HealthReady", request);

    [Function("HealthCheck")]
    public static Task<IResult> CheckAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "health/check")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("HealthCheck", request);

    [Function("Version")]
    public static Task<IResult> VersionAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "version")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Version", request);

    [Function("Stats")]
    public static Task<IResult> StatsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "stats")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Stats", request);

    [Function("Metrics")]
    public static Task<IResult> MetricsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "metrics")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Metrics", request);

    [Function("Logs")]
    public static Task<IResult> LogsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "logs")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Logs", request);

    [Function("Audit")]
    public static Task<IResult> AuditAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "audit")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Audit", request);

    [Function("ConfigCheck")]
    public static Task<IResult> CheckConfigAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "config/check")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("ConfigCheck", request);
}
