using System.Text.Json;
using System.Text.Json.Nodes;
using Coordinator.Core.Registrations;
using Coordinator.Core.Secrets;
using Microsoft.AspNetCore.Http;

namespace Coordinator.Http.Tools;

/// <summary>The body of a registration. Whatever is not about reaching the server is kept as its metadata, without what looks like a secret.</summary>
/// <param name="Server">Null: it gave no address, as a server of the configuration may.</param>
internal sealed record RegistrationBody(string Id, RegisteredServer? Server, JsonElement? Metadata, IResult? Problem)
{
    /// <summary>A server with a hundred tools describes them in less.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly string[] Fields = ["id", "url", "transport", "description", "domains", "timeout_seconds", "auth", "metadata"];

    /// <summary>How a process would be started, and what would be sent along: neither can be registered.</summary>
    private static readonly string[] Never = ["command", "args", "env", "working_dir", "headers", "key"];

    public static async Task<RegistrationBody> ReadAsync(HttpRequest request)
    {
        var body = await JsonBody.ReadAsync(request, MaxBytes);
        return body.Problem is { } problem ? new RegistrationBody("", null, null, problem) : Read(body);
    }

    private static RegistrationBody Read(JsonBody body)
    {
        if (body.Root.EnumerateObject().Select(member => member.Name).FirstOrDefault(IsRefused) is { } refused)
        {
            return Invalid($"'{refused}' cannot be registered: only an https address can, and a token by the name of a variable (auth.token_env).");
        }

        if (!body.TryText("id", out var id) || id is null || !RegistrationPolicy.IsId(id))
        {
            return Invalid("'id' must be a word of at most 63 lower-case letters, digits and '-'.");
        }

        if (!body.TryText("transport", out var transport) || transport is not (null or "http" or "streamable-http" or "streamable_http"))
        {
            return Invalid("'transport' must be http: only servers over streamable HTTP can be registered.");
        }

        return !body.TryText("url", out var url) ? Invalid("'url' must be a text.")
            : !body.TryText("description", out var description) ? Invalid("'description' must be a text.")
            : !TryDomains(body.Root, out var domains) ? Invalid("'domains' must be a list of texts.")
            : !TrySeconds(body.Root, out var seconds) ? Invalid($"'timeout_seconds' must be a whole number from 1 to {RegistrationPolicy.LongestTimeoutSeconds}.")
            : !TryAuth(body.Root, out var token, out var scheme) ? Invalid("'auth' must be an object with 'token_env' and, if it is not Bearer, 'scheme'; both are texts.")
            : body.Root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null) ? Invalid("'metadata' must be an object.")
            : new RegistrationBody(
                id,
                url is null ? null : new RegisteredServer { Url = url, Description = description is null ? null : Redaction.Of(description), Domains = domains, TimeoutSeconds = seconds, TokenEnv = token, Scheme = scheme },
                MetadataOf(body.Root),
                null);
    }

    private static bool IsRefused(string name) => Never.Contains(name, StringComparer.OrdinalIgnoreCase) || Redaction.IsTelling(name);

    private static bool TryDomains(JsonElement root, out IReadOnlyList<string> domains)
    {
        domains = [];
        if (!root.TryGetProperty("domains", out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        try
        {
            domains = [.. list.EnumerateArray().Select(item => item.GetString()!)];
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return false;
        }
    }

    private static bool TrySeconds(JsonElement root, out int? seconds)
    {
        seconds = null;
        if (!root.TryGetProperty("timeout_seconds", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        seconds = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
        return seconds is not null;
    }

    private static bool TryAuth(JsonElement root, out string? token, out string? scheme)
    {
        (token, scheme) = (null, null);
        if (!root.TryGetProperty("auth", out var auth) || auth.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        var fields = new JsonBody(auth, null);
        return auth.ValueKind == JsonValueKind.Object
            && auth.EnumerateObject().All(member => member.Name is "token_env" or "scheme")
            && fields.TryText("token_env", out token) && token is not null && fields.TryText("scheme", out scheme);
    }

    private static JsonElement? MetadataOf(JsonElement root)
    {
        var kept = root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object ? (JsonObject)Redaction.Of(metadata)! : [];
        foreach (var member in root.EnumerateObject().Where(member => !Fields.Contains(member.Name)))
        {
            kept[member.Name] = Redaction.Of(member.Value);
        }

        return kept.Count == 0 ? null : JsonSerializer.SerializeToElement(kept);
    }

    private static RegistrationBody Invalid(string detail) =>
        new("", null, null, Problems.Create(StatusCodes.Status400BadRequest, "invalid-field", "A field is not valid", detail));
}
