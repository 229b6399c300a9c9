using Coordinator.Core.Failures;

namespace Coordinator.Connections.Models;

/// <summary>Carries a failure, known below the SDKs, through them: they hide the headers that belong to it.</summary>
internal sealed class ModelFailedException(Failure failure) : IOException(failure.Message)
{
    public Failure Failure { get; } = failure;
}
