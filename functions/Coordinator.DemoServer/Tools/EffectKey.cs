using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.DemoServer.State;

namespace Coordinator.DemoServer.Tools;

/// <summary>The caller's idempotency key for one write, in the request's <c>_meta</c>.</summary>
internal static class EffectKey
{
    public const string MetaName = "coordinator/effectKey";

    private const int MaxLength = 256;

    /// <summary>False if there is a key but not a usable one: executing unprotected would be worse than refusing.</summary>
    public static bool TryRead(JsonObject? meta, out string? key, [NotNullWhen(false)] out ToolError? error)
    {
        key = null;
        error = null;
        if (meta is null || !meta.TryGetPropertyValue(MetaName, out var given) || given is null) return true;
        if (given.GetValueKind() == JsonValueKind.String) key = given.GetValue<string>();
        if (key is { Length: > 0 and <= MaxLength }) return true;
        error = ToolError.InvalidParameter($"_meta[\"{MetaName}\"] must be a string of 1 to {MaxLength} characters.");
        return false;
    }

    public static ToolError Reused(ChangeRequest request) => ToolError.Conflict(
        "InvalidatedRetryToken", $"The effect key \"{request.EffectKey}\" was used for a different request. Nothing was done.");

    /// <summary>Tells a repeated answer from a first one, outside the answer itself.</summary>
    public static JsonObject RepeatedMark() => new() { ["coordinator/repeated"] = true };
}
