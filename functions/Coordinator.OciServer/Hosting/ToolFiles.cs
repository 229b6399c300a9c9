using Coordinator.Core.Configuration;
using Coordinator.OciServer.Definitions;
using Coordinator.OciServer.Handlers;

namespace Coordinator.OciServer.Hosting;

/// <summary>The files of tools: those that came with the server, then those of the folders given, in the order of their names.</summary>
internal static class ToolFiles
{
    public static string BuiltIn => Path.Combine(AppContext.BaseDirectory, "config", "oci");

    /// <exception cref="ConfigException">With everything that is wrong.</exception>
    public static IReadOnlyList<ApiDefinition> Read(IReadOnlyList<string> folders, Func<string, string?> variable)
    {
        var problems = new List<ConfigProblem>();
        var apis = new List<ApiDefinition>();
        foreach (var file in folders.Prepend(BuiltIn).SelectMany(Files))
        {
            if (DefinitionFile.Read(file, File.ReadAllText(file), HandlerCatalog.Names, variable, problems) is { } api) apis.Add(api);
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
