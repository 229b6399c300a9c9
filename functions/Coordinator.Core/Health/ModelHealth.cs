using Coordinator.Core.Failures;
using Coordinator.Core.Models;

namespace Coordinator.Core.Health;

/// <summary>Does the provider of the model answer?</summary>
public sealed class ModelHealth(IModel? model = null, IModelProvider? provider = null) : IHealthProbe
{
    public string Component => "llm";

    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        if (model is null || provider is null)
        {
            return CheckResult.NotConfigured("Workflows only. Set LLM_PROVIDER to answer other questions.");
        }

        return await provider.CheckAsync(cancellationToken) switch
        {
            null => CheckResult.Healthy($"{model.Provider}/{model.Name}"),
            { Class: FailureClass.RateLimited or FailureClass.Overloaded } busy => CheckResult.Degraded(busy.Message),
            var failure => CheckResult.Failed(failure),
        };
    }
}
