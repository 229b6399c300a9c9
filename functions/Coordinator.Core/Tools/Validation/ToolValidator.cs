using Coordinator.Core.Workflows;

namespace Coordinator.Core.Tools.Validation;

/// <summary>Validates the catalog as it is now.</summary>
public sealed class ToolValidator(ToolGate gate, ToolCards cards, ToolPolicy policy, ToolCatalogConfig config, WorkflowCatalog workflows, IToolServers servers)
{
    public async Task<ToolValidationReport> ValidateAsync(CancellationToken cancellationToken)
    {
        // First the tools, which waits for servers that are just starting: then their status.
        var catalog = await gate.CatalogAsync(cancellationToken);
        return ToolCatalogValidation.Validate(new CatalogUnderTest
        {
            Tools = catalog.Listed,
            Catalog = catalog,
            Cards = cards.Of(catalog),
            Config = config,
            Policy = policy,
            Workflows = workflows.Workflows,
            Servers = servers.Servers,
        });
    }
}
