using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.OciServer.Errors;

namespace Coordinator.OciServer.Tools;

/// <summary>The caller's idempotency key for one write, in the request's <c>_meta</c>.</summary>
internal static class EffectKey
{
    public const string MetaName = "coordinator/effectKey";

    private const int MaxLength = 256;

    /// <summary>Null if there is none.</summary>
    /// <exception cref="ToolException">There is a key but not a usable one: executing unprotected would be worse than refusing.</exception>
    public static string? Read(JsonObject? meta)
    {
        if (meta is null || !meta.TryGetPropertyValue(MetaName, out var given) || given is null) return null;
        var key = given.GetValueKind() == JsonValueKind.String ? given.GetValue<string>() : null;
        return key is { Length: > 0 and <= MaxLength }
            ? key
            : throw new ToolException(ToolError.InvalidParameter($"_meta[\"{MetaName}\"] must be a string of 1 to {MaxLength} characters."));
    }

    /// <summary>As a retry token, which may be 64 characters long and is valid for 24 hours.</summary>
    public static string Token(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
