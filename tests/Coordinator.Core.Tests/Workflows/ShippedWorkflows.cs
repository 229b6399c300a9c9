using System.Runtime.CompilerServices;
using Coordinator.Core.Workflows;

namespace Coordinator.Core.Tests.Workflows;

/// <summary>The workflows as they are shipped.</summary>
internal static class ShippedWorkflows
{
    public static readonly DateOnly Today = new(2026, 11, 24);

    public static WorkflowCatalog Catalog { get; } = WorkflowCatalog.Parse(
        Directory.EnumerateFiles(Folder(), "*.yaml").Order().Select(file => new WorkflowFile(Path.GetFileName(file), File.ReadAllText(file))),
        Today);

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../functions/config/workflows"));
}
