using System.Text.Json;
using Coordinator.Core.Tools;

namespace Coordinator.Core.Tests.Tools;

/// <summary>Tools of a server <c>s1</c>.</summary>
internal static class Definitions
{
    public const string OneName = """{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}""";

    public static ToolDefinition Read(string name, string schema = """{"type":"object"}""", string server = "s1") =>
        new() { Server = server, Name = name, Description = $"Shows what {name} shows.", InputSchema = JsonElement.Parse(schema), ReadOnlyHint = true };

    public static ToolDefinition Write(string name, string schema = """{"type":"object"}""", string server = "s1") =>
        Read(name, schema, server) with { ReadOnlyHint = false };

    public static ToolPolicy Policy(params (string Tool, ToolRule Rule)[] rules) =>
        new(rules.ToDictionary(rule => rule.Tool, rule => rule.Rule), _ => TimeSpan.FromSeconds(30));
}
