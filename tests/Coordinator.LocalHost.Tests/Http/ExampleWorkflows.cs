using Coordinator.Core.Workflows;

namespace Coordinator.LocalHost.Tests.Http;

internal static class ExampleWorkflows
{
    public static IReadOnlyList<WorkflowFile> Files { get; } =
    [
        File("list_running", "list running instances", "Compute"),
        File("list_stopped", "list stopped instances", "Compute"),
        File("stop_instance", "stop instance remove-dev-server", "Compute", kind: "write"),
        File("list_compartments", "list compartments", "Tenancy"),
        File("list_databases", "list databases", "Databases"),
        File("cost_summary", "show cost summary for October", "Costs"),
        File("costs_by_service", "show costs by service", "Costs"),
        File("alarms", "list active alarms", "Monitoring"),
    ];

    private static WorkflowFile File(string name, string example, string group, string kind = "read") => new($"{name}.yaml", $"""
        name: {name}
        title: {example}
        group: {group}
        kind: {kind}
        examples: ["{example}"]
        patterns: ["{example}"]
        steps:
          - name: only
            tool: some_tool
        answer: "Done."
        """);
}
