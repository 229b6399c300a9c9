using Coordinator.Functions.Runs;
using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Http;

internal static class DurableRoutes
{
    /// <summary>A route that may start or wake a run.</summary>
    public static Task<IResult> InvokeAsync(this DurableClients clients, DurableTaskClient client, string name, HttpRequest request)
    {
        clients.Use(client);
        return CoordinatorRoutes.InvokeAsync(name, request);
    }
}
