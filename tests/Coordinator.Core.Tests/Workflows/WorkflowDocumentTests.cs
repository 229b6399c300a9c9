using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Coordinator.Core.Runs;
using Coordinator.Core.Workflows;

namespace Coordinator.Core.Tests.Workflows;

/// <summary>The example of docs/workflows.md is a workflow that works.</summary>
public sealed partial class WorkflowDocumentTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    [Fact]
    public void Example_BesideTheShippedWorkflows_IsLoadedAndFound()
    {
        var shipped = Directory.EnumerateFiles(Path.Combine(Root(), "functions", "config", "workflows"), "*.yaml").Select(file => new WorkflowFile(Path.GetFileName(file), File.ReadAllText(file)));

        var catalog = WorkflowCatalog.Parse([.. shipped, Example()], Today);

        Assert.Equal("instance_overview", catalog.Match("please show the overview of server web-01 in October", Today)?.Name);
    }

    [Fact]
    public void Example_WhenTheFirstChoiceFails_TakesTheSecondAndAnswers()
    {
        var pinned = WorkflowCatalog.Parse([Example()], Today).Match("overview of instance web-01 for last month", Today)!;
        List<WorkflowCallResult> done = [];

        Assert.Equal(["instances", "alarms"], Ask());
        done.Add(Result("instances", """{"instances":[{"name":"web-01","state":"RUNNING","compartment":"prod-apps","shape":"E4","ocpus":2,"memory_gb":16}]}"""));
        done.Add(Result("alarms", """{"alarms":[{"status":"FIRING"},{"status":"OK"}]}"""));
        Assert.Equal(["by_service"], Ask());
        done.Add(Result("by_service", "{}") with { Outcome = ToolOutcomes.Failed, Text = "away" });
        Assert.Equal(["summary"], Ask());
        done.Add(Result("summary", """{"summary":{"total_amount":1234.5}}"""));

        var answer = WorkflowPolicy.Next(pinned, done).Answer;
        Assert.Contains("**web-01** is RUNNING in prod-apps.", answer, StringComparison.Ordinal);
        Assert.Contains("| E4 | 2 | 16 GB | 1 | 1,234.50 |", answer, StringComparison.Ordinal);

        List<string> Ask() => [.. WorkflowPolicy.Next(pinned, done).Calls.Select(call => call.Step)];
    }

    private static WorkflowCallResult Result(string step, string json) =>
        new() { Step = step, Tool = step, Outcome = ToolOutcomes.Succeeded, Text = json, Structured = JsonDocument.Parse(json).RootElement };

    private static WorkflowFile Example() =>
        new("docs/workflows.md", Fence().Match(File.ReadAllText(Path.Combine(Root(), "docs", "workflows.md"))).Groups[1].Value);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex("```yaml\n(name: .*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
