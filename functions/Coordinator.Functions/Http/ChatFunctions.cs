using Coordinator.Functions.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Http;

public sealed class ChatFunctions(DurableClients clients)
{
    [Function("Chat")]
    public Task<IResult> ChatAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "chat")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        clients.InvokeAsync(client, "Chat", request);

    [Function("ChatStream")]
    public Task<IResult> StreamAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "chat/stream")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        clients.InvokeAsync(client, "ChatStream", request);
}
