using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Coordinator.Functions.Http;

public static class OcaFunctions
{
    [Function("OcaCallback")]
    public static Task<IResult> CallbackAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "auth/oca")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("OcaCallback", request);

    [Function("OcaLogin")]
    public static Task<IResult> LoginAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/oca/login")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("OcaLogin", request);

    [Function("OcaComplete")]
    public static Task<IResult> CompleteAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/oca/complete")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("OcaComplete", request);

    [Function("OcaStatus")]
    public static Task<IResult> StatusAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "auth/oca/status")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("OcaStatus", request);

    [Function("OcaLogout")]
    public static Task<IResult> LogoutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/oca/logout")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("OcaLogout", request);
}
