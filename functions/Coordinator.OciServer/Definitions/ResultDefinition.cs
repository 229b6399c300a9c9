using System.Text.Json.Nodes;

namespace Coordinator.OciServer.Definitions;

/// <summary>What a tool answers with.</summary>
/// <param name="Type">The answer's <c>type</c>, by which it is shown.</param>
internal sealed record ResultDefinition(string Type)
{
    public const string CompartmentId = "compartment_id";
    public const string CompartmentName = "compartment";
    public const string Unreadable = "unreadable_compartments";

    /// <summary>Name of the list in the answer; null for one thing, whose fields are the answer's.</summary>
    public string? List { get; init; }

    /// <summary>JMESPath of the items, or of the one thing, in what the service sends.</summary>
    public string Items { get; init; } = "@";

    /// <summary>Which items are listed, where the service cannot be asked for them alone: JMESPath into an item, and the argument that it must be.</summary>
    public IReadOnlyDictionary<string, ValueTemplate> Where { get; init; } = new Dictionary<string, ValueTemplate>();

    /// <summary>Empty: what the service sends is passed on as it is.</summary>
    public IReadOnlyList<FieldDefinition> Fields { get; init; } = [];

    /// <summary>Adds the compartment's name as <c>compartment</c> to whatever has a <c>compartment_id</c>.</summary>
    public bool NamesCompartments { get; init; }

    /// <param name="ofEach">It lists compartment by compartment.</param>
    public JsonObject Schema(bool ofEach)
    {
        var item = ItemSchema();
        if (List is null)
        {
            if (item["properties"] is not JsonObject) item["properties"] = new JsonObject();
            item["properties"]!.AsObject().Insert(0, "type", new JsonObject { ["const"] = Type });
            item["required"] = new JsonArray("type");
            return item;
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["type"] = new JsonObject { ["const"] = Type },
                ["count"] = new JsonObject { ["type"] = "integer", ["description"] = "How many are listed here." },
                ["more"] = new JsonObject { ["type"] = "boolean", ["description"] = "There are more than the limit allowed." },
                [List] = new JsonObject { ["type"] = "array", ["items"] = item },
            },
            ["required"] = new JsonArray("type", "count", "more", List),
        };
        if (ofEach) schema["properties"]![Unreadable] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" }, ["description"] = "Compartments left out, because this user may not read them." };
        return schema;
    }

    private JsonObject ItemSchema()
    {
        if (Fields.Count == 0) return new JsonObject { ["type"] = "object" };
        var fields = Fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Schema()));
        return new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(fields) };
    }
}
