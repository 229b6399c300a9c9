using Coordinator.Core.Configuration;
using DevLab.JmesPath;

namespace Coordinator.OciServer.Definitions;

/// <summary>Reads a tool's <c>result</c>.</summary>
internal static class ResultReader
{
    private static readonly string[] Kinds = [.. Enum.GetNames<FieldKind>().Select(name => name.ToLowerInvariant())];

    private static readonly string[] Reserved = ["type", "count", "more", "error"];

    public static ResultDefinition Read(YamlMap map)
    {
        map.RefuseUnknown("type", "list", "items", "fields", "compartment_names");
        CheckPath(map, "items");
        var list = map.Text("list");
        if (list is not null && Reserved.Contains(list)) map.Problem("list", $"'{list}' is taken.");
        return new ResultDefinition(map.Text("type", required: true) ?? "")
        {
            List = list,
            Items = map.Text("items") ?? "@",
            Fields = map.Map("fields") is { } fields ? [.. fields.Names.Select(name => Field(fields, name, list is null))] : [],
            NamesCompartments = map.Flag("compartment_names", false),
        };
    }

    /// <summary>The text there must be JMESPath.</summary>
    public static void CheckPath(YamlMap map, string name)
    {
        if (map.Text(name) is not { } path) return;
        try
        {
            _ = new JmesPath().Parse(path);
        }
        catch (Exception exception)
        {
            map.Problem(name, $"'{path}' is not JMESPath: {exception.Message}");
        }
    }

    /// <summary>Short form <c>name: path</c> for a text, long form <c>name: {path, type, description}</c>.</summary>
    private static FieldDefinition Field(YamlMap fields, string name, bool isTop)
    {
        if (isTop && Reserved.Contains(name)) fields.Problem(name, $"'{name}' is taken.");
        if (!fields.IsMap(name))
        {
            CheckPath(fields, name);
            return new FieldDefinition(name, fields.Text(name, required: true) ?? "", FieldKind.Text, null);
        }

        var map = fields.Map(name)!;
        map.RefuseUnknown("path", "type", "description");
        CheckPath(map, "path");
        return new FieldDefinition(name, map.Text("path", required: true) ?? "", Enum.Parse<FieldKind>(map.Word("type", "text", Kinds), ignoreCase: true), map.Text("description"));
    }
}
