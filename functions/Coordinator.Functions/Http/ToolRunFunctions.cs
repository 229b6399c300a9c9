using Coordinator.Functions.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Coordinator.Functions.Http;

public sealed class ToolRunFunctions(DurableClients clients)
{
    [Function("ToolExecute")]
    public Task<IResult> ExecuteAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tools/execute")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        clients.InvokeAsync(client, "ToolExecute", request);
}
