using System.Reflection;
using Coordinator.Connections.Models;
using Xunit.Sdk;
using Xunit.v3;

namespace Coordinator.Connections.Tests.Models;

/// <summary>Runs a theory with each value on both wires.</summary>
internal sealed class CombinatorialWiresAttribute(params string[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        string[] providers = [ModelProviders.Anthropic, ModelProviders.OpenAi];
        return new([.. providers.SelectMany(provider => values.Select(value => new TheoryDataRow<string, string>(provider, value)))]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
