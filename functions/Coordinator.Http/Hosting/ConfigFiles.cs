using System.Security.Cryptography;
using System.Text;
using Coordinator.Connections.Mcp;
using Coordinator.Core.Configuration;
using Coordinator.Core.Resilience.Bulkhead;
using Coordinator.Core.Tools;
using Coordinator.Core.Workflows;

namespace Coordinator.Http.Hosting;

/// <summary>The YAML files of the configuration folder.</summary>
public sealed record ConfigFiles(WorkflowCatalog Workflows, IReadOnlyDictionary<string, ToolRule> ToolRules, ToolCatalogConfig ToolCatalog, McpServersConfig Servers, PartitionPlan Partitions)
{
    private const string ServersFile = "mcp-servers.yaml";
    private const string PolicyFile = "tool-policy.yaml";
    private const string CatalogFile = "tool-catalog.yaml";
    private const string BulkheadsFile = "bulkheads.yaml";
    private const string WorkflowsFolder = "workflows";

    private static readonly string[] Known = [ServersFile, PolicyFile, CatalogFile, BulkheadsFile];

    /// <summary>A digest of each file that was read, by its name in the folder.</summary>
    public IReadOnlyDictionary<string, string> Digests { get; private init; } = new Dictionary<string, string>();

    /// <param name="variable">For <c>${NAME}</c> in the list of servers and in the arguments of the catalog.</param>
    /// <exception cref="ConfigException">With file, line and field of everything that is wrong.</exception>
    public static ConfigFiles Read(string folder, Func<string, string?> variable, TimeProvider time)
    {
        var texts = ReadTexts(folder);
        if (!texts.ContainsKey(ServersFile))
        {
            throw new ConfigException($"'{Path.Combine(folder, ServersFile)}' is not there: --config must name a folder with {ServersFile}.");
        }

        var problems = new List<ConfigProblem>();
        return Parse(texts, variable, time, problems) is { } files && problems.Count == 0 ? files : throw new ConfigException(problems);
    }

    /// <summary>The files of the folder that are read, with their texts; a workflow's name has its folder before it.</summary>
    /// <exception cref="ConfigException">A file cannot be read.</exception>
    internal static IReadOnlyDictionary<string, string> ReadTexts(string folder)
    {
        var names = Known.Where(name => File.Exists(Path.Combine(folder, name))).Concat(NamesIn(folder, WorkflowsFolder, "*.yaml"));
        try
        {
            return names.ToDictionary(name => name, name => File.ReadAllText(Path.Combine(folder, name)), StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(exception.Message, exception);
        }
    }

    /// <summary>YAML files of the folder that nobody reads: a misspelt name must not pass for one that was left out.</summary>
    internal static IEnumerable<string> Unread(string folder) =>
        NamesIn(folder, "", "*.yaml").Concat(NamesIn(folder, "", "*.yml")).Where(name => !Known.Contains(name)).Concat(NamesIn(folder, WorkflowsFolder, "*.yml"));

    /// <summary>All files, whatever is wrong with one of them; null if something was.</summary>
    internal static ConfigFiles? Parse(IReadOnlyDictionary<string, string> texts, Func<string, string?> variable, TimeProvider time, List<ConfigProblem> problems)
    {
        var workflows = Collect(problems, () => WorkflowCatalog.Parse(
            texts.Where(file => file.Key.StartsWith(WorkflowsFolder, StringComparison.Ordinal)).OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => new WorkflowFile(Path.GetFileName(file.Key), file.Value)),
            DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)));
        var rules = Collect(problems, () => texts.TryGetValue(PolicyFile, out var text) ? ToolPolicyFile.Parse(PolicyFile, text) : new Dictionary<string, ToolRule>());
        var catalog = Collect(problems, () => texts.TryGetValue(CatalogFile, out var text) ? ToolCatalogFile.Parse(CatalogFile, text, variable) : ToolCatalogConfig.Empty);
        var servers = Collect(problems, () => texts.TryGetValue(ServersFile, out var text)
            ? McpServersFile.Parse(ServersFile, text, variable)
            : throw new ConfigException([new ConfigProblem(ServersFile, 1, 1, "", "Is not there.")]));
        var partitions = Collect(problems, () => texts.TryGetValue(BulkheadsFile, out var text) ? PartitionsFile.Parse(BulkheadsFile, text) : new PartitionPlan([]));
        return workflows is null || rules is null || catalog is null || servers is null || partitions is null
            ? null
            : new ConfigFiles(workflows, rules, catalog, servers, partitions) { Digests = DigestsOf(texts) };
    }

    internal static Dictionary<string, string> DigestsOf(IReadOnlyDictionary<string, string> texts) =>
        texts.ToDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Value))), StringComparer.Ordinal);

    private static T? Collect<T>(List<ConfigProblem> problems, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ConfigException exception) when (exception.Problems.Count > 0)
        {
            problems.AddRange(exception.Problems);
            return null;
        }
    }

    private static IEnumerable<string> NamesIn(string folder, string below, string pattern) =>
        Directory.Exists(Path.Combine(folder, below))
            ? Directory.EnumerateFiles(Path.Combine(folder, below), pattern).Select(file => below.Length == 0 ? Path.GetFileName(file) : $"{below}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)
            : [];
}
