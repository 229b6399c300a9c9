using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coordinator.DemoServer;

/// <summary>One tool: what it announces and what it does.</summary>
/// <param name="Write">It changes the tenancy.</param>
/// <param name="Run">Gives the structured result, or throws a <see cref="DemoError"/>.</param>
internal sealed record DemoTool(string Name, string Description, bool Write, IReadOnlyList<DemoParameter> Parameters, Func<DemoArguments, JsonObject> Run)
{
    public JsonElement InputSchema()
    {
        var properties = new JsonObject();
        foreach (var parameter in Parameters)
        {
            properties[parameter.Name] = new JsonObject { ["type"] = parameter.Type, ["description"] = parameter.Description };
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. Parameters.Where(parameter => parameter.Required).Select(parameter => JsonValue.Create(parameter.Name))]),
            ["additionalProperties"] = false,
        };
        return JsonDocument.Parse(schema.ToJsonString()).RootElement;
    }
}

/// <param name="Type"><c>string</c> or <c>integer</c>.</param>
internal sealed record DemoParameter(string Name, string Type, string Description, bool Required = false);

/// <summary>An error as the OCI API has it: the tool answers it as its own result, never as a success.</summary>
internal sealed class DemoError(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public static DemoError Invalid(string message) => new(400, "InvalidParameter", message);
}
