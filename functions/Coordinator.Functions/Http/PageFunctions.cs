using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Coordinator.Functions.Http;

internal static class PageFunctions
{
    [Function("Page")]
    public static Task<IResult> PageAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "/")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Page", request);

    [Function("PageFile")]
    public static Task<IResult> FileAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "page/{file}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("PageFile", request);
}
