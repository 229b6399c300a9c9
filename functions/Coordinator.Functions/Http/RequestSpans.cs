using Coordinator.Core.Telemetry;
using Coordinator.Http.Routes;
using Coordinator.Http.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;

namespace Coordinator.Functions.Http;

/// <summary>
/// The worker carries a function out beside the request that brought it, not within it: without a span of its own a run would belong to no trace, and each of
/// its steps be one by itself. The span is a child of the one that the Functions host has for the request, if it has one.
/// </summary>
internal static class RequestSpans
{
    /// <summary>Before what makes requests of the host's calls: a stream is written in there.</summary>
    public static void UseRequestSpans(this IFunctionsWorkerApplicationBuilder builder) => builder.UseMiddleware(InvokeAsync);

    public static async Task InvokeAsync(FunctionContext context, Func<Task> next)
    {
        using var span = IsTraced(context.FunctionDefinition) ? RunTrace.Serve($"function {context.FunctionDefinition.Name}", context.TraceContext.TraceParent) : null;
        await next();
    }

    private static bool IsTraced(FunctionDefinition function) =>
        function.InputBindings.Values.Any(binding => binding.Type == "httpTrigger")
        && CoordinatorRoutes.All.FirstOrDefault(route => route.Name == function.Name) is { } route
        && TracedPaths.Contain(route.Pattern);
}
