using System.Text.RegularExpressions;
using Coordinator.Core.Configuration;
using Coordinator.Core.Tools;

namespace Coordinator.Connections.Mcp;

/// <summary>Reads <c>config/mcp-servers.yaml</c>.</summary>
public static partial class McpServersFile
{
    private const double LongestSeconds = 3600;

    /// <param name="variable">Values for <c>${NAME}</c> and <c>${NAME:-default}</c>.</param>
    /// <exception cref="ConfigException">With file, line and field of everything that is wrong; values of variables are never shown.</exception>
    public static McpServersConfig Parse(string file, string text, Func<string, string?> variable)
    {
        var problems = new List<ConfigProblem>();
        var servers = new List<McpServerConfig>();
        var yaml = YamlMap.Parse(file, text, problems);
        yaml?.RefuseUnknown("defaults", "servers");
        var defaults = ReadDefaults(yaml?.Map("defaults"));
        var list = yaml?.Map("servers", required: true);
        foreach (var id in list?.Names ?? [])
        {
            if (list!.Map(id) is { } server)
            {
                servers.Add(new Reader(server, variable, defaults).Read(id));
            }
        }

        return problems.Count == 0 ? new McpServersConfig(servers, defaults) : throw new ConfigException(problems);
    }

    private static McpDefaults ReadDefaults(YamlMap? yaml)
    {
        yaml?.RefuseUnknown("timeout_seconds", "tool_timeouts");
        return yaml is null ? new McpDefaults() : new McpDefaults
        {
            TimeLimit = Seconds(yaml, "timeout_seconds") ?? ToolRule.DefaultTimeLimit,
            ToolTimeLimits = ReadToolTimeLimits(yaml),
        };
    }

    private static ToolTimeLimits ReadToolTimeLimits(YamlMap yaml)
    {
        var limits = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var map = yaml.Map("tool_timeouts");
        foreach (var tool in map?.Names ?? [])
        {
            if (!ToolName().IsMatch(tool))
            {
                map!.Problem(tool, $"'{tool}' is neither the name of a tool nor its beginning with '*' at the end.");
            }
            else if (Seconds(map!, tool) is { } limit)
            {
                limits[tool] = limit;
            }
        }

        return new ToolTimeLimits(limits);
    }

    private static TimeSpan? Seconds(YamlMap map, string name) => map.Number(name, 1, LongestSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    [GeneratedRegex(@"^[^\s*]+\*?$")]
    private static partial Regex ToolName();

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex ServerId();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}$")]
    private static partial Regex Revision();

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")]
    private static partial Regex HeaderName();

    private sealed class Reader(YamlMap yaml, Func<string, string?> variable, McpDefaults defaults)
    {
        /// <summary>Names under which a literal value in <c>env</c> is taken for a secret too.</summary>
        private static readonly string[] SecretNames = ["KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIAL"];

        private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
        private bool _enabled;

        public McpServerConfig Read(string id)
        {
            yaml.RefuseUnknown("transport", "command", "args", "working_dir", "env", "url", "headers", "auth", "enabled", "domains", "description",
                "timeout_seconds", "tool_timeouts", "connect_timeout_seconds", "protocol_version", "standalone_get_stream");
            if (!ServerId().IsMatch(id))
            {
                yaml.Problem("", $"'{id}' is no server id: lower-case letters, digits and '-'.");
            }

            _enabled = ReadEnabled();
            var transport = yaml.Word("transport", "stdio", "stdio", "http");
            Require(transport == "stdio" ? "command" : "url");
            return new McpServerConfig
            {
                Id = id,
                Transport = transport,
                Enabled = _enabled,
                Command = Text("command"),
                Args = [.. yaml.Texts("args").Select(argument => Expand("args", argument))],
                WorkingDirectory = Text("working_dir"),
                Environment = Texts("env"),
                Url = ReadUrl(),
                Headers = ReadHeaders(),
                Secrets = [.. _secrets],
                Domains = yaml.Texts("domains"),
                TimeLimit = Seconds(yaml, "timeout_seconds") ?? defaults.TimeLimit,
                ToolTimeLimits = ReadToolTimeLimits(yaml),
                ConnectWithin = Seconds(yaml, "connect_timeout_seconds") ?? TimeSpan.FromSeconds(30),
                ProtocolVersion = ReadProtocolVersion(),
                StandaloneGetStream = yaml.Flag("standalone_get_stream", true),
            };
        }

        private bool ReadEnabled()
        {
            var text = Expand("enabled", yaml.Text("enabled") ?? "true");
            if (text is not ("true" or "false"))
            {
                yaml.Problem("enabled", $"'{text}' is not one of true, false.");
            }

            return text == "true";
        }

        private string? ReadProtocolVersion()
        {
            var text = Text("protocol_version");
            if (text is not null && !Revision().IsMatch(text))
            {
                yaml.Problem("protocol_version", $"'{text}' is no MCP revision, like 2025-11-25.");
            }

            return text;
        }

        private void Require(string field)
        {
            if (_enabled)
            {
                yaml.Text(field, required: true);
            }
        }

        private Uri? ReadUrl()
        {
            if (Text("url") is not { Length: > 0 } text)
            {
                return null;
            }

            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            yaml.Problem("url", "Must be an absolute http or https address.");
            return null;
        }

        private Dictionary<string, string> ReadHeaders()
        {
            var headers = Texts("headers");
            if (yaml.Map("auth") is { } auth)
            {
                auth.RefuseUnknown("token_env", "scheme");
                var name = auth.Text("token_env", required: true);
                var token = name is null ? null : variable(name);
                if (_enabled && name is not null && string.IsNullOrEmpty(token))
                {
                    auth.Problem("token_env", $"The variable {name} is not set.");
                }

                Keep(token);
                headers["Authorization"] = $"{auth.Text("scheme") ?? "Bearer"} {token}";
            }

            foreach (var (name, value) in headers)
            {
                if (!HeaderName().IsMatch(name) || value.Any(char.IsControl))
                {
                    yaml.Problem("headers", $"'{name}' is no header name, or its value has a line break or another control character.");
                }
            }

            return headers;
        }

        private Dictionary<string, string> Texts(string name)
        {
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (key, (text, _)) in yaml.Map(name)?.Scalars() ?? new Dictionary<string, (string Value, bool IsPlain)>())
            {
                texts[key] = Expand(name, text, Keep);
                if (SecretNames.Any(secret => key.Contains(secret, StringComparison.OrdinalIgnoreCase)))
                {
                    Keep(texts[key]);
                }
            }

            return texts;
        }

        private void Keep(string? secret)
        {
            if (!string.IsNullOrEmpty(secret))
            {
                _secrets.Add(secret);
            }
        }

        private string? Text(string name) => yaml.Text(name) is { } text ? Expand(name, text) : null;

        private string Expand(string field, string text, Action<string>? used = null) => ConfigVariables.Reference().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            if (variable(name) is { Length: > 0 } value)
            {
                used?.Invoke(value);
                return value;
            }

            if (!match.Groups[2].Success && _enabled)
            {
                yaml.Problem(field, $"The variable {name} is not set, and ${{{name}}} gives no default (${{{name}:-default}}).");
            }

            return match.Groups[2].Value;
        });
    }
}
