using Coordinator.Core.Failures;

namespace Coordinator.Core.Models;

/// <summary>The configured language model. One attempt a call; retries belong to the run.</summary>
public interface IModel
{
    /// <summary><c>anthropic</c>, <c>openai</c>, <c>azure_openai</c>, <c>ollama</c>, <c>lm_studio</c> or <c>vllm</c>.</summary>
    string Provider { get; }

    string Name { get; }

    Task<Outcome<ModelAnswer>> AskAsync(ModelQuestion question, IProgress<string>? textDeltas, CancellationToken cancellationToken);
}
