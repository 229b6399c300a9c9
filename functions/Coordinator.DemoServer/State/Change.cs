using System.Text.Json;
using Coordinator.DemoServer.Cloud;

namespace Coordinator.DemoServer.State;

/// <summary>What a write tool decided on the state it was shown.</summary>
internal sealed record Change
{
    /// <summary>The instance as it is afterwards; null if the write is refused.</summary>
    public Instance? Instance { get; private init; }

    public PowerState From { get; private init; }

    /// <summary>A JSON object.</summary>
    public required JsonElement Answer { get; init; }

    public static Change Refused(JsonElement answer) => new() { Answer = answer };

    public static Change Of(Instance before, Instance after, JsonElement answer) => new() { Instance = after, From = before.State, Answer = answer };
}
