using Coordinator.Connections.Mcp;
using Coordinator.Core.Configuration;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Tools;
using Coordinator.Core.Workflows;

namespace Coordinator.Http.Hosting;

/// <summary>The YAML files of the configuration folder.</summary>
public sealed record ConfigFiles(WorkflowCatalog Workflows, IReadOnlyDictionary<string, ToolRule> ToolRules, McpServersConfig Servers, PartitionPlan Partitions)
{
    private const string ServersFile = "mcp-servers.yaml";
    private const string PolicyFile = "tool-policy.yaml";
    private const string BulkheadsFile = "bulkheads.yaml";

    /// <param name="variable">For <c>${NAME}</c> in the list of servers.</param>
    /// <exception cref="ConfigException">With file, line and field of what is wrong.</exception>
    public static ConfigFiles Read(string folder, Func<string, string?> variable, TimeProvider time) =>
        new(ReadWorkflows(folder, time), ReadToolPolicy(folder), McpServersFile.Parse(ServersFile, ReadServers(folder), variable), ReadPartitions(folder));

    private static WorkflowCatalog ReadWorkflows(string folder, TimeProvider time)
    {
        var path = Path.Combine(folder, "workflows");
        var files = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.yaml").Order(StringComparer.Ordinal).Select(file => new WorkflowFile(Path.GetFileName(file), File.ReadAllText(file)))
            : [];
        return WorkflowCatalog.Parse(files, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
    }

    private static IReadOnlyDictionary<string, ToolRule> ReadToolPolicy(string folder)
    {
        var path = Path.Combine(folder, PolicyFile);
        return File.Exists(path) ? ToolPolicyFile.Parse(PolicyFile, File.ReadAllText(path)) : new Dictionary<string, ToolRule>();
    }

    private static PartitionPlan ReadPartitions(string folder)
    {
        var path = Path.Combine(folder, BulkheadsFile);
        return File.Exists(path) ? PartitionsFile.Parse(BulkheadsFile, File.ReadAllText(path)) : new PartitionPlan([]);
    }

    private static string ReadServers(string folder)
    {
        var path = Path.Combine(folder, ServersFile);
        return File.Exists(path) ? File.ReadAllText(path) : throw new ConfigException($"'{path}' is not there: --config must name a folder with {ServersFile}.");
    }
}
