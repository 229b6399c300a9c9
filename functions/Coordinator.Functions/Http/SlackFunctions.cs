using Coordinator.Functions.Runs;
using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Http;

public sealed class SlackFunctions(DurableClients clients)
{
    [Function("SlackEvents")]
    public Task<IResult> EventsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "slack/events")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        clients.InvokeAsync(client, "SlackEvents", request);

    [Function("SlackStatus")]
    public static Task<IResult> StatusAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "slack/status")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("SlackStatus", request);

    /// <summary>There is nothing to restart: events come over HTTP here. It says so.</summary>
    [Function("SlackRestart")]
    public static Task<IResult> RestartAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "slack/restart")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("SlackRestart", request);

    [Function("SlackTest")]
    public static Task<IResult> TestAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "slack/test")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("SlackTest", request);
}
