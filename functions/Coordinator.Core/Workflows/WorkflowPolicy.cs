using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Failures;
using Coordinator.Core.Runs;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Workflows;

/// <summary>What a workflow does next, from its definition and the results so far, whatever order they came in.</summary>
public static class WorkflowPolicy
{
    public static WorkflowTurn Next(PinnedWorkflow workflow, IReadOnlyList<WorkflowCallResult> done)
    {
        var variables = workflow.Variables();
        var results = done.ToDictionary(result => result.Step, StringComparer.Ordinal);
        var known = new Dictionary<string, object?>(StringComparer.Ordinal);
        variables["steps"] = known;
        var missing = new List<string>();
        foreach (var stage in workflow.Definition.Stages)
        {
            if (stage.When is { } when && when.Render(variables).Trim() != "true")
            {
                continue;
            }

            if (CallsOf(stage, results, variables) is { Count: > 0 } calls)
            {
                return new WorkflowTurn(calls, null);
            }

            var failures = FailuresOf(stage, results);
            if (failures.Count > 0 && !stage.Optional)
            {
                return new WorkflowTurn([], Failed(workflow.Definition, failures));
            }

            missing.AddRange(failures.Select(Describe));
            Remember(stage, results, known);
        }

        var answer = workflow.Definition.Answer.Render(variables).Trim();
        return new WorkflowTurn([], missing.Count == 0 ? answer : $"{answer}\n\n**This answer is incomplete.** {string.Join(' ', missing)}");
    }

    private static List<WorkflowCall> CallsOf(WorkflowStage stage, Dictionary<string, WorkflowCallResult> results, Dictionary<string, object?> variables)
    {
        if (stage.Kind != StageKind.First)
        {
            return [.. stage.Steps.Where(step => !results.ContainsKey(step.Name)).Select(step => Call(step, variables))];
        }

        foreach (var step in stage.Steps)
        {
            if (!results.TryGetValue(step.Name, out var result))
            {
                return [Call(step, variables)];
            }

            if (result.Outcome == ToolOutcomes.Succeeded)
            {
                break;
            }
        }

        return [];
    }

    private static List<WorkflowCallResult> FailuresOf(WorkflowStage stage, Dictionary<string, WorkflowCallResult> results)
    {
        var tried = stage.Steps.Select(step => results.GetValueOrDefault(step.Name)).OfType<WorkflowCallResult>().ToList();
        return stage.Kind == StageKind.First && tried.Any(result => result.Outcome == ToolOutcomes.Succeeded)
            ? []
            : [.. tried.Where(result => result.Outcome != ToolOutcomes.Succeeded)];
    }

    private static void Remember(WorkflowStage stage, Dictionary<string, WorkflowCallResult> results, Dictionary<string, object?> known)
    {
        foreach (var result in stage.Steps.Select(step => results.GetValueOrDefault(step.Name)).OfType<WorkflowCallResult>())
        {
            var value = new Dictionary<string, object?> { ["outcome"] = result.Outcome, ["text"] = result.Text, ["result"] = result.Structured };
            known[result.Step] = value;
            if (stage.Kind == StageKind.First && result.Outcome == ToolOutcomes.Succeeded)
            {
                known[stage.Name] = value;
            }
        }
    }

    private static WorkflowCall Call(WorkflowStep step, Dictionary<string, object?> variables)
    {
        var arguments = new JsonObject();
        foreach (var argument in step.Arguments)
        {
            if (argument.Typed)
            {
                arguments[argument.Name] = JsonNode.Parse(argument.Text);
            }
            else if (argument.Template.Render(variables).Trim() is { Length: > 0 } text)
            {
                arguments[argument.Name] = argument.Parameter is { Kind: ParameterKind.Number } ? JsonNode.Parse(text) : text;
            }
        }

        return new WorkflowCall(step.Name, step.Tool, JsonDocument.Parse(arguments.ToJsonString()).RootElement);
    }

    private static string Failed(WorkflowDefinition workflow, List<WorkflowCallResult> failures) =>
        $"**I could not {workflow.Title}.** {string.Join(' ', failures.Select(Describe))}";

    private static string Describe(WorkflowCallResult failure) => failure.Outcome switch
    {
        ToolOutcomes.Refused => failure.Text,
        ToolOutcomes.Unknown => failure.Text,
        _ => $"`{failure.Tool}` failed: {ErrorText.EndWithStop(ToolFailure.Explain(failure.Structured, failure.Text))}",
    };
}
