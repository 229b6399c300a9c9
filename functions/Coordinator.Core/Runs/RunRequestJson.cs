using System.Text.Json;

namespace Coordinator.Core.Runs;

/// <summary>A <see cref="RunRequest"/> as it is stored. Members of newer versions are kept.</summary>
public static class RunRequestJson
{
    public static string Serialize(RunRequest request) => JsonSerializer.Serialize(request, RunJsonContext.Default.RunRequest);

    /// <exception cref="JsonException">The text is no request.</exception>
    public static RunRequest Deserialize(string json) =>
        JsonSerializer.Deserialize(json, RunJsonContext.Default.RunRequest) ?? throw new JsonException("A request is a JSON object.");
}
