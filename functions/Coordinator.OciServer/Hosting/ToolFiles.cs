using Coordinator.Core.Configuration;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Handlers;

namespace Coordinator.OciServer.Hosting;

/// <summary>The files of tools: those that came with the server, then those of the folders given, in the order of their names.</summary>
internal static class ToolFiles
{
    public static string BuiltIn => Path.Combine(AppContext.BaseDirectory, "config", "oci");

    /// <param name="checksBuiltIn">Also what is in the files that came with the server, and read by its tests.</param>
    /// <exception cref="ConfigException">With everything that is wrong.</exception>
    public static IReadOnlyList<ApiDefinition> Read(IReadOnlyList<string> folders, Func<string, string?> variable, bool checksBuiltIn = true)
    {
        var problems = new List<ConfigProblem>();
        var apis = new List<ApiDefinition>();
        var rules = new ReadingRules(HandlerCatalog.Names, variable);
        foreach (var (folder, file) in folders.Prepend(BuiltIn).SelectMany(Files, (folder, file) => (folder, file)))
        {
            if (DefinitionFile.Read(file, File.ReadAllText(file), rules with { ChecksExpressions = checksBuiltIn || folder != BuiltIn }, problems) is { } api) apis.Add(api);
        }

        problems.AddRange(Doubled(apis));
        return problems.Count == 0 ? apis : throw new ConfigException(problems);
    }

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order(StringComparer.Ordinal)
        : throw new ConfigException($"There is no folder {folder} with files of tools.");

    private static IEnumerable<ConfigProblem> Doubled(List<ApiDefinition> apis) => apis
        .SelectMany(api => api.Tools, (api, tool) => (api.File, tool.Name))
        .GroupBy(tool => tool.Name)
        .Where(group => group.Count() > 1)
        .Select(group => new ConfigProblem(group.Last().File, 1, 1, $"tools.{group.Key}", $"{group.First().File} has a tool of this name already."));
}
