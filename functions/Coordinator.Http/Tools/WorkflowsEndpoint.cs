using Coordinator.Core.Workflows;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary><c>GET /workflows</c>: what can be asked without a model.</summary>
internal sealed class WorkflowsEndpoint(WorkflowCatalog catalog)
{
    public Task<IResult> GetAsync(HttpRequest request) => Task.FromResult(WebJson.Ok(new
    {
        Workflows = catalog.Workflows.Select(workflow => new { workflow.Name, workflow.Title, workflow.Group, workflow.Write, workflow.Examples }),
        catalog.Workflows.Count,
    }));
}
