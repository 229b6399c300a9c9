using Coordinator.Core.Configuration;
using Coordinator.Core.Templates;

namespace Coordinator.Core.Workflows;

/// <summary>Reads one workflow file and says all that is wrong with it.</summary>
internal static class WorkflowReader
{
    public static WorkflowDefinition? Read(WorkflowFile file, List<ConfigProblem> problems)
    {
        var before = problems.Count;
        if (YamlMap.Parse(file.Name, file.Text, problems) is not { } yaml)
        {
            return null;
        }

        yaml.RefuseUnknown("name", "title", "group", "kind", "examples", "patterns", "parameters", "steps", "answer");
        var name = yaml.Text("name", required: true);
        var title = yaml.Text("title", required: true);
        var parameters = ReadParameters(yaml);
        var definition = new WorkflowDefinition
        {
            Name = name ?? "",
            Title = title ?? "",
            Group = yaml.Text("group", required: true) ?? "",
            Write = yaml.Word("kind", "read", "read", "write") == "write",
            Examples = yaml.Texts("examples", required: true),
            Source = file.Text,
            Parameters = parameters,
            Patterns = ReadPatterns(yaml, parameters),
            Stages = ReadStages(yaml, parameters),
            Answer = Template(yaml, "answer", required: true) ?? LiquidTemplate.Parse(""),
        };
        return problems.Count == before ? definition : null;
    }

    private static Dictionary<string, WorkflowParameter> ReadParameters(YamlMap yaml)
    {
        var parameters = new Dictionary<string, WorkflowParameter>(StringComparer.Ordinal);
        var list = yaml.Map("parameters");
        foreach (var name in list?.Names ?? [])
        {
            if (list!.Map(name) is { } map)
            {
                map.RefuseUnknown("type", "values");
                var kind = map.Word("type", "name", "name", "enum", "month", "number");
                var values = kind == "enum" ? map.Map("values", required: true)?.Scalars() : null;
                parameters[name] = new WorkflowParameter(
                    name,
                    Enum.Parse<ParameterKind>(kind, ignoreCase: true),
                    (values ?? new Dictionary<string, (string Value, bool)>()).ToDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.OrdinalIgnoreCase));
            }
        }

        return parameters;
    }

    private static List<MessagePattern> ReadPatterns(YamlMap yaml, Dictionary<string, WorkflowParameter> parameters)
    {
        var patterns = new List<MessagePattern>();
        foreach (var text in yaml.Texts("patterns", required: true))
        {
            try
            {
                var pattern = MessagePattern.Parse(text);
                patterns.Add(pattern);
                foreach (var unknown in pattern.Placeholders.Where(placeholder => !parameters.ContainsKey(placeholder)))
                {
                    yaml.Problem("patterns", $"{{{unknown}}} in \"{text}\" is not among the parameters.");
                }
            }
            catch (FormatException exception)
            {
                yaml.Problem("patterns", exception.Message);
            }
        }

        return patterns;
    }

    private static List<WorkflowStage> ReadStages(YamlMap yaml, Dictionary<string, WorkflowParameter> parameters)
    {
        var stages = yaml.Maps("steps", required: true).Select(step => ReadStage(step, parameters)).ToList();
        var names = stages.SelectMany(stage => stage.Kind == StageKind.Single ? [stage.Name] : stage.Steps.Select(step => step.Name).Append(stage.Name));
        foreach (var twice in names.GroupBy(name => name).Where(group => group.Count() > 1))
        {
            yaml.Problem("steps", $"Two steps are named '{twice.Key}'.");
        }

        return stages;
    }

    private static WorkflowStage ReadStage(YamlMap yaml, Dictionary<string, WorkflowParameter> parameters)
    {
        var kind = yaml.Has("parallel") ? StageKind.Parallel : yaml.Has("first") ? StageKind.First : StageKind.Single;
        if (kind == StageKind.Single)
        {
            yaml.RefuseUnknown("name", "tool", "args", "when", "optional");
        }
        else
        {
            yaml.RefuseUnknown("name", kind == StageKind.Parallel ? "parallel" : "first", "when", "optional");
        }

        var steps = kind switch
        {
            StageKind.Parallel => yaml.Maps("parallel").Select(step => ReadStep(step, parameters)).ToList(),
            StageKind.First => yaml.Maps("first").Select(step => ReadStep(step, parameters)).ToList(),
            _ => [ReadStep(yaml, parameters)],
        };
        if (kind != StageKind.Single && steps.Count == 0)
        {
            yaml.Problem(kind == StageKind.Parallel ? "parallel" : "first", "Must have at least one step.");
        }

        return new WorkflowStage(kind, yaml.Text("name", required: true) ?? "", steps, Template(yaml, "when"), yaml.Flag("optional", false));
    }

    private static WorkflowStep ReadStep(YamlMap yaml, Dictionary<string, WorkflowParameter> parameters)
    {
        var arguments = new List<WorkflowArgument>();
        foreach (var (name, (value, isPlain)) in yaml.Map("args")?.Scalars() ?? new Dictionary<string, (string, bool)>())
        {
            var typed = isPlain && (value is "true" or "false" || long.TryParse(value, out _));
            if (Parse(yaml, $"args.{name}", value) is { } template)
            {
                arguments.Add(new WorkflowArgument(name, template, value, typed, parameters.GetValueOrDefault(value.Trim('{', '}', ' '))));
            }
        }

        return new WorkflowStep(yaml.Text("name", required: true) ?? "", yaml.Text("tool", required: true) ?? "", arguments);
    }

    private static LiquidTemplate? Template(YamlMap yaml, string name, bool required = false) =>
        yaml.Text(name, required) is { } text ? Parse(yaml, name, text) : null;

    private static LiquidTemplate? Parse(YamlMap yaml, string name, string text)
    {
        try
        {
            return LiquidTemplate.Parse(text);
        }
        catch (FormatException exception)
        {
            yaml.Problem(name, $"Not valid Liquid: {exception.Message}");
            return null;
        }
    }
}
