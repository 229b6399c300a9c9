using Coordinator.Functions.Runs;
using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Http;

public sealed class DrainFunctions(DurableClients clients)
{
    [Function("DrainState")]
    public static Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "drain")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("DrainState", request);

    [Function("Drain")]
    public Task<IResult> SetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "drain")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        clients.InvokeAsync(client, "Drain", request);
}
