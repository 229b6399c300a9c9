using System.Text.RegularExpressions;
using Coordinator.Core.Configuration;

namespace Coordinator.Core.Workflows;

/// <summary>All workflows, and which of them a message asks for.</summary>
public sealed partial class WorkflowCatalog
{
    private static readonly string[] Openers = ["please", "hey", "hi", "hello", "ok", "okay"];

    private WorkflowCatalog(IReadOnlyList<WorkflowDefinition> workflows) => Workflows = workflows;

    public IReadOnlyList<WorkflowDefinition> Workflows { get; }

    public static WorkflowCatalog Empty { get; } = new([]);

    /// <exception cref="ConfigException">With file, line and field of everything that is wrong.</exception>
    public static WorkflowCatalog Parse(IEnumerable<WorkflowFile> files, DateOnly today)
    {
        var problems = new List<ConfigProblem>();
        var workflows = new List<WorkflowDefinition>();
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (WorkflowReader.Read(file, problems) is { } workflow)
            {
                workflows.Add(workflow);
                if (!sources.TryAdd(workflow.Name, file.Name))
                {
                    problems.Add(new ConfigProblem(file.Name, 1, 1, "name", $"'{workflow.Name}' is defined in {sources[workflow.Name]} already."));
                }
            }
        }

        var catalog = new WorkflowCatalog(workflows);
        foreach (var workflow in workflows)
        {
            catalog.CheckExamples(workflow, sources[workflow.Name], today, problems);
        }

        return problems.Count == 0 ? catalog : throw new ConfigException(problems);
    }

    /// <summary>The one workflow whose pattern fits the whole message best; null if there is none, or two that fit equally well.</summary>
    public PinnedWorkflow? Match(string message, DateOnly today)
    {
        var isQuestion = message.TrimEnd().EndsWith('?');
        var words = WordsOf(message);
        var matches = Workflows
            .Where(workflow => !(workflow.Write && isQuestion))
            .Select(workflow => (Workflow: workflow, Match: BestMatch(workflow, words, today)))
            .Where(pair => pair.Match is not null)
            .OrderByDescending(pair => pair.Match!.Literals)
            .Take(2)
            .ToList();
        return matches.Count == 0 || (matches.Count == 2 && matches[0].Match!.Literals == matches[1].Match!.Literals)
            ? null
            : PinnedWorkflow.Create(matches[0].Workflow, matches[0].Match!.Values, today);
    }

    private static PatternMatch? BestMatch(WorkflowDefinition workflow, List<string> words, DateOnly today) =>
        workflow.Patterns.Select(pattern => pattern.Match(words, workflow.Parameters, today)).OfType<PatternMatch>().MaxBy(match => match.Literals);

    /// <summary>Politeness around a request is no part of it.</summary>
    private static List<string> WordsOf(string message)
    {
        var words = Spaces().Split(message.Trim()).Select(word => word.TrimEnd(',', ';', ':')).Where(word => word.Length > 0).ToList();
        if (words.Count > 0)
        {
            words[^1] = words[^1].TrimEnd('.', '!', '?');
        }

        words.RemoveAll(word => word.Length == 0);
        while (words.Count > 0 && Openers.Contains(words[0], StringComparer.OrdinalIgnoreCase))
        {
            words.RemoveAt(0);
        }

        if (words.Count > 2 && words[0].ToLowerInvariant() is "can" or "could" && words[1].Equals("you", StringComparison.OrdinalIgnoreCase))
        {
            words.RemoveRange(0, 2);
        }

        words.RemoveAll(word => word.Equals("please", StringComparison.OrdinalIgnoreCase));
        return words;
    }

    private void CheckExamples(WorkflowDefinition workflow, string file, DateOnly today, List<ConfigProblem> problems)
    {
        foreach (var example in workflow.Examples)
        {
            if (Match(example, today)?.Name != workflow.Name)
            {
                problems.Add(new ConfigProblem(file, 1, 1, "examples", $"\"{example}\" does not lead to this workflow: no pattern fits it, or another workflow's fits as well."));
            }
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
