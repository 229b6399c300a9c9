using Coordinator.Functions.Runs;
using Coordinator.Http.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Http;

public sealed class DeadLetterFunctions(DurableClients clients)
{
    [Function("DeadLetters")]
    public static Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dlq")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("DeadLetters", request);

    [Function("DeadLetter")]
    public static Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dlq/{id}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("DeadLetter", request);

    [Function("DeadLetterEdit")]
    public static Task<IResult> EditAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "dlq/{id}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("DeadLetterEdit", request);

    [Function("DeadLetterDiscard")]
    public static Task<IResult> DiscardAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "dlq/{id}")] HttpRequest request) =>
        CoordinatorRoutes.InvokeAsync("DeadLetterDiscard", request);

    [Function("DeadLettersRetry")]
    public Task<IResult> RetryAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dlq/retry")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        clients.InvokeAsync(client, "DeadLettersRetry", request);
}
