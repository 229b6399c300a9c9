using Coordinator.Core.Configuration;
using Coordinator.Core.Tools;
using Coordinator.Core.Workflows;

namespace Coordinator.LocalHost;

/// <summary>The YAML files of the configuration folder.</summary>
internal static class ConfigFiles
{
    public static WorkflowCatalog ReadWorkflows(string folder, TimeProvider time)
    {
        var path = Path.Combine(folder, "workflows");
        var files = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.yaml").Order(StringComparer.Ordinal).Select(file => new WorkflowFile(Path.GetFileName(file), File.ReadAllText(file)))
            : [];
        return WorkflowCatalog.Parse(files, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
    }

    public static IReadOnlyDictionary<string, ToolRule> ReadToolPolicy(string folder)
    {
        var path = Path.Combine(folder, "tool-policy.yaml");
        return File.Exists(path) ? ToolPolicyFile.Parse("tool-policy.yaml", File.ReadAllText(path)) : new Dictionary<string, ToolRule>();
    }

    /// <exception cref="ConfigException">The file is not there.</exception>
    public static string ReadServers(string folder)
    {
        var path = Path.Combine(folder, "mcp-servers.yaml");
        return File.Exists(path) ? File.ReadAllText(path) : throw new ConfigException($"'{path}' is not there: --config must name a folder with mcp-servers.yaml.");
    }
}
