using Coordinator.Core.Configuration;
using Coordinator.OciServer.Parameters;

namespace Coordinator.OciServer.Definitions;

/// <summary>Reads a tool's <c>result</c>.</summary>
internal sealed class ResultReader(IReadOnlyList<Parameter> parameters, ReadingRules rules)
{
    private static readonly string[] Kinds = [.. Enum.GetNames<FieldKind>().Select(name => name.ToLowerInvariant())];

    private static readonly string[] Reserved = ["type", "count", "more", "error", ResultDefinition.Unreadable];

    public ResultDefinition Read(YamlMap map)
    {
        map.RefuseUnknown("type", "list", "items", "where", "fields", "compartment_names");
        rules.CheckPath(map, "items");
        var list = map.Text("list");
        if (list is not null && Reserved.Contains(list)) map.Problem("list", $"'{list}' is taken.");
        var fields = map.Map("fields");
        var namesCompartments = map.Flag("compartment_names", false);
        if (namesCompartments && (fields is null || !fields.Names.Contains(ResultDefinition.CompartmentId))) map.Problem("compartment_names", $"Needs a field '{ResultDefinition.CompartmentId}', whose compartment it names.");
        if (namesCompartments && fields?.Names.Contains(ResultDefinition.CompartmentName) == true) fields.Problem(ResultDefinition.CompartmentName, "Is taken: compartment_names adds it.");
        return new ResultDefinition(map.Text("type", required: true) ?? "")
        {
            List = list,
            Items = map.Text("items") ?? "@",
            Where = ReadWhere(map, list is not null),
            Fields = fields is null ? [] : [.. fields.Names.Select(name => Field(fields, name, list is null))],
            NamesCompartments = namesCompartments,
        };
    }

    private Dictionary<string, ValueTemplate> ReadWhere(YamlMap map, bool isList)
    {
        if (map.Map("where") is not { } where) return [];
        if (!isList) map.Problem("where", "Is for results with a 'list'.");
        foreach (var path in where.Names)
        {
            var template = new ValueTemplate(where.Text(path) ?? "");
            rules.CheckPath(path, where, path);
            if (!template.IsOneArgument) where.Problem(path, "Is an argument, such as '{state}'.");
            else if (parameters.All(parameter => parameter.Name != template.Names[0])) where.Problem(path, $"'{template}' is not a parameter of the tool.");
        }

        return where.Scalars().ToDictionary(entry => entry.Key, entry => new ValueTemplate(entry.Value.Value));
    }

    /// <summary>Short form <c>name: path</c> for a text, long form <c>name: {path, type, description}</c>.</summary>
    private FieldDefinition Field(YamlMap fields, string name, bool isTop)
    {
        if (isTop && Reserved.Contains(name)) fields.Problem(name, $"'{name}' is taken.");
        if (!fields.IsMap(name))
        {
            rules.CheckPath(fields, name);
            return new FieldDefinition(name, fields.Text(name, required: true) ?? "", FieldKind.Text, null);
        }

        var map = fields.Map(name)!;
        map.RefuseUnknown("path", "type", "description");
        rules.CheckPath(map, "path");
        return new FieldDefinition(name, map.Text("path", required: true) ?? "", Enum.Parse<FieldKind>(map.Word("type", "text", Kinds), ignoreCase: true), map.Text("description"));
    }
}
