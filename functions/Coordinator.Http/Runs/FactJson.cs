using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Runs;
using Coordinator.Core.State;

namespace Coordinator.Http.Runs;

/// <summary>A fact as JSON for people: its members, its number and its type.</summary>
internal static class FactJson
{
    /// <summary><c>tool_finished</c> for <see cref="ToolFinished"/>.</summary>
    public static string TypeOf(RunFact fact) => JsonNamingPolicy.SnakeCaseLower.ConvertName(fact.GetType().Name);

    public static JsonObject Of(StoredFact stored)
    {
        var json = WebJson.ToNode(stored.Fact);
        json.Remove("key");
        json.Remove("type");
        json.Insert(0, "number", stored.Number);
        json.Insert(1, "type", TypeOf(stored.Fact));
        json.Insert(2, "key", stored.Fact.Key);
        return json;
    }
}
