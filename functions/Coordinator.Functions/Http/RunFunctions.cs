using Coordinator.Functions.Runs;
using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Http;

public sealed class RunFunctions(DurableClients clients)
{
    [Function("Runs")]
    public static Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "runs")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("Runs", request);

    [Function("RunDetail")]
    public static Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "runs/{id}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("RunDetail", request);

    [Function("RunEvents")]
    public static Task<IResult> EventsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "runs/{id}/events")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("RunEvents", request);

    [Function("RunStop")]
    public Task<IResult> StopAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runs/{id}/stop")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        clients.InvokeAsync(client, "RunStop", request);

    [Function("RunReplay")]
    public static Task<IResult> ReplayAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runs/{id}/replay")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("RunReplay", request);
}
