using System.Text.Json;

namespace Coordinator.Cli.Targets;

/// <param name="Name">A fact's type, <c>progress</c>, <c>run</c> or <c>end</c>.</param>
/// <param name="Number">Of facts.</param>
internal sealed record RunEventRead(string Name, long? Number, JsonElement Data);
