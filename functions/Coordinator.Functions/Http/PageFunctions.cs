using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Coordinator.Functions.Http;

public static class PageFunctions
{
    /// <summary>Of the root. An empty route would take the function's name, and "/" is none to the worker: it would answer 500 on every route.</summary>
    private const string Root = "{root:maxlength(0)?}";

    [Function("Page")]
    public static Task<IResult> PageAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Root)] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Page", request);

    [Function("PageFile")]
    public static Task<IResult> FileAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "page/{file}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("PageFile", request);
}
