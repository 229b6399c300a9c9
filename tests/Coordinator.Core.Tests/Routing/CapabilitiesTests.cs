using Coordinator.Core.Routing;
using Coordinator.Core.Tests.Workflows;

namespace Coordinator.Core.Tests.Routing;

public sealed class CapabilitiesTests
{
    private const string NeedsModel = "Other questions need a language model: whoever runs me can connect one (docs/models.md).";

    [Theory]
    [InlineData(false, "why is the sky blue?", "I did not understand that. No language model is configured here", NeedsModel)]
    [InlineData(false, "help", "Here is what you can ask:", "- `stop instance remove-dev-server` (changes something)")]
    [InlineData(true, "help", "Here is what you can ask:", "Anything else I answer with the language model and the tools that are connected.")]
    public void Describe_SaysWhatCanBeAskedAndHowToAskMore(bool hasModel, string question, string begins, string ends)
    {
        var text = Capabilities.Describe(ShippedWorkflows.Catalog, hasModel, question);

        Assert.StartsWith(begins, text, StringComparison.Ordinal);
        Assert.EndsWith(ends, text, StringComparison.Ordinal);
        Assert.All(ShippedWorkflows.Catalog.Workflows.SelectMany(workflow => workflow.Examples), example => Assert.Contains($"`{example}`", text, StringComparison.Ordinal));
    }
}
