using Coordinator.Core.Models;
using Coordinator.Core.Routing;
using Coordinator.Core.Runs;
using Coordinator.Core.State;
using Coordinator.Core.Workflows;

namespace Coordinator.Core.Execution;

/// <summary>Finds out who answers, and pins the workflow so that a later change of its file leaves the run alone.</summary>
internal sealed class RouteStep(WorkflowCatalog workflows, TimeProvider time, IModel? model = null) : IRunStep
{
    public IReadOnlyList<Type> Actions { get; } = [typeof(RouteMessage)];

    public Task<RunWrite> ExecuteAsync(StepContext context, RunAction action, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (context.Request.Call is not null)
        {
            return Task.FromResult(new RunWrite(context.Request.RunId, new MessageRouted(MessageRouted.ToTool, null) { At = now }));
        }

        var decision = Router.Route(context.Request.Text, workflows, model is not null, now);
        var fact = decision switch
        {
            RouteDecision.Workflow workflow => new MessageRouted(MessageRouted.ToWorkflow, workflow.Pinned.Name) { At = now },
            RouteDecision.Model => new MessageRouted(MessageRouted.ToModel, null) { At = now },
            _ => new MessageRouted(MessageRouted.ToCapabilities, null) { At = now },
        };
        return Task.FromResult(new RunWrite(context.Request.RunId, fact) { Content = (decision as RouteDecision.Workflow)?.Pinned.ToJson() });
    }
}
