using System.Text.Json;

namespace Coordinator.TestKit.Models;

/// <summary>A tool call that the stub's model makes.</summary>
/// <param name="Arguments">Sent as they are: malformed JSON stays malformed, and an empty text stays empty.</param>
public sealed record StubCall(string Name, string Arguments)
{
    /// <summary>Null: the stub gives one that is new in the whole conversation.</summary>
    public string? Id { get; init; }

    public static StubCall Of(string name, object arguments) => new(name, JsonSerializer.Serialize(arguments));
}
