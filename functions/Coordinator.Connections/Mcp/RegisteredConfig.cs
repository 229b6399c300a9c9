using Coordinator.Core.Registrations;

namespace Coordinator.Connections.Mcp;

/// <summary>What a registration means for connecting. Whether it is still allowed is looked at each time: the list of hosts may have changed since it was made.</summary>
internal static class RegisteredConfig
{
    public static McpServerConfig Of(string id, RegisteredServer server, RegistrationOptions options)
    {
        var refusal = RegistrationPolicy.Refuse(server, options);
        var config = new McpServerConfig
        {
            Id = id,
            Transport = "http",
            IsRegistered = true,
            Refusal = refusal?.Message,
            Url = Uri.TryCreate(server.Url, UriKind.Absolute, out var url) ? url : null,
            Domains = server.Domains,
        };
        config = server.TimeoutSeconds is { } seconds ? config with { TimeLimit = TimeSpan.FromSeconds(seconds) } : config;
        return refusal is null && server.TokenEnv is { } name && options.Variable(name)!.Trim() is var token
            ? config with { Headers = new Dictionary<string, string> { ["Authorization"] = $"{server.Scheme ?? "Bearer"} {token}" }, Secrets = [token] }
            : config;
    }
}
