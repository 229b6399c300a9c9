using System.Text.Json;
using System.Text.RegularExpressions;
using Coordinator.Core.Configuration;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Definitions;

/// <summary>Reads a tool's <c>parameters</c>.</summary>
internal sealed partial class ParameterReader(ReadingRules rules)
{
    private const double MostNumber = 1e15;

    private static readonly string[] Kinds = [.. Enum.GetNames<ParameterKind>().Select(name => name.ToLowerInvariant())];

    public IReadOnlyList<Parameter> ReadAll(YamlMap map)
    {
        var parameters = new List<Parameter>();
        foreach (var name in map.Names)
        {
            if (map.Map(name) is not { } parameter) continue;
            if (!ParameterName().IsMatch(name)) map.Problem(name, "A parameter's name is in lower case, such as compartment_id.");
            parameters.Add(Read(name, parameter));
        }

        CheckAliases(map, parameters);
        return parameters;
    }

    private Parameter Read(string name, YamlMap map)
    {
        map.RefuseUnknown("type", "description", "required", "default", "least", "most", "values", "pattern", "aliases");
        var parameter = new Parameter(
            name, Enum.Parse<ParameterKind>(map.Word("type", "text", Kinds), ignoreCase: true), map.Text("description", required: true) ?? "")
        {
            Required = map.Flag("required", false),
            Default = map.Json("default"),
            Least = map.Number("least", -MostNumber, MostNumber),
            Most = map.Number("most", -MostNumber, MostNumber),
            Values = map.Texts("values"),
            Pattern = map.Text("pattern"),
            Aliases = map.Texts("aliases"),
        };
        rules.CheckPattern(map, "pattern");
        Check(map, parameter);
        return parameter;
    }

    private static void Check(YamlMap map, Parameter parameter)
    {
        if ((parameter.Least ?? parameter.Most) is not null && parameter.Kind is not (ParameterKind.Integer or ParameterKind.Number)) map.Problem(parameter.Least is null ? "most" : "least", "Is for the types integer and number.");
        if (parameter.Least > parameter.Most) map.Problem("least", "Is more than 'most'.");
        if (parameter.Values.Count > 0 && parameter.Kind is not (ParameterKind.Text or ParameterKind.Ocid)) map.Problem("values", "Is for the types text (its words) and ocid (its kinds, such as instance).");
        if (parameter.Pattern is not null && parameter.Kind != ParameterKind.Text) map.Problem("pattern", "Is for the type text.");
        if (parameter is { Required: true, Default: not null }) map.Problem("default", "A required parameter needs none.");
        if (parameter.Default is { } value && ArgumentReader.Read(parameter, JsonElement.Parse(value.ToJsonString())).Problem is { } problem) map.Problem("default", problem);
    }

    private static void CheckAliases(YamlMap map, List<Parameter> parameters)
    {
        var names = parameters.Select(parameter => parameter.Name).Concat(Parameter.OfEveryOciTool.Select(parameter => parameter.Name)).ToHashSet();
        foreach (var (parameter, alias) in parameters.SelectMany(parameter => parameter.Aliases, (parameter, alias) => (parameter, alias)))
        {
            if (!names.Add(alias)) map.Problem(parameter.Name, $"Its alias '{alias}' is the name or an alias of another parameter.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex ParameterName();
}
