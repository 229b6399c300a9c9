using Coordinator.Core.Failures;

namespace Coordinator.Core.Models;

/// <summary>Who serves the configured model.</summary>
public interface IModelProvider
{
    /// <summary>Asks for its list of models: does it answer, and does it accept our key? Costs no tokens. Null: it does.</summary>
    Task<Failure?> CheckAsync(CancellationToken cancellationToken);
}
