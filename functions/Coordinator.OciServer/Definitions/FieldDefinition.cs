using System.Text.Json.Nodes;

namespace Coordinator.OciServer.Definitions;

/// <summary>One field of an answer: where it is in what the service sends (JMESPath), and the type it has here.</summary>
internal sealed record FieldDefinition(string Name, string Path, FieldKind Kind, string? Description)
{
    /// <summary>A field that the service leaves out is null, not absent: a table's columns stay.</summary>
    public JsonObject Schema()
    {
        var schema = Kind switch
        {
            FieldKind.Any => [],
            FieldKind.Object => new JsonObject { ["type"] = new JsonArray("object", "null") },
            FieldKind.List => new JsonObject { ["type"] = new JsonArray("array", "null") },
            FieldKind.Integer => new JsonObject { ["type"] = new JsonArray("integer", "null") },
            FieldKind.Number => new JsonObject { ["type"] = new JsonArray("number", "null") },
            FieldKind.Boolean => new JsonObject { ["type"] = new JsonArray("boolean", "null") },
            _ => new JsonObject { ["type"] = new JsonArray("string", "null") },
        };
        if (Description is not null) schema["description"] = Description;
        return schema;
    }
}

internal enum FieldKind
{
    Text,
    Integer,
    Number,
    Boolean,
    Object,
    List,
    Any,
}
