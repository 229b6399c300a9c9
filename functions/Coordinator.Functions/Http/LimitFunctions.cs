using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Coordinator.Functions.Http;

public static class LimitFunctions
{
    [Function("Bulkheads")]
    public static Task<IResult> BulkheadsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "bulkheads")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Bulkheads", request);

    [Function("BulkheadLimit")]
    public static Task<IResult> BulkheadLimitAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "bulkheads/{partition}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("BulkheadLimit", request);

    [Function("ModelMetrics")]
    public static Task<IResult> ModelMetricsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "llm/metrics")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("ModelMetrics", request);

    [Function("ModelPing")]
    public static Task<IResult> PingModelAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "llm/ping")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("ModelPing", request);

    [Function("Caches")]
    public static Task<IResult> CachesAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "cache")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Caches", request);

    [Function("CacheClear")]
    public static Task<IResult> ClearCacheAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "cache/{namespace}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("CacheClear", request);
}
